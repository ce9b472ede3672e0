"""How often work was put off, by holder, for heads and leaders."""

from typing import Any, NamedTuple

from sqlalchemy import Select, String, bindparam, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import MY_AGENCIES, MY_HOLDERS, MY_UNITS, given
from app.core.policy import Actor
from app.deadlines.rules.working_time import WorkCalendar, working_days_between
from app.organisation.queries import holder_names
from app.records.policy import READS_ALL
from app.work.models import Assignment, Extension
from app.work.queries.people import UNIT_OF_PERSON


class PutOffs(NamedTuple):
    """Of one holder since the year began: how often they asked for more time, what became of it,
    how often their work was put off without that, how often in all, and by how many working days.
    What a unit was given stands beside what its persons were, who hold lines of their own."""

    name: str
    is_unit: bool
    asked: int
    granted: int
    refused: int
    unasked: int
    times: int
    days: int


def put_offs(session: Session, actor: Actor, calendar: WorkCalendar) -> list[PutOffs]:
    """Of whom work was put off, or who asked for it, the most often put off first: in the agency
    for who reads all of it, in their units for heads, their own for everybody."""
    start, _end = clock.day_bounds(clock.today().replace(month=1, day=1))
    rows = session.execute(
        _OF_AGENCY if actor.may(READS_ALL) else _OF_UNITS, given(actor, year_start=start)
    )
    found: dict[str, list[int]] = {}
    for holder, asked, granted, refused, times, first, due in rows:
        days = 0
        if first is not None and due is not None:
            dates = clock.local(first).date(), clock.local(due).date()
            days = working_days_between(*dates, calendar)
        sums = found.setdefault(holder, [0] * 6)
        unasked = max(0, times - granted)
        for place, figure in enumerate((asked, granted, refused, unasked, times, days)):
            sums[place] += figure
    names = holder_names(session, found)
    said = [PutOffs(names[one], one.startswith("u"), *sums) for one, sums in found.items()]
    return sorted(said, key=lambda one: (-one.times, -one.asked, one.name))


def _asked(*states: str) -> Any:
    """How often it was asked for this line, with these ends."""
    return (
        select(func.count())
        .where(Extension.assignment_id == Assignment.id, Extension.state.in_(states))
        .correlate(Assignment)
        .scalar_subquery()
    )


def _rows() -> Select[*tuple[Any, ...]]:
    since = Assignment.given_at >= bindparam("year_start")
    is_asked = select(Extension.id).where(Extension.assignment_id == Assignment.id).exists()
    return select(
        Assignment.holder,
        _asked("asked", "granted", "refused", "lapsed"),
        _asked("granted"),
        _asked("refused"),
        Assignment.extended,
        Assignment.first_due_at,
        Assignment.due_at,
    ).where(Assignment.agency_id.in_(MY_AGENCIES), since, or_(Assignment.extended > 0, is_asked))


_OF_AGENCY = _rows()
_IN_UNITS = select(literal("p") + cast(UNIT_OF_PERSON.c.person_id, String)).where(
    UNIT_OF_PERSON.c.unit_id.in_(MY_UNITS)
)
_OF_UNITS = _rows().where(
    or_(
        Assignment.unit_id.in_(MY_UNITS),
        Assignment.holder.in_(_IN_UNITS),
        Assignment.holder.in_(MY_HOLDERS),
    )
)
