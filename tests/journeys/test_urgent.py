"""An urgent message leaves the leader's desk and is confirmed on a telephone that knows nobody."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import create_engine, reading, session_factory
from app.core.settings import SettingValue
from app.messages.models import LocalSms
from app.organisation.service import raise_epoch
from app.urgent.settings import ADDRESS
from documents.storage import DiskStorage
from tests.integration.outgoing.making import signed
from tests.integration.work.making import directed
from tests.journeys.conftest import PHONE, LiveOffice
from tests.journeys.looking import assert_good
from tests.journeys.steps import act, button, follow, label, until
from tests.journeys.words import vi

REASON = "Mực nước vượt báo động 3; phải sơ tán xong trước 23:00."


@pytest.fixture
def given(live: LiveOffice) -> Iterator[int]:
    """A document given to culture, in an office that telephones reach; the id of its record."""
    engine = create_engine(live.database_url)
    with Session(engine, expire_on_commit=False) as session:
        by = live.people.admin.person_id
        values = {"key": ADDRESS.key, "value": live.address, "valid_from": date(2026, 1, 1)}
        session.add(SettingValue(agency_id=None, set_by_id=by, **values))
        document, _lines = directed(
            session, live.people, number=9001, reference="9001/UBND", reference_key="9001/UBND"
        )
        raise_epoch(session)
        session.commit()
    yield document.id
    engine.dispose()


def test_a_leader_asks_and_a_telephone_confirms(
    live: LiveOffice, desk_of: Callable[..., Page], browser: Browser, given: int
) -> None:
    page = desk_of(live.people.leader)
    page.goto(f"/documents/{given}")
    act(page, "Send urgently")
    expect(page.get_by_text(live.people.head.name).first).to_be_visible()
    assert_good(page)
    page.set_viewport_size(PHONE)
    assert_good(page)
    label(page, "Why it is urgent").fill(REASON)
    with page.expect_navigation():
        page.locator("[data-primary]").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    assert_good(page)

    telephone = browser.new_context(locale="vi-VN", viewport=PHONE).new_page()
    telephone.goto(f"{live.address}/x/{_link(live)}")
    assert_good(telephone)
    telephone.get_by_role("button", name=vi("I received it")).click()
    expect(telephone.get_by_role("heading", name=vi("Received"))).to_be_visible()
    assert telephone.context.cookies() == []
    telephone.context.close()

    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"/documents/{given}")
    said = {"by": live.people.head.name, "how": vi("by the link"), "at": ""}
    by = vi("%(by)s confirmed %(how)s, %(at)s", **said).rstrip(", ")
    expect(page.locator("#urgent").get_by_text(by).first).to_be_visible()
    for path in ("/urgent?tab=all", "/urgent/roster", "/urgent/use", "/urgent/calls"):
        page.goto(path)
        assert_good(page)


@pytest.fixture
def signed_urgent(live: LiveOffice) -> Iterator[int]:
    """A very urgent document that waits for its number; its id."""
    engine = create_engine(live.database_url)
    with Session(engine, expire_on_commit=False) as session:
        storage = DiskStorage(live.instance / "files")
        document = signed(session, live.people, storage, urgency=2, signed_at=clock.now())
        session.commit()
    yield document.id
    engine.dispose()


def test_the_clerk_sees_what_goes_to_telephones_before_issuing(
    live: LiveOffice, desk_of: Callable[..., Page], signed_urgent: int
) -> None:
    page = desk_of(live.people.clerk)
    page.goto(f"/outgoing/{signed_urgent}/issue")
    follow(button(page, "Issue"))
    asked = page.locator("#sure")
    expect(asked.get_by_text(live.people.other_leader.name)).to_be_visible()
    expect(asked.get_by_text("4821")).to_be_visible()
    assert_good(page)
    page.set_viewport_size(PHONE)
    assert_good(page)


def test_the_roster_is_filled_for_a_week_and_then_for_the_next(
    live: LiveOffice, desk_of: Callable[..., Page]
) -> None:
    """By weekday once; the next week by one press more."""
    on_duty = live.people.economy_officer  # whom no other walk sends on leave
    page = desk_of(live.people.clerk)
    page.goto("/urgent/roster")
    follow(page.get_by_role("link", name=vi("Fill several days")))
    for weekday in range(7):
        page.locator(f"[name=night_{weekday}]").select_option(str(on_duty.person_id))
    assert_good(page)
    page.set_viewport_size(PHONE)
    assert_good(page)
    follow(button(page, "Fill"))
    expect(page.locator("table").get_by_text(on_duty.name)).to_have_count(7)
    assert_good(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    assert_good(page)
    following = clock.today() + timedelta(days=7)
    page.goto(f"/urgent/roster/fill?from={following:%d/%m/%Y}")
    follow(button(page, "Fill"))
    expect(page.locator("table").get_by_text(on_duty.name)).to_have_count(7)


def _link(live: LiveOffice) -> str:
    """As it stands in the message that left."""
    engine = create_engine(live.database_url)
    found: list[str] = []

    def left() -> None:
        with reading(session_factory(engine)) as session:
            texts = session.scalars(select(LocalSms.text).where(LocalSms.at <= clock.now())).all()
        found[:] = [code for text in texts for code in re.findall(r"/x/(\w+)", text)]
        assert found

    until(left)
    engine.dispose()
    return found[-1]
