"""Each agency's calendar, and the present moment as its due dates are told by it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.memory import remembered
from app.core.settings import value, values_to_come
from app.deadlines.inputs import DayData
from app.deadlines.models import DayException
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.working_time import STANDARD, WorkCalendar, Works
from app.deadlines.settings import HOURS, OFFERED_DAYS, SOON_DAYS


def calendar(session: Session, agency_id: int | None) -> WorkCalendar:
    """The hours, days off and make-up days of an agency: its own win over those of all."""
    key = ("calendar", agency_id, clock.today())
    return remembered(session, key, lambda: _calendar(session, agency_id))


def horizon_of(session: Session, agency_id: int | None) -> Horizon:
    """Now, in the agency's calendar and with its span of what is due soon."""
    if agency_id is None:
        return Horizon(clock.now(), STANDARD)
    return Horizon(
        clock.now(),
        calendar(session, agency_id),
        value(session, SOON_DAYS, agency_id),
        value(session, OFFERED_DAYS, agency_id),
    )


def horizons_of(session: Session, agency_ids: Iterable[int]) -> Mapping[int, Horizon]:
    """One for each of these agencies, for rows of several."""
    return {one: horizon_of(session, one) for one in set(agency_ids)}


def due_moment(
    session: Session, agency_id: int, day: date | None, kept: datetime | None = None
) -> datetime | None:
    """When what this agency does is late that is due on this day. `kept` is the moment it had:
    where that lies on the day it stays, though the agency may close at another hour now."""
    if day is None:
        return None
    if kept is not None and clock.local(kept).date() == day:
        return kept
    return calendar(session, agency_id).closing(day)


def calendar_with(session: Session, agency_id: int, change: DayData) -> WorkCalendar:
    """The calendar as it would be once a day is changed."""
    return _calendar(session, agency_id, change)


def _calendar(
    session: Session, agency_id: int | None, change: DayData | None = None
) -> WorkCalendar:
    common: dict[date, tuple[Works, str]] = {}
    own: dict[date, tuple[Works, str]] = {}
    for day, works, name, agency in session.execute(_DAYS, {"agency_id": agency_id}):
        (common if agency is None else own)[day] = Works(works), name
    for one in change.days if change is not None else ():
        rows = common if one.agency_id is None else own
        rows.pop(one.day, None)
        if one.works is not None:
            rows[one.day] = one.works, one.name
    hours, later = value(session, HOURS, agency_id), values_to_come(session, HOURS, agency_id)
    return WorkCalendar.of(common | own, hours, tuple(later))


_DAYS = select(
    DayException.day, DayException.works, DayException.name, DayException.agency_id
).where(or_(DayException.agency_id.is_(None), DayException.agency_id == bindparam("agency_id")))
