"""From a word typed to a notice of what is new: suggestion, hits, facet, the page, the name."""

import re
from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, expect

from app.core import clock
from tests.journeys.conftest import PHONE, WIDE, LiveOffice
from tests.journeys.looking import assert_good
from tests.journeys.papers import letter
from tests.journeys.steps import (
    Letter,
    button,
    dialog,
    follow,
    label,
    press,
    register,
    said,
    until,
)
from tests.journeys.words import vi

SUBJECT, WORDS = "V/v nạo vét kênh Khuổi Kép", "nạo vét kênh"


def test_a_search_is_found_kept_and_told_of(live: LiveOffice, desk_of: Callable[..., Page]) -> None:
    clerk, page = desk_of(live.people.clerk), desk_of(live.people.leader)
    one = Letter("31", "UBND-KT", "Sở Nông nghiệp", SUBJECT, clock.today())
    register(clerk, one, letter("kenh.pdf", SUBJECT))
    _chosen_by_keys(page, "nao vet kenh khuoi", "31/UBND-KT")
    _narrowed_and_opened(page, WORDS)
    page.goto(f"/search?q={WORDS}")
    _kept_and_followed(page, "Kênh")
    register(clerk, replace(one, number="32", subject=f"{SUBJECT} (bổ sung)"))

    def told() -> None:
        page.goto("/notices")
        expect(page.get_by_text("“Kênh”")).to_be_visible(timeout=1000)

    until(told)
    follow(page.get_by_text("“Kênh”"))
    expect(page.get_by_role("region", name=vi("Search results"))).to_contain_text("32/UBND-KT")


def good_on_both(page: Page) -> None:
    assert_good(page)
    page.set_viewport_size(PHONE)
    assert_good(page)
    page.set_viewport_size(WIDE)


def _chosen_by_keys(page: Page, typed: str, reference: str) -> None:
    """What is offered while typing is chosen by arrow and Enter, once the index knows of it."""

    def offered() -> None:
        page.goto("/search")
        page.locator("#q").press_sequentially(typed)
        option = page.get_by_role("option").filter(has_text=reference).first
        expect(option).to_be_visible(timeout=1000)

    until(offered)
    good_on_both(page)
    box = page.locator("#q")
    box.dispatch_event("keydown", {"key": "ArrowDown", "isComposing": True})
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    box.press("Escape")
    expect(page.get_by_role("listbox", name=vi("Suggestions"))).to_be_hidden()
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    with page.expect_navigation():
        box.press("Enter")
    expect(page.locator("h1, .cv-subj").first).to_be_visible()


def _narrowed_and_opened(page: Page, words: str) -> None:
    """By a facet; the place of the hit leads to the page of its file with the words marked."""
    page.goto(f"/search?q={words}")
    press_facet = page.get_by_role("group", name=vi("Filters"))
    press_facet.locator("summary").filter(has_text=vi("Issuer")).click()
    follow(press_facet.get_by_role("link", name=re.compile("Sở Nông nghiệp")))
    results = page.get_by_role("region", name=vi("Search results"))

    def read() -> None:
        page.reload()
        expect(results.get_by_role("link", name=re.compile(r"kenh\.pdf"))).to_be_visible(
            timeout=1000
        )

    until(read)
    follow(results.get_by_role("link", name=re.compile(r"kenh\.pdf")))
    expect(page.locator("mark").first).to_be_attached()


def _kept_and_followed(page: Page, name: str) -> None:
    page.locator("summary").filter(has_text=vi("My views")).click()
    page.get_by_role("link", name=vi("Keep this view under a name")).click()
    label(dialog(page), "Name of the view").fill(name)
    with page.expect_navigation():
        press(dialog(page), "Keep")
    page.goto("/lists/views")
    good_on_both(page)
    row = page.get_by_role("row").filter(has_text=name)
    with page.expect_navigation():
        button(row, "Tell me of new ones").click()
    said(page, "You will hear of what comes in from now on and matches it.")
    expect(row).to_contain_text(vi("You hear of new ones."))
