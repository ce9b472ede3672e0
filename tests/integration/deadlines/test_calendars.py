"""Each agency's calendar, as its pages and services see it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.core.errors import Refused
from app.deadlines import queries
from app.deadlines.models import DayException
from app.deadlines.service import DayData, ensure_holidays, remove_day, set_day
from tests.factories.office import Office


def test_the_agency_s_own_day_wins_over_that_of_all(session: Session, office: Office) -> None:
    day = date(2026, 11, 24)
    assert not queries.calendar(session, office.agency_id).is_working(day)
    own = DayData(day, is_working=True, name="Trực", agency_id=office.agency_id)
    row = set_day(session, office.admin, own)
    assert queries.calendar(session, office.agency_id).is_working(day)
    assert not queries.calendar(session, office.other_agency_id).is_working(day)
    remove_day(session, office.admin, row.id)
    session.flush()
    assert not queries.calendar(session, office.agency_id).is_working(day)


def test_a_day_that_changes_nothing_is_refused(session: Session, office: Office) -> None:
    for data in (
        DayData(date(2026, 11, 25), is_working=True, name="x"),
        DayData(date(2026, 11, 28), is_working=False, name="x"),
    ):
        with pytest.raises(Refused):
            set_day(session, office.admin, data)


def test_known_holidays_are_put_in_once(session: Session, office: Office) -> None:
    count = session.query(DayException).count()
    removed = session.query(DayException).filter_by(day=date(2027, 9, 3)).one()
    remove_day(session, office.admin, removed.id)
    session.flush()
    ensure_holidays(session)
    assert session.query(DayException).count() == count - 1
