"""A chairman asks three, one answers with figures and a file, one is urged, one does it again."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from app.core.db import create_engine
from tests.documents.document_files import pdf_bytes
from tests.integration.work.making import directed
from tests.journeys.conftest import PHONE, WIDE, LiveOffice
from tests.journeys.looking import assert_good
from tests.journeys.papers import Paper
from tests.journeys.steps import act, dialog, label, press, said
from tests.journeys.words import vi

COLUMN, TEXT = "Nhà văn hóa", "Thống kê nhà văn hóa thôn, kèm biểu."
UNITS = ("Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị", "UBND xã Hữu Lũng")


@pytest.fixture
def asked_by(live: LiveOffice) -> Iterator[int]:
    """An incoming document with a directive; the id of its record."""
    engine = create_engine(live.database_url)
    with Session(engine, expire_on_commit=False) as session:
        number = {"number": 9101, "reference": "9101/SVHTT", "reference_key": "9101/SVHTT"}
        document, _lines = directed(session, live.people, **number)
        session.commit()
    yield document.id
    engine.dispose()


def test_a_request_from_asking_to_closing_by_itself(
    live: LiveOffice, desk_of: Callable[..., Page], asked_by: int
) -> None:
    people = live.people
    board = desk_of(people.leader)
    _ask(board, asked_by)
    here = board.url
    _answer(desk_of(people.head), here, "12", with_file=True)
    _answer(desk_of(people.economy_head, phone=True), here, "3")

    # The third is urged; the second does it again; each decision stands on the board at once.
    board.goto(here)
    assert_good(board)
    row = _row(board, UNITS[0])
    expect(row.get_by_role("link", name="bieu-02.pdf")).to_be_visible()
    act(board, "Urge %(num)s that is missing", num=1)
    press(dialog(board), "Urge")
    expect(_row(board, UNITS[2])).to_contain_text("đôn đốc 1 lần")
    _row(board, UNITS[1]).get_by_role("link", name=vi("Do it again"), exact=True).click()
    label(dialog(board), "Reason").fill("Thiếu thôn Bản Phiêng.")
    press(dialog(board), "Ask again")
    expect(_row(board, UNITS[1])).to_contain_text("Thiếu thôn Bản Phiêng.")
    _at_both(board)

    _answer(desk_of(people.economy_head), here, "4")
    _answer(desk_of(people.other_leader), here, "5")
    row.get_by_role("link", name="bieu-02.pdf").click()
    expect(board.get_by_role("heading", level=1)).to_contain_text(UNITS[0])
    _at_both(board)
    board.goto(here)
    for unit in UNITS:
        press(_row(board, unit), "Approve")
        said(board, "The answer of %(name)s is approved.")
    expect(board.locator(".cv-facts")).to_contain_text("tự khép")
    _at_both(board)
    board.goto(f"{here}/table")
    expect(board.locator("tfoot")).to_contain_text("21")
    _at_both(board)


def _ask(page: Page, record_id: int) -> None:
    """From the list of requests: the document, what is asked, of whom; then the table."""
    page.goto("/requests")
    page.get_by_role("link", name=vi("Ask many"), exact=True).click()
    chosen = dialog(page).locator("select")
    chosen.select_option(value=str(record_id))
    press(dialog(page), "Go on")
    page.wait_for_url("**/requests/ask/**")
    assert_good(page)
    label(page, "Text of the request").fill(TEXT)
    for unit in UNITS:
        page.get_by_label(unit, exact=True).check()
    press(page, "Ask")
    expect(page.get_by_text(TEXT)).to_be_visible()
    here = page.url
    page.goto(f"{here}/columns")
    page.locator("input[name=rows-0-name]").fill(COLUMN)
    with page.expect_navigation():
        press(page, "Save")
    page.goto(here)


def _answer(page: Page, here: str, figure: str, *, with_file: bool = False) -> None:
    page.goto(here)
    expect(page.get_by_text(TEXT)).to_be_visible()
    assert_good(page)
    answering = page.locator(".fu-do a[href$='/answer']").first
    answering.click()
    form = dialog(page)
    form.get_by_label(COLUMN).fill(figure)
    if with_file:
        file: Paper = {
            "name": "bieu-02.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes("Biểu"),
        }  # fmt: skip
        form.locator("input[type=file]").set_input_files([file])
        expect(form.locator("input[name=uploads]:enabled")).to_have_count(1)
        assert_good(page)
    form.locator("[data-primary]").click()
    said(page, "The answer of %(name)s is noted.")


def _row(page: Page, name: str) -> Locator:
    return page.locator(".fu-list .cv-row").filter(has=page.locator("b", has_text=name))


def _at_both(page: Page) -> None:
    assert_good(page)
    page.set_viewport_size(PHONE)
    assert_good(page)
    page.set_viewport_size(WIDE)
