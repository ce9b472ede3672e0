"""A unit's head gives another number and types the code that came there; what it costs is seen."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.core.db import create_engine, reading, session_factory
from app.messages.models import LocalSms
from tests.journeys.conftest import PHONE, WIDE, LiveOffice
from tests.journeys.looking import assert_good
from tests.journeys.steps import label, until
from tests.journeys.words import vi

NUMBER = "0987 654 321"


def test_a_number_is_given_by_its_person_and_confirmed_by_its_telephone(
    live: LiveOffice, desk_of: Callable[..., Page]
) -> None:
    page = desk_of(live.people.head)
    page.goto("/notices/wishes")
    good_wide_and_narrow(page)
    row = page.get_by_role("row").filter(has_text=vi("SMS")).filter(has=page.locator(".acts"))
    row.locator("a[data-dialog]").last.click()
    expect(page.locator("dialog[open] h1")).to_have_text(vi("My telephone number"))
    assert_good(page)
    label(page, "Mobile telephone").fill("+1 415 555 2671")
    page.locator("dialog[open] [data-primary]").click()
    foreign = "This is a foreign number: text messages go to Vietnamese mobile numbers only."
    expect(page.get_by_role("alert")).to_contain_text(vi(foreign))
    label(page, "Mobile telephone").fill(NUMBER)
    page.locator("[data-primary]:visible").last.click()
    expect(page.locator("h1")).to_have_text(vi("Type the code"))
    good_wide_and_narrow(page)
    label(page, "Code of six figures").fill(_code(live))
    page.locator("[data-primary]:visible").last.click()
    expect(page.get_by_text(NUMBER).first).to_be_visible()
    expect(page.get_by_text(vi("Confirmed on %(day)s.", day="")[:12]).first).to_be_visible()
    good_wide_and_narrow(page)


def test_what_messages_cost_reads_well_on_every_screen(
    live: LiveOffice, desk_of: Callable[..., Page]
) -> None:
    page = desk_of(live.people.admin)
    for path in ("/admin/sms", "/admin/sms/costs"):
        page.goto(path)
        good_wide_and_narrow(page)


def good_wide_and_narrow(page: Page) -> None:
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        assert_good(page)


def _code(live: LiveOffice) -> str:
    """As the telephone shows it, once the message has left."""
    engine = create_engine(live.database_url)
    last = select(LocalSms.text).where(LocalSms.phone == "84987654321")
    found: list[str] = []

    def came() -> None:
        with reading(session_factory(engine)) as session:
            found[:] = session.scalars(last.order_by(LocalSms.at.desc())).all()
        assert found

    until(came)
    engine.dispose()
    (code,) = re.findall(r"\d{6}", found[0])
    return str(code)
