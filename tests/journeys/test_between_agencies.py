"""What one agency issues arrives at another, is accepted or refused there, and is answered."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from app.core import clock
from tests.journeys.conftest import LiveOffice
from tests.journeys.looking import assert_good
from tests.journeys.papers import letter
from tests.journeys.steps import (
    act,
    day,
    dialog,
    follow,
    label,
    part,
    press,
    said,
    see_the_line_on_a_laptop,
    until,
)
from tests.journeys.words import vi

ASKED = "V/v báo cáo tình hình thiên tai, cứu trợ quý IV"
REFUSED = "V/v cử người dự lớp tập huấn chữ ký số"
ANSWER = "V/v tình hình thiên tai, cứu trợ quý IV trên địa bàn xã Hữu Lũng"
CORRECTION = "Đính chính văn bản báo cáo tình hình thiên tai"
CORRECTED = "Tại trích yếu: đã in “quý IV”; nay đính chính thành “quý III”."
OURS, THEIRS = "UBND phường Tân Khê", "UBND xã Hữu Lũng"


def test_a_question_to_another_agency_and_its_answer(
    live: LiveOffice, desk_of: Callable[..., Page]
) -> None:
    clerk, other = desk_of(live.people.clerk), desk_of(live.people.other_clerk)
    asked, asked_reference = _issue(clerk, ASKED, THEIRS, reply_in_days=10)
    refused, _reference = _issue(clerk, REFUSED, THEIRS, reply_in_days=5)
    _waits_at_their_clerk(other)
    arrived = _they_accept(other)
    _they_refuse(other)
    _sender_reads_what_they_did(clerk, asked, refused)
    assert _awaited(clerk, asked_reference) == 1
    _answer, reference = _issue(other, ANSWER, OURS, answers=asked_reference)
    other.goto(arrived)
    expect(part(other, "Replies, related")).to_contain_text(reference)
    _we_accept_the_answer(clerk)
    _question_is_answered(clerk, asked, reference)
    assert _awaited(clerk, asked_reference) == 0
    _letter, correcting = _issue(clerk, CORRECTION, "", corrects=asked_reference, said=CORRECTED)
    _both_wordings_are_shown(other, arrived, correcting)


def _issue(
    page: Page,
    subject: str,
    to: str,
    *,
    answers: str = "",
    corrects: str = "",
    said: str = "",
    reply_in_days: int = 0,
) -> tuple[str, str]:
    """Enter a document signed on paper and issue it; returns its address and reference."""
    page.goto("/outgoing")
    follow(page.get_by_role("link", name=vi("Enter a signed document")))
    page.set_input_files("input[type=file]", [letter("da-ky.pdf", subject, said)])
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(1)
    label(page, "Subject").fill(subject)
    label(page, "Signed by").fill("Lưu Đình Thuận")
    label(page, "Post of the signer").fill("Chủ tịch")
    label(page, "Answers").fill(answers)
    label(page, "Corrects the wording of").fill(corrects)
    if to:
        page.get_by_role("checkbox", name=to).check()
    if reply_in_days:
        label(page, "Those added here are to answer").check()
        label(page, "Answer by").fill(day(clock.today() + timedelta(days=reply_in_days)))
    assert_good(page)
    press(page, "Save and number")
    page.wait_for_url("**/issue")
    press(page, "Issue")
    follow(page.locator("#sure").get_by_role("button"))
    page.wait_for_url("**/documents/*")
    expect(part(page, "Recipients")).to_contain_text(to or THEIRS)
    return page.url, page.locator(".cv-doc .cv-ref b").inner_text()


def _waits_at_their_clerk(page: Page) -> None:
    """The worker carries it over a moment later."""

    def look() -> None:
        page.goto("/incoming?tab=waiting")
        for subject in (ASKED, REFUSED):
            expect(page.get_by_role("link", name=subject)).to_be_visible(timeout=1000)

    until(look)
    assert_good(page)
    page.goto("/")
    tile = page.get_by_role("link", name=vi("Waiting to be accepted")).first
    expect(tile).to_contain_text("2")
    tile.click()
    expect(page.get_by_role("link", name=ASKED)).to_be_visible()


def _they_accept(page: Page) -> str:
    page.get_by_role("link", name=ASKED).click()
    act(page, "Accept and register")
    expect(label(page, "Subject")).to_have_value(ASKED)
    expect(label(page, "A reply is required")).to_be_checked()
    expect(label(page, "Present to")).not_to_have_value("")
    see_the_line_on_a_laptop(page)
    assert_good(page)
    press(page, "Save")
    page.wait_for_url("**/documents/*")
    said(page, "Accepted under arrival number %(number)s.")
    return page.url


def _they_refuse(page: Page) -> None:
    page.goto("/incoming?tab=waiting")
    page.get_by_role("link", name=REFUSED).click()
    act(page, "Refuse")
    press(dialog(page), "Refuse")
    expect(page.get_by_role("alert")).to_be_visible()  # a reason is wanted
    label(page, "Reason").fill("Gửi nhầm nơi nhận: xã không có lớp tập huấn này.")
    assert_good(page)
    press(page, "Refuse")
    said(page, "Refused; its sender is told why.")


def _sender_reads_what_they_did(page: Page, asked: str, refused: str) -> None:
    def accepted() -> None:
        page.goto(asked)
        expect(part(page, "Recipients")).to_contain_text(vi("Accepted"), timeout=1000)

    def told_why() -> None:
        page.goto(refused)
        expect(part(page, "Recipients")).to_contain_text("Gửi nhầm nơi nhận", timeout=1000)

    until(accepted)
    until(told_why)
    assert_good(page)
    page.goto("/outgoing?tab=refused")
    expect(page.get_by_role("link", name=REFUSED)).to_be_visible()


def _awaited(page: Page, reference: str) -> int:
    """How often the document stands on the list of answers awaited."""
    page.goto("/outgoing?tab=awaited")
    listed = page.get_by_role("listitem").filter(has=page.get_by_text(reference, exact=True))
    return listed.filter(has=page.get_by_role("link", name=ASKED)).count()


def _we_accept_the_answer(page: Page) -> None:
    def look() -> None:
        page.goto("/incoming?tab=waiting")
        expect(page.get_by_role("link", name=ANSWER)).to_be_visible(timeout=1000)

    until(look)
    page.get_by_role("link", name=ANSWER).click()
    act(page, "Accept and register")
    press(page, "Save")
    page.wait_for_url("**/documents/*")


def _question_is_answered(page: Page, asked: str, reference: str) -> None:
    def look() -> None:
        page.goto(asked)
        expect(part(page, "Recipients")).to_contain_text(reference, timeout=1000)

    until(look)
    assert_good(page)


def _both_wordings_are_shown(page: Page, arrived: str, reference: str) -> None:
    """On a telephone too, beside the document, which stays as it was issued."""

    def look() -> None:
        page.goto(arrived)
        corrected = part(page, "Corrected passages")
        expect(corrected).to_contain_text(reference, timeout=1000)
        expect(corrected).to_contain_text("“quý III”", timeout=1000)

    until(look)
    expect(page.locator(".cv-doc")).to_contain_text(reference)
    page.set_viewport_size({"width": 390, "height": 844})
    assert_good(page)
