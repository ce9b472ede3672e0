"""What people of the office do again and again, step by step as on the screen."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, ViewportSize, expect

from app.core import clock
from tests.journeys.papers import Paper
from tests.journeys.words import PLACEHOLDER, catalogue, vi


@dataclass(frozen=True)
class Letter:
    """A document as the clerk finds it on the table."""

    number: str
    symbol: str
    issuer: str
    subject: str
    dated: date
    due: date | None = None
    reply_required: bool = False
    urgency: str = ""
    present_to: str = ""


def day(moment: date) -> str:
    return moment.strftime("%d/%m/%Y")


def button(page: Page | Locator, english: str, **values: object) -> Locator:
    """The button of this name; the keys hint in it is hidden from names."""
    return page.get_by_role("button", name=vi(english, **values), exact=True)


def press(page: Page | Locator, english: str, **values: object) -> None:
    button(page, english, **values).click()


def label(page: Page | Locator, english: str, **values: object) -> Locator:
    return page.get_by_label(vi(english, **values), exact=True)


def part(page: Page, english: str) -> Locator:
    """A part of the document's page by its heading."""
    return page.get_by_role("region", name=vi(english))


def act(page: Page, english: str, **values: object) -> None:
    """An action of the document's page: from its bar, or on a phone from the menu under it."""
    bars = page.get_by_role("group", name=vi("What you may do now"))
    name = vi(english, **values)
    link = bars.get_by_role("link", name=name, exact=True)
    wanted = link.or_(bars.get_by_role("button", name=name, exact=True))
    expect(wanted.first).to_be_attached()  # the page that has it may still be on its way
    page.wait_for_load_state()  # its styles say which bar is seen, its scripts what opens over it
    if not wanted.filter(visible=True).count():
        bars.locator("summary").filter(visible=True).click()
    wanted.filter(visible=True).first.click()
    page.wait_for_load_state()


def follow(link: Locator) -> None:
    """Click a link and wait for its page with its scripts: what comes next does not wait itself."""
    with link.page.expect_navigation():
        link.click()


def dialog(page: Page) -> Locator:
    opened = page.get_by_role("dialog")
    expect(opened).to_be_visible()
    return opened


def said(page: Page, english: str, **values: object) -> None:
    """The message that tells what happened; gaps that are not given may hold anything."""
    message = catalogue()[english]
    words = _escaped(message)
    for name in PLACEHOLDER.findall(message):
        given = _escaped(str(values[name])) if name in values else ".+"
        words = words.replace(_escaped(f"%({name})s"), given)
    told = page.get_by_role("status").filter(has_text=re.compile(words))
    expect(told.filter(visible=True).first).to_be_visible()


def _escaped(text: str) -> str:
    """For a pattern that the browser reads: it knows no escaped space."""
    return re.escape(text).replace("\\ ", " ")


def fill_line(page: Page, letter: Letter) -> None:
    """The line of the register, but for what save and next keeps."""
    label(page, "Document number").fill(letter.number)
    label(page, "Document symbol").fill(letter.symbol)
    label(page, "Document date").fill(day(letter.dated))
    label(page, "Issuer").fill(letter.issuer)
    label(page, "Subject").fill(letter.subject)
    if letter.urgency:
        label(page, "Urgency").select_option(label=vi(letter.urgency))
    if letter.due:
        label(page, "Reply or finish by").fill(day(letter.due))
    if letter.reply_required:
        label(page, "A reply is required").check()
    if letter.present_to:
        label(page, "Present to").select_option(label=letter.present_to)


LAPTOP: ViewportSize = {"width": 1366, "height": 768}
LOOKED_AT = (
    *("Register", "Arrival date", "Document number", "Document symbol", "Document date"),
    *("Without number", "Type", "Urgency", "Issuer", "Subject", "Reply or finish by", "Present to"),
)


def see_the_line_on_a_laptop(page: Page) -> None:
    """What a clerk must look at lies above the bar at the foot, without scrolling, though what is
    to be known of a due day is told under it."""
    wide, due = page.viewport_size, label(page, "Reply or finish by")
    assert wide is not None
    typed, sunday = due.input_value(), clock.today() + timedelta(6 - clock.today().weekday() or 7)
    due.fill(day(sunday))
    due.blur()
    expect(page.get_by_text(f"Ngày {day(sunday)} (Chủ nhật)")).to_be_visible()
    page.set_viewport_size(LAPTOP)
    page.evaluate("scrollTo(0, 0)")
    foot = page.locator(".cv-acts--foot").bounding_box()
    assert foot is not None
    for english in LOOKED_AT:
        box = label(page, english).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= foot["y"], english
    page.set_viewport_size(wide)
    due.fill(typed)
    due.blur()


def register(page: Page, letter: Letter, *papers: Paper) -> str:
    """Register, and land on the document's page; returns its address."""
    page.goto("/incoming/register")
    if papers:
        page.set_input_files("input[type=file]", list(papers))
        expect(page.locator("input[name=uploads]:enabled")).to_have_count(len(papers))
    fill_line(page, letter)
    press(page, "Save")
    page.wait_for_url("**/documents/*")
    return page.url


def give_to(page: Page | Locator, unmarked: str, role: str, due: str = "") -> None:
    """Find a unit or a person by unmarked letters, give the role by its key, and a date of its own."""
    box = page.get_by_role("combobox", name=vi("Add people and units"))
    box.press_sequentially(unmarked)
    found = page.get_by_role("listbox", name=vi("People and units found"))
    first = found.get_by_role("option").first
    expect(first).to_be_visible()
    name = first.locator("[data-picker-name]").inner_text()
    box.press({"lead": "1", "cohandler": "2", "information": "3"}[role])
    expect(label(page, "Role of %(name)s", name=name)).to_be_visible()
    if due:
        label(page, "Due date of %(name)s", name=name).fill(due)


def until(look: Callable[[], None], seconds: float = 60) -> None:
    """Look again until it holds: for what the worker brings a moment later."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return look()
        except AssertionError:
            if time.monotonic() > deadline:
                raise


def line_of(page: Page, holder: str) -> Locator:
    """The line of work of this unit or person in the tree, without those below it."""
    return part(page, "Work").locator(".cv-line").filter(has=page.locator("b", has_text=holder))


def picture_drawn(page: Page, images: str) -> None:
    """A page of the file has arrived as a picture."""
    expect(page.locator(images).first).to_be_attached()
    page.locator(images).first.scroll_into_view_if_needed()
    page.wait_for_function(
        "at => [...document.querySelectorAll(at)].some(i => i.complete && i.naturalWidth > 300)",
        arg=images,
    )


def to_document(page: Page, address: str, *, until_drawn: str) -> None:
    """Open a document again until the worker has made the pictures of its pages."""

    def look() -> None:
        page.goto(address)
        expect(page.locator(until_drawn).first).to_be_attached(timeout=1000)

    until(look)
    picture_drawn(page, until_drawn)


def drop(page: Page, paper: Paper) -> None:
    """Let go of a file over the page's drop field."""
    data = page.evaluate_handle(
        """({name, type, bytes}) => { const d = new DataTransfer();
        d.items.add(new File([new Uint8Array(bytes)], name, {type})); return d }""",
        {"name": paper["name"], "type": paper["mimeType"], "bytes": list(paper["buffer"])},
    )
    page.dispatch_event(".cv-file", "drop", {"dataTransfer": data})
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(1)


def keep_sentence(page: Page, text: str) -> None:
    """A sentence of one's own, to stand under every directive."""
    page.goto("/phrases")
    label(page, "Sentence").fill(text)
    press(page, "Keep the sentence")
    expect(page.get_by_role("cell", name=text)).to_be_visible()
