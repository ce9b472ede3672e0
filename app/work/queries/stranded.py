"""Open work with whoever cannot do it: who holds no post, may not sign in, or has no head."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.access.queries.presence import has_head, holds_post, may_sign_in
from app.core import clock
from app.core.asking import TODAY
from app.core.db import constant
from app.core.policy import person_token
from app.deadlines.queries.colours import is_late
from app.organisation.models import Absence, Agency, Delegation, Person, Post, Unit
from app.organisation.queries import valid_on
from app.organisation.queries.validity import running_on
from app.work.models import Assignment

NO_POST, NO_ACCOUNT, NO_HEAD = "post", "account", "head"
"""What a person lacks; a unit lacks a head."""

NAMED = 3
"""So many records of each holder are named."""


class StrandedLines(NamedTuple):
    """The open lines of one holder in one agency."""

    holder: str
    holder_id: int
    name: str
    agency_id: int
    agency: str
    open: int
    late: int
    since: datetime
    lacks: str
    records: tuple[int, ...] = ()
    """On which the first of them are."""


def stranded_lines(session: Session) -> list[StrandedLines]:
    """Who holds open work but cannot do it, the longest-held first; few by nature, so no pages."""
    rows = STRANDED.order_by("since", "holder")
    found = [StrandedLines(*row) for row in session.execute(rows, {"now": clock.now()})]
    records = _first_records(session, {row.holder for row in found})
    return [row._replace(records=records[row.holder, row.agency_id]) for row in found]


_IS_OPEN_WORK = and_(Assignment.state == constant("open"), Assignment.role != "information")
"""What is for information closes when read, and is nobody's work."""


def _held_by(holder: type[Person | Unit], letter: str, lacks: ColumnElement[str]) -> Any:
    """The holder is joined by token: so a few holders find their open lines in the index."""
    token = literal(letter).concat(cast(holder.id, String))
    return (
        select(
            Assignment.holder.label("holder"),
            holder.id,
            holder.name,
            Agency.id,
            Agency.short_name,
            func.count(Assignment.id),
            func.sum(case((is_late(Assignment.due_at), 1), else_=0)),
            func.min(Assignment.given_at).label("since"),
            lacks,
        )
        .select_from(holder)
        .join(Assignment, and_(Assignment.holder == token, _IS_OPEN_WORK))
        .join(Agency, Agency.id == Assignment.agency_id)
        .group_by(Assignment.holder, holder.id, holder.name, Agency.id, Agency.short_name)
    )


_PEOPLE = _held_by(Person, "p", case((~holds_post(Person.id), NO_POST), else_=NO_ACCOUNT))
_UNITS = _held_by(Unit, "u", literal(NO_HEAD))
STRANDED = union_all(
    _PEOPLE.where(or_(~holds_post(Person.id), ~may_sign_in(Person.id))),
    _UNITS.where(~has_head(Unit.id)),
)


def _first_records(
    session: Session, holders: Collection[str]
) -> dict[tuple[str, int], tuple[int, ...]]:
    """What the first lines of each holder in each agency are on, by holder and agency."""
    if not holders:
        return {}
    holder = Assignment.holder, Assignment.agency_id
    place = func.row_number().over(partition_by=holder, order_by=Assignment.id).label("place")
    rows = select(*holder, Assignment.record_id, place)
    lines = rows.where(Assignment.holder.in_(holders), _IS_OPEN_WORK).subquery()
    first = select(lines).where(lines.c.place <= NAMED).order_by(lines.c.place)
    found: dict[tuple[str, int], tuple[int, ...]] = {}
    for token, agency_id, record_id, _place in session.execute(first):
        found[token, agency_id] = (*found.get((token, agency_id), ()), record_id)
    return found


class Uncovered(NamedTuple):
    """Somebody who is away today, with what falls due meanwhile and nobody sees to."""

    person_id: int
    name: str
    since: date
    until: date
    due: int


def uncovered_lines(session: Session) -> list[Uncovered]:
    """Whoever is back first comes first."""
    away = [Uncovered(*row, 0) for row in session.execute(_AWAY_ALONE)]
    holders = [f"p{one.person_id}" for one in away]
    rows = select(Assignment.holder, Assignment.due_at).where(
        Assignment.holder.in_(holders), _IS_OPEN_WORK
    )
    dates = defaultdict[str, list[datetime]](list)
    for holder, due_at in session.execute(rows):
        dates[holder] += [due_at] if due_at else []
    found = [one._replace(due=_until(one.until, dates[f"p{one.person_id}"])) for one in away]
    return [one for one in found if one.due]


def _until(day: date, dates: Sequence[datetime]) -> int:
    return sum(clock.local(one).date() <= day for one in dates)


_IS_ACTED_FOR = exists().where(
    Post.person_id == Person.id,
    valid_on(Post),
    exists().where(Delegation.post_id == Post.id, running_on()),
)
_AWAY = and_(Absence.starts_on <= TODAY, Absence.ends_on >= TODAY)
_AWAY_ALONE = (
    select(Person.id, Person.name, Absence.starts_on, Absence.ends_on)
    .join(Absence, Absence.person_id == Person.id)
    .where(_AWAY, Absence.stand_in_id.is_(None), ~_IS_ACTED_FOR)
    .order_by(Absence.ends_on, Person.id)
)


def due_within(
    session: Session, person_id: int, agency_id: int, first: date, last: date
) -> list[tuple[int, datetime]]:
    """The records on which this person's own open work falls due in these days, and when."""
    rows = select(Assignment.record_id, Assignment.due_at).where(
        Assignment.holder == person_token(person_id),
        Assignment.agency_id == agency_id,
        _IS_OPEN_WORK,
        Assignment.due_at.is_not(None),
    )
    found = session.execute(rows.order_by(Assignment.due_at, Assignment.id))
    return [(one, due) for one, due in found if due and first <= clock.local(due).date() <= last]
