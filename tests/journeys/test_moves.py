"""An officer goes on leave, then to another office: asked, approved, handed over, taken back."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import create_engine
from app.work.service import Receiver
from tests.integration.work.making import directed, person
from tests.journeys.conftest import WIDE, LiveOffice
from tests.journeys.looking import assert_good
from tests.journeys.steps import day, follow
from tests.journeys.words import vi


def test_leave_and_handing_over(live: LiveOffice, desk_of: Callable[..., Page]) -> None:
    people = live.people
    _given(live, 3)
    mine = desk_of(people.officer)
    mine.goto("/leave/new")
    starts = clock.today() + timedelta(days=7)
    for name, typed in (
        ("starts_on", day(starts)),
        ("ends_on", day(starts)),
        ("reason", "Việc nhà."),
    ):
        mine.locator(f"input[name={name}]").fill(typed)
    assert_good(mine)
    follow(mine.get_by_role("button", name=vi("Ask for leave"), exact=True))
    assert_good(mine)

    head = desk_of(people.head, phone=True)
    head.goto("/leave?tab=decide")
    assert_good(head)
    follow(head.get_by_role("link", name=people.officer.name))
    follow(head.get_by_role("button", name=vi("Approve"), exact=True))
    expect(head.locator("main")).to_contain_text(vi("approved"))
    head.goto(f"/persons/{people.officer.person_id}/handover")
    groups = head.get_by_label(vi("All of these go to"))
    groups.first.select_option(person(people.second_officer))
    head.locator("[name=reason]").fill("Chuyển công tác.")
    assert_good(head)
    head.set_viewport_size(WIDE)
    assert_good(head)
    follow(head.get_by_role("button", name=vi("Hand over"), exact=True))
    expect(head.locator("main")).to_contain_text(people.second_officer.name)
    assert_good(head)


def _given(live: LiveOffice, count: int) -> None:
    """So many lines of work lie with the officer."""
    engine = create_engine(live.database_url)
    with Session(engine) as session:
        for _number in range(count):
            directed(session, live.people, Receiver(person(live.people.officer), "lead"))
        session.commit()
    engine.dispose()
