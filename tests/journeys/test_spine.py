"""One request walks through the whole office, from the clerk's table to its linked answer."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.core import clock
from app.core.db import create_engine
from app.work.models import Assignment
from tests.journeys.conftest import LiveOffice
from tests.journeys.looking import assert_good
from tests.journeys.papers import letter
from tests.journeys.steps import (
    Letter,
    act,
    button,
    day,
    dialog,
    drop,
    fill_line,
    follow,
    give_to,
    keep_sentence,
    label,
    line_of,
    part,
    picture_drawn,
    press,
    said,
    see_the_line_on_a_laptop,
    to_document,
    until,
)
from tests.journeys.words import vi

SUBJECT = "V/v rà soát hệ thống thoát nước trước mùa mưa bão"
REQUEST = "1947/SXD-HTĐT"
CULTURE, ECONOMY = "Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị"
DRAFT_PAGE = re.compile(r"/drafts/\d+$")


def test_a_request_becomes_its_answer(live: LiveOffice, desk_of: Callable[..., Page]) -> None:
    people = live.people
    clerk, officer = desk_of(people.clerk), desk_of(people.officer)
    head, leader = desk_of(people.head), desk_of(people.leader, phone=True)
    request = _clerk_registers(clerk)
    _leader_directs(leader)
    _head_has_it_put_off(live, head, leader)
    _head_passes_on(head)
    draft = _officer_drafts(officer)
    _head_returns_once(head)
    _officer_sends_again(officer, draft)
    _head_and_clerk_agree(head, clerk, draft)
    _leader_signs(leader)
    reply, reference = _clerk_issues(clerk)
    _question_and_answer_stand_together(officer, request, reply, reference)
    _co_handler_finishes(desk_of(people.economy_head), request)
    _clerk_prints(clerk, reference)
    _found_without_marks(officer, reference)
    _dossier_holds_it(officer, request, reply)


def _clerk_registers(page: Page) -> str:
    """Two papers that look alike, one after the other; returns the address of the first."""
    today = clock.today()
    first = Letter(
        number="1947", symbol="SXD-HTĐT", issuer="Sở Xây dựng tỉnh", subject=SUBJECT,
        dated=today - timedelta(days=3), due=today + timedelta(days=14), reply_required=True,
        present_to="Lưu Đình Thuận, Chủ tịch",
    )  # fmt: skip
    follow(page.get_by_role("link", name=vi("Incoming"), exact=True))
    follow(page.get_by_role("link", name=vi("Register a document")).first)
    drop(page, letter("cv-1947.pdf", "SỞ XÂY DỰNG", f"Số: {REQUEST}", SUBJECT))
    picture_drawn(page, "#scan img")
    fill_line(page, first)
    see_the_line_on_a_laptop(page)
    assert_good(page)
    press(page, "Save and next")
    said(page, "Registered under arrival number %(number)s.")
    expect(label(page, "Issuer")).to_have_value("Sở Xây dựng tỉnh")
    expect(label(page, "Document number")).to_have_value("")
    request = page.get_by_role("link", name=vi("Look at the document saved just before"))
    address = request.get_attribute("href") or ""
    _register_the_twin(page, first)
    return address


def _register_the_twin(page: Page, first: Letter) -> None:
    """The same number written otherwise is warned about, and taken when the clerk says so."""
    twin = Letter("01947", "sxd - HTĐT", first.issuer, f"{SUBJECT} (bản gửi lại)", first.dated)
    fill_line(page, twin)
    label(page, "Present to").select_option(label=vi("Not presented"))
    warning = page.get_by_role("alert").filter(
        has_text=vi("Looks like a document already registered.")
    )
    expect(warning).to_contain_text(REQUEST)
    see_the_line_on_a_laptop(page)
    assert_good(page)
    label(page, "This is another document; register it all the same").check()
    press(page, "Save")
    page.wait_for_url("**/documents/*")
    expect(page.get_by_role("heading", level=1)).to_have_text(twin.subject)


def _leader_directs(page: Page) -> None:
    keep_sentence(page, "Giao … chủ trì, tham mưu trả lời đúng hạn.")
    page.goto("/")
    assert_good(page)
    follow(page.get_by_role("link", name=SUBJECT).first)
    assert_good(page)
    here = page.url
    act(page, "Write a directive")
    pane = dialog(page)
    pane.get_by_role("button", name="Giao … chủ trì").click()
    page.keyboard.type(CULTURE)
    today = clock.today()
    give_to(pane, "van hoa", "lead", day(today + timedelta(days=10)))
    give_to(pane, "kinh te", "cohandler", day(today + timedelta(days=7)))
    give_to(pane, "trinh xuan", "information")
    give_to(pane, "phung thi", "information")
    assert_good(page)
    press(pane, "Give out the work")
    expect(page.get_by_text("Đã giao việc.")).to_be_visible()
    page.goto(here)  # where another letter waits, that one is open now
    expect(part(page, "Work")).to_contain_text(f"Giao {CULTURE} chủ trì")
    expect(line_of(page, CULTURE)).to_contain_text(vi("Lead"))
    expect(line_of(page, ECONOMY)).to_contain_text(vi("Co-handler"))
    expect(line_of(page, "Trịnh Xuân Quảng")).to_contain_text(vi("For information"))


def _head_has_it_put_off(live: LiveOffice, head: Page, leader: Page) -> None:
    """Overdue, asked for at a desk, granted on a phone: both see how it stands then."""
    engine = create_engine(live.database_url)
    late, unit_id = clock.now() - timedelta(days=1), live.people.culture_id
    with engine.begin() as connection:
        mine = Assignment.unit_id == unit_id
        connection.execute(update(Assignment).where(mine).values(due_at=late))
    engine.dispose()
    head.reload()
    head.get_by_role("link", name=SUBJECT).first.click()
    expect(line_of(head, CULTURE)).to_contain_text(vi("Overdue"))
    line_of(head, CULTURE).get_by_role("link", name=vi("Ask for an extension")).click()
    pane = dialog(head)
    label(pane, "New due date").fill("3 ngày làm việc")
    label(pane, "Reason").fill("Chờ số liệu của hai xã ven sông.")
    assert_good(head)
    press(pane, "Ask for it")
    said(head, "Whoever gave you the work is asked.")
    leader.reload()
    line_of(leader, CULTURE).get_by_role("link", name=vi("Decide on the extension")).click()
    pane = dialog(leader)
    expect(pane).to_contain_text("Chờ số liệu của hai xã ven sông.")
    assert_good(leader)
    press(pane, "Grant")
    said(leader, "Put off until %(day)s.")
    for page in (leader, head):
        page.reload()
        expect(line_of(page, CULTURE)).to_contain_text(vi("On track"))
        expect(line_of(page, CULTURE)).to_contain_text("gia hạn 1 lần")
        assert_good(page)


def _head_passes_on(page: Page) -> None:
    page.goto("/work")  # the desk has what is most pressing, and other walks leave work on it
    page.get_by_role("link", name=SUBJECT).first.click()
    act(page, "Pass on")
    pane = dialog(page)
    label(pane, "What they are to do").fill("Soạn trả lời, nêu rõ số tuyến đã rà soát.")
    give_to(pane, "le thi nhuan", "lead")
    press(pane, "Pass on")
    said(page, "The work has been passed on.")
    assert_good(page)  # the list it was opened from: finish one, get the next
    page.get_by_role("link", name=SUBJECT).first.click()
    expect(line_of(page, "Lê Thị Nhuần")).to_contain_text("nêu rõ số tuyến")
    assert_good(page)


def _officer_drafts(page: Page) -> str:
    """A draft from the request with what is known filled in, two versions, sent round."""
    page.reload()
    page.get_by_role("link", name=SUBJECT).first.click()
    act(page, "Reply")
    expect(label(page, "Subject")).to_have_value(re.compile(REQUEST))
    expect(label(page, "Addressed to (Kính gửi)")).to_have_value("Sở Xây dựng tỉnh")
    text = label(page, "Text of the document")
    expect(text).to_have_value(re.compile("Phúc đáp Công văn số 1947/SXD-HTĐT"))
    text.fill(f"{text.input_value()}\n1. Đã rà soát 12 tuyến.\n2. Đề nghị bổ sung kinh phí.")
    picture_drawn(page, "[data-letter-pages] img")
    assert_good(page)
    press(page, "Save as version 1")
    page.wait_for_url(DRAFT_PAGE)
    _save_second_version(page)
    act(page, "Send round")
    assert_good(page)
    press(page, "Send")
    expect(page.get_by_role("list", name=vi("Approval circuit"))).to_contain_text("Thuận")
    return page.url


def _save_second_version(page: Page) -> None:
    act(page, "Edit")
    text = label(page, "Text of the document")
    text.fill(text.input_value().replace("12 tuyến", "15 tuyến"))
    press(page, "Save as a new version")
    page.wait_for_url(DRAFT_PAGE)
    page.get_by_role("link", name=vi("Compare the whole text")).click()
    expect(page.get_by_role("deletion")).to_have_text("12")
    expect(page.get_by_role("insertion")).to_have_text("15")
    assert_good(page)
    page.get_by_role("link", name=vi("Back to the draft")).click()


def _head_returns_once(page: Page) -> None:
    page.goto("/approvals")
    assert_good(page)
    page.get_by_role("link", name=REQUEST).first.click()
    press(page, "Return")
    expect(page.get_by_role("alert")).to_be_visible()
    label(page, "Your opinion").fill("Bổ sung số liệu kinh phí.")
    press(page, "Return")
    expect(part(page, "Opinions and comments")).to_contain_text("Bổ sung số liệu kinh phí.")


def _officer_sends_again(page: Page, draft: str) -> None:
    page.goto("/drafts?tab=returned")
    page.get_by_role("link", name=REQUEST).first.click()
    page.wait_for_url(draft)
    expect(part(page, "Opinions and comments")).to_contain_text("Bổ sung số liệu kinh phí.")
    act(page, "Edit")
    text = label(page, "Text of the document")
    text.fill(text.input_value().replace("bổ sung kinh phí", "bổ sung 120 triệu đồng"))
    press(page, "Save as a new version")
    page.wait_for_url(DRAFT_PAGE)
    act(page, "Send round")
    press(page, "Send")
    page.wait_for_url(DRAFT_PAGE)


def _head_and_clerk_agree(head: Page, clerk: Page, draft: str) -> None:
    for page, verb in ((head, "Approve"), (clerk, "Initial")):
        page.goto(draft)
        assert_good(page)
        press(page, verb)
        expect(button(page, verb)).to_have_count(0)


def _leader_signs(page: Page) -> None:
    page.goto("/approvals")
    page.get_by_role("link", name=REQUEST).first.click()
    expect(page.locator("main")).to_contain_text("TM. ỦY BAN NHÂN DÂN")
    assert_good(page)
    press(page, "Sign")
    act(page, "Open the document")
    page.wait_for_url("**/documents/*")


def _clerk_issues(page: Page) -> tuple[str, str]:
    """Returns the address of the issued answer and its reference."""
    page.goto("/outgoing")
    assert_good(page)
    page.get_by_role("link", name=REQUEST).first.click()
    act(page, "Issue")
    form = page.get_by_role("form", name=vi("Issue"))
    will_be = re.search(r"\d\d/UBND-VHXH", form.inner_text())
    assert will_be
    assert_good(page)
    press(page, "Issue")
    follow(page.locator("#sure").get_by_role("button"))
    page.wait_for_url("**/documents/*")
    said(page, "Issued as %(reference)s.", reference=will_be.group())
    expect(part(page, "Recipients")).to_contain_text("Sở Xây dựng tỉnh")
    assert_good(page)
    return page.url, will_be.group()


def _question_and_answer_stand_together(
    page: Page, request: str, reply: str, reference: str
) -> None:
    """Each shows the other with its file; the lead's lines have closed with the answer."""
    page.goto(request)
    expect(part(page, "Replies, related")).to_contain_text(reference)
    for holder in (CULTURE, "Lê Thị Nhuần"):
        expect(line_of(page, holder)).to_contain_text(vi("Done on time"))
    to_document(page, request, until_drawn="#linked img")
    assert_good(page)
    to_document(page, reply, until_drawn=".cv-file img")
    expect(part(page, "Replies, related")).to_contain_text(REQUEST)
    picture_drawn(page, "#linked img")


def _co_handler_finishes(page: Page, request: str) -> None:
    page.goto(request)
    act(page, "Finish")
    pane = dialog(page)
    label(pane, "What was done").fill("Đã gửi số liệu các tuyến cống.")
    press(pane, "Finish")
    expect(line_of(page, ECONOMY)).to_contain_text(vi("Done on time"))


def _clerk_prints(page: Page, reference: str) -> None:
    for book, line in (("Văn bản đến", REQUEST), ("Văn bản đi", reference)):
        page.goto("/registers")
        shelf = page.get_by_role("region", name=book)
        shelf.get_by_role("link", name=vi("Print the book")).click()
        expect(page.get_by_role("article").filter(has_text=line)).to_have_count(1)
        assert_good(page)
        for kind in ("Excel", "Word"):
            with page.expect_download() as download:
                page.get_by_role("link", name=kind, exact=True).click()
            assert download.value.path().stat().st_size > 2000


def _found_without_marks(page: Page, reference: str) -> None:
    """The index is brought up to date by the worker, a moment after the change."""
    found = page.get_by_role("region", name=vi("Search results"))

    def look() -> None:
        page.goto("/search?q=ra soat thoat nuoc")
        expect(found).to_contain_text(reference, timeout=1000)
        expect(found).to_contain_text(REQUEST, timeout=1000)

    until(look)
    assert_good(page)


def _dossier_holds_it(page: Page, request: str, reply: str) -> None:
    page.goto(request)
    act(page, "Put into a dossier")
    pane = dialog(page)
    assert_good(page)
    title = "Rà soát hệ thống thoát nước năm nay"
    label(pane, "Title of a new one").fill(title)
    press(pane, "Put in")
    expect(pane).to_have_count(0)
    page.goto(reply)
    act(page, "Put into a dossier")
    dialog(page).get_by_label(title).check()
    press(pane, "Put in")
    expect(pane).to_have_count(0)
    page.goto("/dossiers")
    page.get_by_role("link", name=title).first.click()
    inside = page.get_by_role("list", name=vi("Documents in it"))
    expect(inside.get_by_role("listitem")).to_have_count(2)
    expect(part(page, "What happened")).to_contain_text("Lê Thị Nhuần")
    assert_good(page)
