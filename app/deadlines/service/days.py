"""Days off and make-up working days."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.queries import values_of
from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.feature import DayChange, installed
from app.core.memory import forget
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.inputs import YEARS, DayData
from app.deadlines.models import DayException
from app.deadlines.queries.moving import Fixed, Move, digest, fixed_on, moves
from app.deadlines.rules.holidays import DAYS_OFF, KNOWN, WORKING_DAYS
from app.deadlines.rules.working_time import STANDARD, Works
from app.organisation.queries.pages import get_agency
from app.organisation.service import raise_epoch
from app.organisation.service.common import iso

REMOVED = "organisation.day_removed"
MOVED = "organisation.dates_moved"
KEPT = "organisation.dates_kept"
_SET = {
    Works.OFF: "organisation.day_off_set",
    Works.WHOLE: "organisation.working_day_set",
    Works.MORNING: "organisation.morning_set",
    Works.AFTERNOON: "organisation.afternoon_set",
}


class Unseen(Refused):
    """Whoever changes the day has not been shown what it does: due dates that move or stay on it,
    or that another day counts as one more."""

    def __init__(self, change: DayData, count: int) -> None:
        super().__init__(Problem(N_("Due dates move with this day: look at them first.")))
        self.change, self.count = change, count


def change_day(
    session: Session, actor: Actor, change: DayData, seen: str = "", *, pull: bool = False
) -> int:
    """Set what a day is, or take its row off, and move the dates that were counted across it, all
    in this transaction; how many. An agency's own row wins over that of all. Dates that come
    earlier stay as promised, now and whenever they are counted again, unless `pull`.

    Refused where it changes nothing, or another set the day in the same second; Unseen where other
    dates would move than those whose digest was `seen`; NotFound where there is no row to take off.
    """
    if change.agency_id is not None:
        get_agency(session, change.agency_id)
    refuse_for(_entry_problems(session, change))
    rows = [(one, _row(session, one.day, one.agency_id)) for one in change.days]
    if change.works is None and rows[0][1] is None:
        raise NotFound
    for one, _old in rows:
        _refuse_what_changes_nothing(session, one, "day" if one.day == change.day else "instead")
    found, fixed = moves(session, change), fixed_on(session, change)
    if digest(change, found, fixed) != seen:
        raise Unseen(change, len(found))
    kept = [] if pull else [one for one in found if one.moved.is_earlier]
    moved = [one for one in found if pull or not one.moved.is_earlier]
    for one, old in rows:
        row = _removed(session, old) if one.works is None and old else _set(session, old, one)
        _tell(session, actor, REMOVED if one.works is None else _SET[one.works], row)
        for action, those in ((MOVED, moved), (KEPT, kept)):
            if those and one.day == change.day:
                _tell(session, actor, action, row, count=len(those), dates=_dates(those))
    raise_epoch(session)
    _move(session, actor, moved, fixed, change)
    _keep(session, kept)
    return len(moved)


def _set(session: Session, row: DayException | None, change: DayData) -> DayException:
    assert change.works is not None
    if row is None:
        row = DayException(day=change.day, agency_id=change.agency_id)
        session.add(row)
    row.works, row.name = change.works, change.name
    try:
        session.flush()
    except IntegrityError as error:
        said = N_("Somebody else has just set this day. Look at the calendar again.")
        raise Refused(Problem(said, field="day")) from error
    return row


def _removed(session: Session, row: DayException) -> DayException:
    session.delete(row)
    session.flush()
    return row


def _move(session: Session, actor: Actor, found: list[Move], fixed: Fixed, change: DayData) -> None:
    said = DayChange(change.day, change.name, clock.now())
    for brought in installed().counted:
        theirs = [move.moved for move in found if move.brought == brought]
        if theirs or fixed.get(brought):
            brought.move(session, actor, theirs, fixed.get(brought, ()), said)


def _keep(session: Session, kept: list[Move]) -> None:
    for brought in installed().counted:
        if theirs := [one.moved for one in kept if one.brought == brought]:
            brought.keep(session, theirs)


def ensure_holidays(session: Session) -> None:
    """Put in the known days that are missing. What an administrator entered for a day stays, and
    a day that was taken off the calendar stays off it."""
    names = DAYS_OFF | WORKING_DAYS
    common = select(DayException.day).where(DayException.agency_id.is_(None))
    missing = KNOWN.keys() - set(session.scalars(common))
    if missing:
        missing -= _taken_off(session)
    session.add_all(
        DayException(day=day, works=KNOWN[day], name=names[day]) for day in sorted(missing)
    )
    forget(session)


def _taken_off(session: Session) -> set[date]:
    """The days that the trail says were removed."""
    return {date.fromisoformat(day) for day in values_of(session, "day", REMOVED, "day")}


def _entry_problems(session: Session, change: DayData) -> list[Problem]:
    problems: list[Problem] = []
    if change.works is None:
        return problems
    for one in change.days:
        if one.day.year not in YEARS:
            said = N_("The calendar has days from %(first)s to %(last)s.")
            problems.append(Problem(said, {"first": YEARS[0], "last": YEARS[-1]}, "day"))
    if not change.name:
        problems.append(Problem(N_("Say why the day is another than usual."), field="name"))
    if change.instead is not None:
        if change.works is Works.WHOLE:
            said = N_("Only for a day off, or half of one, another day is worked.")
            problems.append(Problem(said, field="instead"))
        row = _row(session, change.instead, change.agency_id)
        if change.instead == change.day or (row is not None and row.works == Works.OFF):
            said = N_("%(day)s cannot be both off and worked: %(name)s. Choose another day.")
            name = row.name if row is not None else change.name
            values = {"day": f"{change.instead:%d/%m/%Y}", "name": name}
            problems.append(Problem(said, values, "instead"))
    return problems


def _refuse_what_changes_nothing(session: Session, change: DayData, field: str) -> None:
    common = _row(session, change.day, None) if change.agency_id is not None else None
    usual = Works.WHOLE if STANDARD.is_working(change.day) else Works.OFF
    if change.works == (common.works if common else usual):
        working, off = N_("It is a working day anyway."), N_("It is a day off anyway.")
        half = N_("Half of it is worked anyway.")
        said = {Works.WHOLE: working, Works.OFF: off}.get(change.works, half)
        raise Refused(Problem(said, field=field))


def _row(session: Session, day: date, agency_id: int | None) -> DayException | None:
    rows = select(DayException).where(DayException.day == day).with_for_update()
    if agency_id is None:
        return session.scalar(rows.where(DayException.agency_id.is_(None)))
    return session.scalar(rows.where(DayException.agency_id == agency_id))


def _dates(found: list[Move]) -> list[tuple[str, str, list[int]]]:
    """What moved, for the trail: from when to when, and the ids of those lines."""
    ids: dict[tuple[str, str], list[int]] = {}
    for move in found:
        pair = move.moved.old.isoformat(), move.moved.new.isoformat()
        ids.setdefault(pair, []).append(move.moved.id)
    return [(*pair, lines) for pair, lines in ids.items()]


def _tell(session: Session, actor: Actor, action: str, row: DayException, **values: Any) -> None:
    subject = Subject("day", row.id)
    values |= {"day": iso(row.day), "name": row.name}
    record(session, actor, action, subject, agency_id=row.agency_id, **values)
