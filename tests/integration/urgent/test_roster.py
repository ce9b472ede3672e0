"""The duty roster: filled in a few keys, its gaps shown and told of before holidays."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.errors import Refused
from app.core.policy import Actor
from app.deadlines.models import DayException
from app.messages.models import Notice
from app.organisation.models import Absence, Person
from app.organisation.service import raise_epoch
from app.urgent import service
from app.urgent.models import DutyShift
from app.urgent.queries.roster import gaps, gaps_before_days_off, pattern_before, roster
from app.urgent.rules import DaysOff, days_off
from tests.factories.moments import MONDAY
from tests.integration.urgent.conftest import Tower
from tests.watching import look

FIRST = MONDAY.date()
SUNDAY = FIRST + timedelta(days=6)


def week(*people: int) -> dict[tuple[int, str], int]:
    """These by turns, a night each."""
    return {(weekday, "night"): people[weekday % len(people)] for weekday in range(7)}


def test_a_week_is_filled_by_weekday_and_the_next_as_it_was(tower: Tower) -> None:
    office, session = tower.office, tower.session
    one, other = office.officer.person_id, office.second_officer.person_id
    with tower.at(0):
        pattern = week(one, other)
        filled = service.fill(session, office.clerk, FIRST, SUNDAY, pattern, replacing=False)
        assert (filled.shifts, filled.left) == (7, 0)
        before = pattern_before(session, office.agency_id, SUNDAY + timedelta(days=1))
        assert before == pattern
        held = roster(session, office.agency_id, FIRST, 7)
        assert [slot[1] for slot in gaps(held, FIRST, 7)] == ["day"] * 7
        # Who is on duty stays, unless it is asked otherwise.
        again = service.fill(session, office.clerk, FIRST, SUNDAY, week(other), replacing=False)
        assert again.shifts == 0
        again = service.fill(session, office.clerk, FIRST, SUNDAY, week(other), replacing=True)
        assert again.shifts == 4
        session.rollback()


def test_whoever_is_away_or_gone_leaves_a_gap(tower: Tower) -> None:
    office, session = tower.office, tower.session
    one = office.officer.person_id
    with tower.at(0):
        session.add(Absence(person_id=one, starts_on=FIRST, ends_on=FIRST + timedelta(days=2)))
        session.flush()
        filled = service.fill(session, office.clerk, FIRST, SUNDAY, week(one), replacing=False)
        assert (filled.shifts, filled.left) == (4, 3)
        stranger = week(office.other_clerk.person_id)
        none = service.fill(session, office.clerk, FIRST, SUNDAY, stranger, replacing=True)
        assert (none.shifts, none.left) == (0, 7)
        later = Absence(person_id=one, starts_on=SUNDAY, ends_on=SUNDAY)
        session.add(later)
        session.flush()
        held = roster(session, office.agency_id, SUNDAY, 1)
        assert (SUNDAY, "night") in gaps(held, SUNDAY, 1), "who is away is not on duty"
        session.rollback()


@pytest.mark.parametrize(
    ("first", "days", "people", "why"),
    [
        (-1, 3, True, "over"),
        (3, -2, True, "before the first"),
        (0, 100, True, "three months"),
        (0, 6, False, "at least one"),
    ],
)
def test_what_cannot_be_filled(tower: Tower, first: int, days: int, people: bool, why: str) -> None:
    begins = FIRST + timedelta(days=first)
    pattern = week(tower.office.officer.person_id) if people else {}
    asked = tower.session, tower.office.clerk, begins, begins + timedelta(days=days), pattern
    with tower.at(0), pytest.raises(Refused, match=why):
        service.fill(*asked, replacing=False)


def test_the_screen_fills_as_the_last_week_was_and_shows_the_gaps(
    tower: Tower, client_of: Callable[[Actor], FlaskClient]
) -> None:
    office = tower.office
    with tower.at(0):
        clerk = client_of(office.clerk)
        one = str(office.officer.person_id)
        nights = {f"night_{weekday}": one for weekday in range(7)}
        span = {"first": f"{FIRST:%d/%m/%Y}", "last": f"{SUNDAY:%d/%m/%Y}"}
        days = {"day_0": one, "day_1": one, "night_1": str(office.second_officer.person_id)}
        carried = clerk.post("/urgent/roster/fill", data=span | days | {"carry": "1"}).text
        assert carried.count(f'<option selected value="{one}">') == 3, "where nobody was chosen"
        done = clerk.post("/urgent/roster/fill", data=span | nights)
        assert done.status_code == 302
        shown = clerk.get(done.location).get_data(as_text=True)
        assert "Đã xếp 7 ca" in shown
        assert "Còn 21 ca chưa có người trực" in shown
        assert "Thứ Hai" in shown
        following = SUNDAY + timedelta(days=1)
        form = clerk.get(f"/urgent/roster/fill?from={following:%d/%m/%Y}").get_data(as_text=True)
        assert form.count(f'<option selected value="{one}">') == 7
        assert "như tuần trước" in form
        before = clerk.get("/urgent/roster/fill?from=01/06/2026").get_data(as_text=True)
        assert "như tuần trước" not in before, "nobody was on duty then"
        officer = tower.session.get_one(Person, office.officer.person_id).name
        tower.session.rollback()
        assert re.search(rf"{officer}, [^<]+</option>", form), "of which unit"
        assert f"{following + timedelta(days=6):%d/%m/%Y}" in form
        late = clerk.post("/urgent/roster/fill", data=span | {"last": "22/11/2026"} | nights)
        assert late.status_code == 422
        assert client_of(office.officer).get("/urgent/roster/fill").status_code == 403
    assert len(tower.read(select(DutyShift))) == 7


def test_a_holiday_without_anybody_on_duty_is_warned_of_before(
    tower: Tower, client_of: Callable[[Actor], FlaskClient]
) -> None:
    office, session = tower.office, tower.session
    one, holiday = office.officer.person_id, FIRST + timedelta(days=4)  # a Friday
    by = {"name": "Nghỉ bù", "works": "off", "agency_id": office.agency_id}
    session.add(DayException(day=holiday, **by))
    raise_epoch(session)
    session.commit()
    with tower.at(0):
        pattern = {(weekday, shift): one for weekday in range(4) for shift in ("day", "night")}
        service.fill(session, office.clerk, FIRST, SUNDAY, pattern, replacing=False)
        found = gaps_before_days_off(session, office.agency_id, FIRST)
        assert found is not None
        assert found.off == DaysOff(holiday, SUNDAY, "Nghỉ bù")
        assert len(found.slots) == 6
        session.commit()
        for _twice in range(2):
            service.tell_gaps(tower.factory)
        told = tower.read(select(Notice).where(Notice.path.startswith("/urgent/roster")))
        people = {office.clerk.person_id, office.leader.person_id}
        assert people <= {one.person_id for one in told}
        assert len(told) == len({one.person_id for one in told}), "once each"
        page = client_of(office.clerk).get("/urgent/roster").get_data(as_text=True)
        assert "Nghỉ bù, từ 27/11/2026 đến 29/11/2026: còn 6 ca" in page


def test_the_watchdog_sees_a_day_without_anybody(tower: Tower) -> None:
    office, session = tower.office, tower.session
    name = "urgent.somebody_is_on_duty"
    with tower.at(0):
        assert look(session, name).breaches == [], "no roster is kept"
        both = {(0, "day"): office.officer.person_id, (0, "night"): office.officer.person_id}
        service.fill(session, office.clerk, FIRST, FIRST, both, replacing=False)
        found = look(session, name).breaches
        assert [one.values["day"] for one in found] == ["24/11/2026"] * 2
        both = {(1, shift): office.officer.person_id for _weekday, shift in both}
        following = FIRST + timedelta(days=1)
        service.fill(session, office.clerk, following, following, both, replacing=False)
        assert look(session, name).breaches == []
        session.rollback()


def test_days_off_are_a_holiday_or_more_than_a_weekend() -> None:
    off = {date(2026, 11, day) for day in (28, 29, 30)}
    works = lambda day: day not in off and day.weekday() < 5  # noqa: E731
    assert [*days_off(works, {}, FIRST, 10)] == [DaysOff(date(2026, 11, 28), date(2026, 11, 30))]
    assert [*days_off(works, {}, FIRST, 3)] == [], "it is far"
    assert [*days_off(lambda day: day.weekday() < 5, {}, FIRST, 10)] == [], "a weekend"
    named = {date(2026, 11, 24): "Ngày Văn hóa Việt Nam"}
    off.add(date(2026, 11, 24))
    assert [one.name for one in days_off(works, named, FIRST, 10)] == [*named.values(), ""]
