"""Lists of lines of work: one filter says which rows, how many, and what its address is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.counting import Counting
from app.core.db import constant
from app.core.policy import Actor, person_token
from app.deadlines.rules.colours import COLOURS, Horizon
from app.organisation.models import Person, Post, Unit
from app.organisation.queries import valid_on
from app.records.kinds import Face, faces
from app.records.models import Record
from app.records.policy import reads
from app.work import policy, rules
from app.work.models import Assignment
from app.work.queries.colours import COLOUR, IS_COLOURED, RANK

PAGE = 25
Rows = Select[*tuple[Any, ...]]
_HOLDER = re.compile(r"[up][1-9][0-9]{0,8}")
SCOPES = ("mine", "given", "agency")
STANDINGS = ("open", "ripe", "done", "returned")


@dataclass(frozen=True)
class WorkFilter:
    """Which lines: a tile and the page it opens are the same filter."""

    scope: str = "mine"
    standing: str = "open"
    colour: str = ""
    role: str = ""
    holder: str = ""
    """The token of a unit, or of a person, who answers for the lines."""

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> "WorkFilter":
        """From an address; whatever is not known there is left out."""
        return cls(
            scope=_one_of(args.get("scope"), SCOPES, "mine"),
            standing=_one_of(args.get("standing"), STANDINGS, "open"),
            colour=_one_of(args.get("colour"), COLOURS, ""),
            role=_one_of(args.get("role"), rules.ROLES, ""),
            holder=holder if _HOLDER.fullmatch(holder := args.get("holder", "")) else "",
        )

    def to_args(self) -> dict[str, Any]:
        """What from_args reads back; what is usual is left out."""
        usual = WorkFilter()
        args: dict[str, str | int | None] = {
            "scope": self.scope if self.scope != usual.scope else None,
            "standing": self.standing if self.standing != usual.standing else None,
            "colour": self.colour,
            "role": self.role,
            "holder": self.holder,
        }
        return {name: value for name, value in args.items() if value}

    def but(self, **changes: Any) -> "WorkFilter":
        return replace(self, **changes)

    def where(self, actor: Actor) -> ColumnElement[bool]:
        """The rows, as seen by this actor at the moments of a Horizon."""
        return _where(self, actor, clock.today())

    def conditions(self, actor: Actor, today: date) -> Iterator[ColumnElement[bool]]:
        yield reads(actor, Assignment.record_id)
        yield self._scope(actor)
        yield self._standing()
        if self.colour:
            yield IS_COLOURED[self.colour]
        if self.role:
            yield Assignment.role == self.role
        if self.holder:
            yield _answered_for_by(actor, self.holder, today)

    def _scope(self, actor: Actor) -> ColumnElement[bool]:
        if actor.agency_id is None:
            return false()
        in_agency = Assignment.agency_id == actor.agency_id  # each agency has a desk of its own
        if self.scope == "mine":
            return in_agency & policy.mine(actor)
        if self.scope == "given":
            return in_agency & policy.given(actor)
        return in_agency if actor.may("assignments.direct") else false()

    def _standing(self) -> ColumnElement[bool]:
        if self.standing == "returned":
            return (Assignment.state == constant("returned")) & ~_was_given_again()
        if self.standing == "done":
            return Assignment.state == constant("done")
        is_open = Assignment.state == constant("open")
        return is_open & _is_done_below() if self.standing == "ripe" else is_open


@lru_cache(maxsize=512)
def _where(work: WorkFilter, actor: Actor, today: date) -> ColumnElement[bool]:
    """Building the condition costs more than asking it, and the same people ask all day."""
    return and_(*work.conditions(actor, today))


def _one_of(value: str | None, known: tuple[str, ...], otherwise: str) -> str:
    return value if value in known else otherwise


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


def unit_of_person(actor: Actor, today: date) -> Subquery:
    """Each person of the actor's agency with the unit they work in, the first where several."""
    rows = select(Post.person_id, func.min(Post.unit_id).label("unit_id")).where(
        Post.agency_id == actor.agency_id,
        Post.unit_id.is_not(None),
        valid_on(Post, today),
    )
    return rows.group_by(Post.person_id).subquery()


def _answered_for_by(actor: Actor, holder: str, today: date) -> ColumnElement[bool]:
    """Lines given to the unit, and those a directive gave to one of its people directly; of a
    person, what a directive gave them."""
    number, by_directive = int(holder[1:]), Assignment.parent_id.is_(None)
    if holder == person_token(number):
        return by_directive & (Assignment.person_id == number)
    people = unit_of_person(actor, today)
    own = select(people.c.person_id).where(people.c.unit_id == number)
    return or_(Assignment.unit_id == number, by_directive & Assignment.person_id.in_(own))


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
    face: Face


class WorkPage(NamedTuple):
    rows: list[WorkRow]
    newer_than: int | None
    """Ask for what is newer than this line, if there is anything."""
    older_than: int | None


def work_page(
    session: Session,
    actor: Actor,
    work: WorkFilter,
    at: Horizon,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE,
) -> WorkPage:
    """One page, newest first: the lines given out before line `before`, or after line `after`."""
    query = _rows().where(work.where(actor))
    if after is not None:
        query = query.where(Assignment.id > after).order_by(Assignment.id)
    else:
        before_it = Assignment.id < before if before is not None else true()
        query = query.where(before_it).order_by(Assignment.id.desc())
    found = session.execute(query.limit(size + 1), at.moments).all()
    more, rows = len(found) > size, _with_faces(session, found[:size])
    if after is not None:
        rows.reverse()
    has_newer = more if after is not None else before is not None
    has_older = True if after is not None else more
    return WorkPage(
        rows,
        rows[0].id if rows and has_newer else None,
        rows[-1].id if rows and has_older else None,
    )


def most_pressing(
    session: Session, actor: Actor, work: WorkFilter, at: Horizon, limit: int
) -> list[WorkRow]:
    """The rows that are due first, those without a due date last, newest before older."""
    dated, undated = _pressing(work, actor, clock.today())
    given: dict[str, Any] = {"most": limit, **at.moments}
    found = session.execute(dated, given).all()
    if len(found) < limit:
        rest = session.execute(undated, given | {"most": limit - len(found)})
        found = [*found, *rest]
    return _with_faces(session, found)


@lru_cache(maxsize=32)
def _pressing(work: WorkFilter, actor: Actor, today: date) -> tuple[Rows, Rows]:
    """Lines with a due date and those without: the index of due dates gives the order of the one,
    and the other is seldom asked for."""
    line, rows = Assignment, _rows().where(_where(work, actor, today)).limit(bindparam("most"))
    dated = rows.where(line.due_at.is_not(None)).order_by(line.due_at, line.id.desc())
    return dated, rows.where(line.due_at.is_(None)).order_by(line.id.desc())


@cache
def _rows() -> Rows:
    giver, person = aliased(Person), aliased(Person)
    line = Assignment
    return (
        select(
            line.id, line.record_id, Record.kind, line.role, COLOUR, line.state, line.due_at,
            line.opened_at, line.finished_at, line.outcome,
            func.coalesce(Unit.name, person.name), line.given_by_id, giver.name, line.given_at,
        )
        .select_from(line)
        .join(Record, Record.id == line.record_id)
        .join(giver, giver.id == line.given_by_id)
        .outerjoin(Unit, Unit.id == line.unit_id)
        .outerjoin(person, person.id == line.person_id)
    )  # fmt: skip


def _with_faces(session: Session, rows: Sequence[Any]) -> list[WorkRow]:
    """The lines with what they are on: a few statements for all of them, by kind."""
    if not rows:
        return []
    shown = faces(session, ((row.record_id, row.kind) for row in rows))
    return [WorkRow._make((*row, shown[row.record_id])) for row in rows]


def _lines(*columns: Any) -> Rows:
    return select(*columns).select_from(Assignment)


def counting_work(actor: Actor, work: WorkFilter) -> Counting:
    """How many rows work_page would give, all pages together."""
    return _lines(func.count()).where(work.where(actor))


def count_work(session: Session, actor: Actor, work: WorkFilter, at: Horizon) -> int:
    return session.scalar(counting_work(actor, work), at.moments) or 0


def worst(actor: Actor, work: WorkFilter) -> Rows:
    """The rank of the worst colour among the rows of the filter; null where none has a colour."""
    return _lines(func.min(RANK)).where(work.where(actor))


def count_records(session: Session, actor: Actor, work: WorkFilter, at: Horizon) -> int:
    """How many documents the rows of the filter are about."""
    documents = _lines(func.count(Assignment.record_id.distinct()))
    return session.scalar(documents.where(work.where(actor)), at.moments) or 0


def colour_counts(session: Session, actor: Actor, work: WorkFilter, at: Horizon) -> dict[str, int]:
    """The rows of the filter by colour, in one statement; colours without rows are 0."""
    colour = COLOUR.label("colour")
    rows = session.execute(
        _lines(colour, func.count()).where(work.where(actor)).group_by(colour), at.moments
    )
    counted: dict[str, int] = dict(rows.all())
    return {name: counted.get(name, 0) for name in COLOURS}


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
    session: Session, actor: Actor, work: WorkFilter, at: Horizon, line_id: int
) -> Neighbours:
    """The rows before and after this line in the list; the line itself may have left it."""
    line, is_listed = Assignment, work.where(actor)
    rows = _lines(line.id, line.record_id, Record.kind).where(is_listed)
    rows = rows.join(Record, Record.id == line.record_id).limit(1)
    beside = [
        session.execute(one, at.moments).first()
        for one in (
            rows.where(line.id > line_id).order_by(line.id),
            rows.where(line.id < line_id).order_by(line.id.desc()),
        )
    ]
    shown = faces(session, ((row.record_id, row.kind) for row in beside if row))
    newer, older = (Neighbour(row.id, shown[row.record_id].path) if row else None for row in beside)
    if work.standing == "done":
        return Neighbours(None, None, newer, older)
    counts = _lines(func.count().filter(line.id > line_id) + 1, func.count()).where(is_listed)
    place, total = session.execute(counts, at.moments).one()
    return Neighbours(place, total, newer, older)
