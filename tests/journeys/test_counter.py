"""From the card to the printed receipt, on keys alone: less than twelve after the card."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.core.db import create_engine
from app.onestop.procedures import service
from app.onestop.procedures.demo import shipped
from tests.journeys.conftest import PHONE, WIDE, LiveOffice
from tests.journeys.looking import assert_good

CARD = "098084001842|082123456|Nông Văn Thịnh|14031984|Nam|Thôn Nà Pàn, xã Hữu Lũng|22062024"
COPY_OF_AN_ENTRY = "2.000635"
MOST_KEYS = 12


@pytest.fixture
def receiving(live: LiveOffice) -> Iterator[None]:
    """One procedure may be received: a copy of an entry of civil status."""
    engine = create_engine(live.database_url)
    with Session(engine, expire_on_commit=False) as session:
        listed = [one for one in shipped() if one.code == COPY_OF_AN_ENTRY]
        service.take_over(session, live.people.admin, listed, date(2025, 7, 1), "tệp")
        session.commit()
    yield
    engine.dispose()


@pytest.mark.usefixtures("receiving")
def test_a_simple_case_in_less_than_twelve_keys(
    live: LiveOffice, desk_of: Callable[..., Page]
) -> None:
    page, keys = desk_of(live.people.clerk), 0
    page.goto("/counter")
    page.locator("[name=scan]").fill(CARD)  # as a scanner types it, with its Enter
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[name=name]")).to_have_value("Nông Văn Thịnh")
    for key in "trich":
        page.keyboard.press(key)
        keys += 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[name=all_here]")).to_be_focused()
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert_good(page)
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    keys += 3
    assert keys < MOST_KEYS
    expect(page.locator("article h2")).to_have_text("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    assert_good(page)
