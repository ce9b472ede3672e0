"""Each agency's calendar, as its pages and services see it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.core.errors import Refused
from app.deadlines import queries
from app.deadlines.inputs import DayData
from app.deadlines.models import DayException
from app.deadlines.queries.moving import digest
from app.deadlines.rules.holidays import DAYS_OFF, WORKING_DAYS
from app.deadlines.rules.working_time import Works
from app.deadlines.service import change_day, days, ensure_holidays
from tests.factories.office import Office

LUNAR_NEW_YEAR = date(2025, 1, 27), date(2025, 1, 31)


def test_the_agency_s_own_day_wins_over_that_of_all(session: Session, office: Office) -> None:
    day = date(2026, 11, 24)
    assert not queries.calendar(session, office.agency_id).is_working(day)
    own = DayData(day, Works.WHOLE, "Trực", agency_id=office.agency_id)
    change_day(session, office.admin, own, digest(own, [], {}))
    assert queries.calendar(session, office.agency_id).is_working(day)
    assert not queries.calendar(session, office.other_agency_id).is_working(day)
    change_day(session, office.admin, replace(own, works=None))
    session.flush()
    assert not queries.calendar(session, office.agency_id).is_working(day)


def test_a_day_that_changes_nothing_is_refused(session: Session, office: Office) -> None:
    for data in (
        DayData(date(2026, 11, 25), Works.WHOLE, "x"),
        DayData(date(2026, 11, 28), Works.OFF, "x"),
    ):
        with pytest.raises(Refused):
            change_day(session, office.admin, data)


@pytest.mark.parametrize("is_own", [True, False])
def test_of_two_who_set_a_day_in_the_same_second_one_is_told(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch, is_own: bool
) -> None:
    """Neither saw the row of the other; the database holds one."""
    agency_id = office.agency_id if is_own else None
    data = DayData(date(2026, 11, 27), Works.OFF, "Nghỉ tránh lũ", agency_id=agency_id)
    change_day(session, office.admin, data)
    session.commit()
    monkeypatch.setattr(days, "_row", lambda *_asked: None)
    with pytest.raises(Refused, match="Somebody else has just set this day"):
        change_day(session, office.admin, data)
    session.rollback()
    assert session.query(DayException).filter_by(day=data.day).count() == 1


def test_known_holidays_are_put_in_but_for_what_an_office_entered(
    session: Session, office: Office
) -> None:
    """Also into years of which it had entered some days itself; twice changes nothing."""
    count = session.query(DayException).count()
    change_day(session, office.admin, DayData(date(2027, 9, 3), None))
    entered = session.query(DayException).filter_by(day=date(2025, 5, 2)).one()
    entered.works, entered.name = Works.WHOLE, "Trực"
    session.query(DayException).filter(DayException.day.between(*LUNAR_NEW_YEAR)).delete()
    session.commit()
    for _time in range(2):
        ensure_holidays(session)
        session.commit()
    assert session.query(DayException).count() == count - 1
    known = queries.calendar(session, office.agency_id)
    assert known.is_working(date(2025, 5, 2))
    assert known.is_working(date(2027, 9, 3))
    assert not known.is_working(date(2025, 1, 28))


def test_every_swap_is_made_up_for() -> None:
    """Each day off by exchange has its working Saturday, as the notices of 2025 and 2026 say."""
    swaps = [day for day, name in DAYS_OFF.items() if "hoán đổi" in name]
    assert [day.isoformat() for day in swaps] == ["2025-05-02", "2026-01-02", "2026-08-31"]
    said = " ".join(WORKING_DAYS.values())
    assert all(f"{day.day:02d}/{day.month}/{day.year}" in said.replace("/0", "/") for day in swaps)
    assert {day.weekday() for day in WORKING_DAYS} == {5}
