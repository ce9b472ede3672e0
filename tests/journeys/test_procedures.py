"""An administrator changes the process of a procedure, tries it, and lets it hold from a day."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import create_engine
from app.core.workbooks import XLSX
from app.onestop.procedures import service
from app.onestop.procedures.demo import shipped
from tests.journeys.conftest import PHONE, WIDE, LiveOffice
from tests.journeys.looking import assert_good
from tests.journeys.steps import act, button, day, follow, label, press
from tests.journeys.words import vi

CODES = ("1.004873", "1.013978", "1.013225")


@pytest.fixture
def given(live: LiveOffice) -> Iterator[None]:
    """Some of the shipped procedures, in force."""
    engine = create_engine(live.database_url)
    with Session(engine, expire_on_commit=False) as session:
        listed = [one for one in shipped() if one.code in CODES]
        service.take_over(session, live.people.admin, listed, date(2025, 7, 1), "danh mục")
        session.commit()
    yield
    engine.dispose()


def _good_on_both(page: Page) -> None:
    """Looked at from the end, where the bar of a long form lies over none of its lines."""
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert_good(page)


@pytest.mark.usefixtures("given")
def test_a_process_is_changed_tried_and_published(
    live: LiveOffice, desk_of: Callable[..., Page]
) -> None:
    page = desk_of(live.people.admin)
    page.goto("/procedures")
    _good_on_both(page)
    words = page.get_by_role("searchbox", name=vi("Name or code, also without marks"))
    words.fill("tinh trang hon nhan")
    with page.expect_navigation():
        words.press("Enter")
    follow(page.get_by_role("link", name="Cấp Giấy xác nhận tình trạng hôn nhân"))
    _good_on_both(page)
    act(page, "Write the next version")
    for part in ("general", "variants", "papers", "fees", "templates", "steps"):
        page.goto(f"{page.url.split('?')[0]}?part={part}")
        _good_on_both(page)
    hours = page.locator("[name=step_minutes]")
    taken = hours.nth(1).input_value()
    hours.nth(1).fill("100")
    with page.expect_navigation():
        page.locator("[data-primary]").click()
    expect(hours.nth(1)).to_have_value("100")
    follow(page.get_by_role("link", name=vi("Try a sample case")))
    expect(page.locator(".cv-verdict.bad")).to_be_visible()
    _good_on_both(page)
    page.go_back()
    hours.nth(1).fill(taken)
    press(page, "Another line")
    expect(hours).to_have_count(7)
    page.locator("[data-lines-drop]").last.click()
    with page.expect_navigation():
        page.locator("[data-primary]").click()
    follow(page.get_by_role("link", name=vi("To the procedure")))
    act(page, "Publish")
    tomorrow = clock.today() + timedelta(days=1)
    label(page, "Holds from").fill(day(tomorrow))
    assert_good(page)
    with page.expect_navigation():
        page.get_by_role("dialog").locator("[data-primary]").click()
    expect(page.get_by_text(vi("Not begun yet")).first).to_be_visible()
    _good_on_both(page)


@pytest.mark.usefixtures("given")
def test_a_catalogue_is_brought_compared_and_put_away(
    live: LiveOffice, desk_of: Callable[..., Page]
) -> None:
    page = desk_of(live.people.admin)
    page.goto("/procedures")
    page.locator("summary").filter(has_text=vi("The catalogue")).click()
    with page.expect_download() as left:
        page.get_by_role("link", name=".xlsx").click()
    page.goto("/procedures/bring")
    _good_on_both(page)
    page.locator("input[type=file]").set_input_files(left.value.path())
    with page.expect_navigation():
        page.locator("[data-primary]").click()
    expect(page.locator("#file-e")).to_be_visible()  # a download has no name with an ending
    content = left.value.path().read_bytes()
    file = FilePayload(name="danh-muc.xlsx", mimeType=XLSX, buffer=content)
    page.locator("input[type=file]").set_input_files(file)
    with page.expect_navigation():
        page.locator("[data-primary]").click()
    expect(page.get_by_text("danh-muc.xlsx")).to_be_visible()
    _good_on_both(page)
    assert button(page, "Take it over").count() <= 1
