"""The list of incoming documents: rows, counts of its views, colours, all from one filter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from app.core.counting import Counting
from app.core.db import constant
from app.core.policy import Actor
from app.correspondence.policy import readable
from app.deadlines.queries import horizon
from app.deadlines.queries.colours import is_due_soon, is_due_this_week, is_late, rank_of
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.wholes import Parts
from app.incoming.filters import Filter
from app.incoming.models import IncomingDocument
from app.organisation.models import Person, Unit
from app.records.models import RecordOpening
from app.work.models import Assignment
from app.work.queries import IS_COLOURED, parts_of

PAGE_SIZE = 30
Rows = Select[*tuple[Any, ...]]
OPEN = ("registered", "directed")
_VIEW_STATES = {
    "open": OPEN,
    "waiting": ("waiting",),
    "to_direct": ("registered",),
    "in_progress": ("directed",),
    "overdue": OPEN,
    "done": ("closed",),
}


class IncomingRow(NamedTuple):
    """A document as the list shows it, with how its lines of work press."""

    id: int
    agency_id: int
    number: int | None
    year: int | None
    reference: str
    subject: str
    issuer: str
    urgency: int
    state: str
    arrived_on: date | None
    created_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    reply_required: bool
    presented_to: str | None
    opened_at: datetime | None
    holder: str = ""
    work: Parts = Parts()


@dataclass(frozen=True)
class Page:
    """Rows newest first, and whether there are newer and older ones."""

    rows: tuple[IncomingRow, ...]
    has_newer: bool
    has_older: bool


def list_page(session: Session, actor: Actor, wanted: Filter, at: Horizon) -> Page:
    """One page of the list in three statements, however many rows it has."""
    way, passed_id = _way(wanted)
    given = {"reader_id": actor.person_id, "passed_id": passed_id, "most": PAGE_SIZE + 1}
    found = session.execute(_rows(actor, wanted.but(), way), given | at.moments).all()
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if way == "after":
        has_newer, has_older, found = more, True, found[::-1]
    else:
        has_newer, has_older = way == "before", more
    plain = [IncomingRow(*row) for row in found]
    return Page(_with_work(session, plain, at), has_newer, has_older)


def rows_of(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, IncomingRow]:
    """Those of these documents that the actor may read, of any agency, as the list shows them."""
    if not ids:
        return {}
    rows = _columns().where(IncomingDocument.id.in_(ids), readable(actor))
    found = session.execute(rows, {"reader_id": actor.person_id})
    of_agency: dict[int, list[IncomingRow]] = {}
    for row in found:
        of_agency.setdefault(row.agency_id, []).append(IncomingRow(*row))
    return {
        row.id: row
        for agency_id, plain in of_agency.items()
        for row in _with_work(session, plain, horizon(session, agency_id))
    }


def _way(wanted: Filter) -> tuple[str, int | None]:
    """Which way the page goes from which id; the first page goes from nowhere."""
    if wanted.after is not None:
        return "after", wanted.after
    if wanted.before is not None:
        return "before", wanted.before
    return "", None


def following(
    session: Session, actor: Actor, wanted: Filter, at: Horizon, passed_id: int
) -> int | None:
    """The next document of the list after one that was dealt with; after the last, its first."""
    for start in (passed_id, None):
        found = list_page(session, actor, wanted.but(before=start), at)
        others = [row.id for row in found.rows if row.id != passed_id]
        if others:
            return others[0]
    return None


@lru_cache(maxsize=32)
def _rows(actor: Actor, chosen: Filter, way: str) -> Rows:
    """The rows `before` or `after` the id that was passed, or the first ones."""
    document_id = IncomingDocument.id
    passed_id: BindParameter[int] = bindparam("passed_id")
    rows = _columns().where(conditions(actor, chosen)).limit(bindparam("most"))
    if way == "after":
        return rows.where(document_id > passed_id).order_by(document_id)
    if way == "before":
        rows = rows.where(document_id < passed_id)
    return rows.order_by(document_id.desc())


@cache
def _columns() -> Rows:
    presented_to = aliased(Person)
    opening = and_(
        RecordOpening.record_id == IncomingDocument.id,
        RecordOpening.person_id == bindparam("reader_id"),
    )
    columns = (
        IncomingDocument.id,
        IncomingDocument.agency_id,
        IncomingDocument.number,
        IncomingDocument.year,
        IncomingDocument.reference,
        IncomingDocument.subject,
        IncomingDocument.issuer,
        IncomingDocument.urgency,
        IncomingDocument.state,
        IncomingDocument.arrived_on,
        IncomingDocument.created_at,
        IncomingDocument.due_at,
        IncomingDocument.closed_at,
        IncomingDocument.reply_required,
        presented_to.name,
        RecordOpening.at,
    )
    return (
        select(*columns)
        .outerjoin(presented_to, presented_to.id == IncomingDocument.presented_to_id)
        .outerjoin(RecordOpening, opening)
    )


def conditions(actor: Actor, wanted: Filter) -> ColumnElement[bool]:
    """The rows of a filter, without its place in the list: rows and counts both ask this."""
    return _conditions(actor, replace(wanted, before=None, after=None))


@lru_cache(maxsize=256)
def _conditions(actor: Actor, wanted: Filter) -> ColumnElement[bool]:
    return and_(_chips(actor, wanted), _of_view(actor, wanted.view))


def _chips(actor: Actor, wanted: Filter) -> ColumnElement[bool]:
    terms = [readable(actor), IncomingDocument.agency_id == actor.agency_id]
    if wanted.register_id is not None:
        terms.append(IncomingDocument.register_id == wanted.register_id)
    if wanted.year is not None:
        terms.append(IncomingDocument.year == wanted.year)
    if wanted.urgency is not None:
        terms.append(IncomingDocument.urgency == wanted.urgency)
    if wanted.issuer:
        terms.append(IncomingDocument.issuer == wanted.issuer)
    if wanted.due:
        terms.append(_of_due(actor, wanted.due))
    if wanted.presented_to_me:
        terms.append(IncomingDocument.presented_to_id.in_(actor.person_ids))
    return and_(*terms)


def _of_view(actor: Actor, view: str) -> ColumnElement[bool]:
    states = _VIEW_STATES.get(view)
    if states is None:
        return true()
    in_state = IncomingDocument.state.in_([constant(state) for state in states])
    return and_(in_state, overdue(actor)) if view == "overdue" else in_state


def overdue(actor: Actor) -> ColumnElement[bool]:
    """The document itself, or some work on it, is past its due date."""
    late = is_late(IncomingDocument.due_at)
    return or_(late, _has_line(actor, IS_COLOURED["late"]))


def _of_due(actor: Actor, due: str) -> ColumnElement[bool]:
    """As the rows say it: by the document's own date and those of open work on it, whichever
    presses more."""
    own, line = IncomingDocument.due_at, and_(IS_OPEN_LINE, Assignment.due_at.is_not(None))
    if due == "none":
        return own.is_(None) & ~_has_line(actor, line)
    if due == "late":
        return overdue(actor)
    presses = is_due_soon if due == "soon" else is_due_this_week
    some = or_(presses(own), _has_line(actor, and_(line, presses(Assignment.due_at))))
    return func.coalesce(some, false()) & ~func.coalesce(overdue(actor), false())


IS_OPEN_LINE = Assignment.state == constant("open")


def _has_line(actor: Actor, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    in_agency = Assignment.agency_id == actor.agency_id
    return IncomingDocument.id.in_(select(Assignment.record_id).where(in_agency, condition))


def counting(actor: Actor, wanted: Filter) -> Counting:
    """How many rows the filter opens, all pages together."""
    rows = select(func.count()).select_from(IncomingDocument)
    return rows.where(conditions(actor, wanted))


def worst(actor: Actor, wanted: Filter) -> Select[int | None]:
    """The rank of the worst colour among rows that wait for a directive or to be accepted."""
    found = {
        "late": overdue(actor),
        "soon": _of_due(actor, "soon"),
        "new": true(),
    }
    rank = func.min(rank_of(found))
    return select(rank).select_from(IncomingDocument).where(conditions(actor, wanted))


def count(session: Session, actor: Actor, wanted: Filter, at: Horizon) -> int:
    return session.scalar(counting(actor, wanted), at.moments) or 0


@dataclass(frozen=True)
class Counts:
    """How many rows the views have that are small enough to be counted at every look."""

    waiting: int = 0
    to_direct: int = 0
    in_progress: int = 0
    overdue: int = 0

    @property
    def open(self) -> int:
        return self.to_direct + self.in_progress


def counts(session: Session, actor: Actor, wanted: Filter, at: Horizon) -> Counts:
    """The views' counts under the same chips, in one statement.

    It looks at open documents only, which stay few however many are closed.
    """
    chips = replace(wanted, view="all", before=None, after=None)
    row = session.execute(_counted(actor, chips), at.moments).one()
    return Counts(*(int(number) for number in row))


@lru_cache(maxsize=256)
def _counted(actor: Actor, chips: Filter) -> Select[int, int, int, int]:
    state = IncomingDocument.state
    return select(
        func.count().filter(state == constant("waiting")),
        func.count().filter(state == constant("registered")),
        func.count().filter(state == constant("directed")),
        func.count().filter(_of_view(actor, "overdue")),
    ).where(state.in_([constant(one) for one in ("waiting", *OPEN)]), _chips(actor, chips))


def _with_work(
    session: Session, rows: Sequence[IncomingRow], at: Horizon
) -> tuple[IncomingRow, ...]:
    ids = [row.id for row in rows]
    parts, leads = parts_of(session, ids, at), _leads(session, ids)
    return tuple(
        row._replace(holder=leads.get(row.id, ""), work=parts.get(row.id, Parts())) for row in rows
    )


def _leads(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Who leads each document: the deepest open lead line, else the last one finished."""
    if not ids:
        return {}
    return dict(session.execute(_LEADS, {"ids": list(ids)}).all())


_LEADS = (
    select(Assignment.record_id, func.coalesce(Unit.name, Person.name))
    .outerjoin(Unit, Unit.id == Assignment.unit_id)
    .outerjoin(Person, Person.id == Assignment.person_id)
    .where(
        Assignment.record_id.in_(bindparam("ids", expanding=True)),
        Assignment.role == "lead",
        Assignment.state.in_(("open", "done")),
    )
    .order_by(case((Assignment.state == constant("open"), 1), else_=0), Assignment.id)
)
