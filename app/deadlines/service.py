"""Days off and make-up working days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.service import Subject, record
from app.core.errors import NotFound, Problem, Refused
from app.core.memory import forget
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.models import DayException
from app.deadlines.rules.holidays import DAYS_OFF, KNOWN, WORKING_DAYS
from app.deadlines.rules.working_time import STANDARD
from app.organisation.queries.pages import get_agency
from app.organisation.service import raise_epoch
from app.organisation.service.common import iso

REMOVED = "organisation.day_removed"


@dataclass(frozen=True)
class DayData:
    """An exception of the working week; with no agency it holds for all."""

    day: date
    is_working: bool
    name: str
    agency_id: int | None = None


def set_day(session: Session, actor: Actor, data: DayData) -> DayException:
    """Set or change what a day is; an agency's own row wins over that of all."""
    if data.agency_id is not None:
        get_agency(session, data.agency_id)
    common = _row(session, data.day, None)
    if _changes_nothing(data, common if data.agency_id is not None else None):
        working, off = N_("It is a working day anyway."), N_("It is a day off anyway.")
        raise Refused(Problem(working if data.is_working else off, field="day"))
    row = common if data.agency_id is None else _row(session, data.day, data.agency_id)
    if row is None:
        row = DayException(day=data.day, agency_id=data.agency_id, is_working=False, name="")
        session.add(row)
    row.is_working, row.name = data.is_working, data.name
    raise_epoch(session)
    session.flush()
    if data.is_working:
        _tell(session, actor, "organisation.working_day_set", row)
    else:
        _tell(session, actor, "organisation.day_off_set", row)
    return row


def remove_day(session: Session, actor: Actor, row_id: int) -> date:
    """The day, which is returned, is again what the week or the row of all agencies makes it."""
    row = session.get(DayException, row_id, with_for_update=True)
    if row is None:
        raise NotFound
    _tell(session, actor, REMOVED, row)
    session.delete(row)
    raise_epoch(session)
    return row.day


def ensure_holidays(session: Session) -> None:
    """Put in the known days that are missing. What an administrator entered for a day stays, and
    a day that was taken off the calendar stays off it."""
    names = DAYS_OFF | WORKING_DAYS
    common = select(DayException.day).where(DayException.agency_id.is_(None))
    missing = KNOWN.keys() - set(session.scalars(common))
    if missing:
        missing -= _taken_off(session)
    session.add_all(
        DayException(day=day, is_working=KNOWN[day], name=names[day]) for day in sorted(missing)
    )
    forget(session)


def _taken_off(session: Session) -> set[date]:
    """The days that the trail says were removed."""
    removals = select(AuditEntry.values["day"].as_string()).where(
        AuditEntry.object_kind == "day", AuditEntry.action == REMOVED
    )
    return {date.fromisoformat(day) for day in session.scalars(removals)}


def _changes_nothing(data: DayData, common: DayException | None) -> bool:
    ordinary = common.is_working if common else STANDARD.is_working(data.day)
    return data.is_working == ordinary


def _row(session: Session, day: date, agency_id: int | None) -> DayException | None:
    rows = select(DayException).where(DayException.day == day).with_for_update()
    if agency_id is None:
        return session.scalar(rows.where(DayException.agency_id.is_(None)))
    return session.scalar(rows.where(DayException.agency_id == agency_id))


def _tell(session: Session, actor: Actor, action: str, row: DayException) -> None:
    subject = Subject("day", row.id)
    record(
        session, actor, action, subject, agency_id=row.agency_id, day=iso(row.day), name=row.name
    )
