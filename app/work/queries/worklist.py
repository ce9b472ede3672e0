"""Lists of lines of work: one filter says which rows, how many, and what its address is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.asking import MY_AGENCIES, given, may
from app.core.db import constant
from app.core.lists import FIRST, HASTE, Listing, Page, Place, among, equals, when
from app.core.policy import ANYBODY, Actor, person_token
from app.core.text import N_
from app.deadlines.queries.haste import by_haste
from app.deadlines.rules.colours import COLOURS, Horizon
from app.organisation.models import Person, Unit
from app.records.kinds import Face, faces
from app.records.models import Record
from app.records.policy import is_readable
from app.records.queries import urgency_of
from app.work import policy
from app.work.filters import WorkFilter
from app.work.models import Assignment
from app.work.queries.colours import COLOUR, IS_COLOURED, IS_OPEN
from app.work.queries.extensions import IS_ASKED
from app.work.queries.people import UNIT_OF_PERSON

# -- Which rows ------------------------------------------------------------------------------------


def _was_given_again() -> ColumnElement[bool]:
    """After this line came back, its giver gave the work out anew."""
    later = aliased(Assignment)
    return exists().where(
        later.record_id == Assignment.record_id,
        func.coalesce(later.parent_id, 0) == func.coalesce(Assignment.parent_id, 0),
        later.id > Assignment.id,
        later.given_at >= Assignment.finished_at,
    )


def _is_done_below() -> ColumnElement[bool]:
    """It was passed on, and everybody below has finished: its holder can check and finish."""
    below = aliased(Assignment)
    is_below = and_(
        below.record_id == Assignment.record_id,  # the index that is always selective
        below.parent_id == Assignment.id,
    )
    works = below.role != constant("information")
    is_done, is_open = below.state == constant("done"), below.state == constant("open")
    return exists().where(is_below, is_done, works) & ~exists().where(is_below, is_open, works)


def _answered_for_by(_actor: Actor, holder: str) -> ColumnElement[bool]:
    """Lines given to the unit, and those a directive gave to one of its people directly; of a
    person, what a directive gave them."""
    number, by_directive = int(holder[1:]), Assignment.parent_id.is_(None)
    if holder == person_token(number):
        return by_directive & (Assignment.person_id == number)
    own = select(UNIT_OF_PERSON.c.person_id).where(UNIT_OF_PERSON.c.unit_id == number)
    return or_(Assignment.unit_id == number, by_directive & Assignment.person_id.in_(own))


_WHOSE = {
    "mine": policy.MINE,
    "given": policy.GIVEN,
    "agency": may("assignments.direct"),
}
_STAGES = {
    "open": IS_OPEN,
    "ripe": IS_OPEN & _is_done_below(),
    "asked": IS_OPEN & IS_ASKED,
    "done": Assignment.state == constant("done"),
    "returned": (Assignment.state == constant("returned")) & ~_was_given_again(),
}
_IS_READABLE = is_readable(Assignment.record_id)
_GIVER, _PERSON = aliased(Person), aliased(Person)

WORK = Listing(
    name="work.index",
    title=N_("Work"),
    filter=WorkFilter,
    id=Assignment.id,
    rows=select(
        Assignment.id, Assignment.record_id, Record.kind, Assignment.role, COLOUR,
        Assignment.state, Assignment.due_at, Assignment.opened_at, Assignment.finished_at,
        Assignment.outcome, func.coalesce(Unit.name, _PERSON.name), Assignment.given_by_id,
        _GIVER.name, Assignment.given_at, Assignment.first_due_at, Assignment.extended,
    )
    .select_from(Assignment)
    .join(Record, Record.id == Assignment.record_id)
    .join(_GIVER, _GIVER.id == Assignment.given_by_id)
    .outerjoin(Unit, Unit.id == Assignment.unit_id)
    .outerjoin(_PERSON, _PERSON.id == Assignment.person_id),
    readers=lambda _actor: _IS_READABLE,
    within=(Assignment.agency_id.in_(MY_AGENCIES),),  # each agency has a desk of its own
    where={
        "whose": among(_WHOSE),
        "stage": among(_STAGES),
        "colour": among(IS_COLOURED),
        "role": equals(Assignment.role),
        "extended": when(Assignment.extended > 0),
        "holder": _answered_for_by,
    },
    sorts={
        HASTE: by_haste(urgency_of(Assignment.record_id), Assignment.due_at, Assignment.given_at),
        "due": Assignment.due_at,
        "given": Assignment.given_at,
    },
)  # fmt: skip


# -- Rows with what they are on --------------------------------------------------------------------


class WorkRow(NamedTuple):
    """A line in a list, with the face of the record it is on."""

    id: int
    record_id: int
    kind: str
    role: str
    colour: str | None
    state: str
    due_at: datetime | None
    opened_at: datetime | None
    finished_at: datetime | None
    outcome: str
    name: str
    given_by_id: int
    given_by: str
    given_at: datetime
    first_due_at: datetime | None
    extended: int
    face: Face


def work_page(
    session: Session,
    actor: Actor,
    work: WorkFilter,
    horizon: Horizon,
    place: Place = FIRST,
    size: int | None = None,
) -> Page[WorkRow]:
    found = WORK.page(session, actor, work, place, horizon.moments, size=size)
    return found.of(lambda rows: with_faces(session, rows))


class Pressing:
    """The rows of a filter that are due first, those without a due date last, newest before older.

    The index of due dates gives the order of those that have one; the others are seldom asked for.
    """

    def __init__(self, wanted: WorkFilter) -> None:
        due_at, newest = Assignment.due_at, Assignment.id.desc()
        rows = WORK.rows.where(*WORK.conditions(ANYBODY, wanted)).limit(bindparam("most"))
        self.wanted = wanted
        self._dated = rows.where(due_at.is_not(None)).order_by(due_at, newest)
        self._rest = rows.where(due_at.is_(None)).order_by(newest)

    def first(self, session: Session, actor: Actor, horizon: Horizon, limit: int) -> list[WorkRow]:
        found = list(session.execute(self._dated, given(actor, horizon.moments, most=limit)))
        if len(found) < limit:
            rest = given(actor, horizon.moments, most=limit - len(found))
            found += session.execute(self._rest, rest)
        return with_faces(session, found)


def with_faces(session: Session, rows: Sequence[Any]) -> list[WorkRow]:
    """The lines with what they are on: a few statements for all of them, by kind."""
    if not rows:
        return []
    shown = faces(session, ((row.record_id, row.kind) for row in rows))
    return [WorkRow._make((*row, shown[row.record_id])) for row in rows]


# -- Figures ---------------------------------------------------------------------------------------


def count_records(session: Session, actor: Actor, work: WorkFilter, horizon: Horizon) -> int:
    """How many documents the rows of the filter are about."""
    records = WORK.select(func.count(Assignment.record_id.distinct()), actor, work)
    return session.scalar(records, given(actor, horizon.moments)) or 0


def colour_counts(
    session: Session, actor: Actor, work: WorkFilter, horizon: Horizon
) -> dict[str, int]:
    """The rows of the filter by colour, in one statement; colours without rows are 0."""
    rows = WORK.select(func.count(), actor, work.but(colour="")).add_columns(_COLOUR)
    found = session.execute(rows.group_by(_COLOUR), given(actor, horizon.moments))
    counted = {colour: count for count, colour in found}
    return {name: counted.get(name, 0) for name in COLOURS}


_COLOUR = COLOUR.label("colour")


# -- Beside a line ---------------------------------------------------------------------------------


class Neighbour(NamedTuple):
    """A line beside another one in a list, and the page of the record it is on."""

    line_id: int
    path: str


class Neighbours(NamedTuple):
    """Where a line stands in a filtered list: its place, and the lines beside it.

    Finished lines grow without end and are not counted: `place` and `total` are then None.
    """

    place: int | None
    total: int | None
    newer: Neighbour | None
    older: Neighbour | None


def neighbours(
    session: Session, actor: Actor, work: WorkFilter, horizon: Horizon, line_id: int
) -> Neighbours:
    """The rows before and after this line in the list; the line itself may have left it."""
    beside = WORK.beside(session, actor, work, line_id, horizon.moments)
    shown = faces(session, ((row.record_id, row.kind) for row in beside if row))
    newer, older = (Neighbour(row.id, shown[row.record_id].path) if row else None for row in beside)
    if work.stage == "done":
        return Neighbours(None, None, newer, older)
    place, total = WORK.place_of(session, actor, work, line_id, horizon.moments)
    return Neighbours(place, total, newer, older)
