"""The list of incoming documents: rows, counts of its views, colours, all from one filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.assignments.models import Assignment
from app.assignments.queries import Horizon, worst_colour
from app.core.policy import Actor
from app.correspondence.models import DocumentOpening
from app.correspondence.policy import readable
from app.incoming.filters import Filter
from app.incoming.models import IncomingDocument
from app.organisation.models import Person, Unit

PAGE_SIZE = 30
WEEK = timedelta(days=7)
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
    """A document as the list shows it; `colour` is the worst of its lines of work."""

    id: int
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
    work_due_at: datetime | None = None
    colour: str | None = None


@dataclass(frozen=True)
class Page:
    """Rows newest first, and whether there are newer and older ones."""

    rows: tuple[IncomingRow, ...]
    has_newer: bool
    has_older: bool


def list_page(session: Session, actor: Actor, wanted: Filter, at: Horizon) -> Page:
    """One page of the list in three statements, however many rows it has."""
    rows = _columns(actor).where(conditions(actor, wanted, at))
    document_id = IncomingDocument.id
    if wanted.after is not None:
        found = session.execute(
            rows.where(document_id > wanted.after).order_by(document_id).limit(PAGE_SIZE + 1)
        ).all()
        has_newer, has_older = len(found) > PAGE_SIZE, True
        found = found[:PAGE_SIZE][::-1]
    else:
        if wanted.before is not None:
            rows = rows.where(document_id < wanted.before)
        found = session.execute(rows.order_by(document_id.desc()).limit(PAGE_SIZE + 1)).all()
        has_newer, has_older = wanted.before is not None, len(found) > PAGE_SIZE
        found = found[:PAGE_SIZE]
    plain = [IncomingRow(*row) for row in found]
    return Page(_with_work(session, plain, at), has_newer, has_older)


def _columns(actor: Actor) -> Select[*tuple[Any, ...]]:
    presented_to = aliased(Person)
    opening = and_(
        DocumentOpening.document_id == IncomingDocument.id,
        DocumentOpening.person_id == actor.person_id,
    )
    columns = (
        IncomingDocument.id,
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
        DocumentOpening.at,
    )
    return (
        select(*columns)
        .outerjoin(presented_to, presented_to.id == IncomingDocument.presented_to_id)
        .outerjoin(DocumentOpening, opening)
    )


def conditions(actor: Actor, wanted: Filter, at: Horizon) -> ColumnElement[bool]:
    """The rows of a filter, without its place in the list: rows and counts both ask this."""
    return and_(_chips(actor, wanted, at), _of_view(actor, wanted.view, at))


def _chips(actor: Actor, wanted: Filter, at: Horizon) -> ColumnElement[bool]:
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
        terms.append(_of_due(wanted.due, at))
    if wanted.presented_to_me:
        terms.append(IncomingDocument.presented_to_id.in_(actor.person_ids))
    return and_(*terms)


def _of_view(actor: Actor, view: str, at: Horizon) -> ColumnElement[bool]:
    states = _VIEW_STATES.get(view)
    if states is None:
        return true()
    in_state = IncomingDocument.state.in_(states)
    return and_(in_state, overdue(actor, at)) if view == "overdue" else in_state


def overdue(actor: Actor, at: Horizon) -> ColumnElement[bool]:
    """The document itself, or some work on it, is past its due date."""
    late = select(Assignment.document_id).where(
        Assignment.agency_id == actor.agency_id,
        Assignment.state == "open",
        Assignment.due_at < at.now,
    )
    return or_(IncomingDocument.due_at < at.now, IncomingDocument.id.in_(late))


def _of_due(due: str, at: Horizon) -> ColumnElement[bool]:
    column = IncomingDocument.due_at
    if due == "none":
        return column.is_(None)
    if due == "late":
        return column < at.now
    limit = at.soon_limit if due == "soon" else at.now + WEEK
    return and_(column >= at.now, column <= limit)


def count(session: Session, actor: Actor, wanted: Filter, at: Horizon) -> int:
    """How many rows the filter opens, all pages together: for the tiles of the desk."""
    rows = select(func.count()).select_from(IncomingDocument)
    return session.scalar(rows.where(conditions(actor, wanted, at))) or 0


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

    Each state is counted for itself, which every planner answers from the index of states; open
    documents stay few however many are closed.
    """

    def number_of(view: str, state: str) -> ColumnElement[int]:
        rows = select(func.count()).select_from(IncomingDocument)
        wanted_rows = rows.where(
            IncomingDocument.state == state,
            _of_view(actor, view, at),
            _chips(actor, wanted, at),
        )
        return wanted_rows.scalar_subquery()

    row = session.execute(
        select(
            number_of("waiting", "waiting"),
            number_of("to_direct", "registered"),
            number_of("in_progress", "directed"),
            number_of("overdue", "registered"),
            number_of("overdue", "directed"),
        )
    ).one()
    waiting, to_direct, in_progress, *late = (int(number) for number in row)
    return Counts(waiting, to_direct, in_progress, sum(late))


def _with_work(
    session: Session, rows: Sequence[IncomingRow], at: Horizon
) -> tuple[IncomingRow, ...]:
    ids = [row.id for row in rows]
    colours = worst_colour(session, ids, at.colours)
    leads = _leads(session, ids)
    return tuple(_working(row, leads.get(row.id), colours.get(row.id)) for row in rows)


class _Lead(NamedTuple):
    document_id: int
    holder: str
    due_at: datetime | None


def _working(row: IncomingRow, lead: _Lead | None, colour: str | None) -> IncomingRow:
    if lead is None:
        return row._replace(colour=colour)
    return row._replace(holder=lead.holder, work_due_at=lead.due_at, colour=colour)


def _leads(session: Session, ids: Sequence[int]) -> dict[int, _Lead]:
    """Who leads each document: the deepest open lead line, else the last one finished."""
    if not ids:
        return {}
    lines = (
        select(Assignment.document_id, func.coalesce(Unit.name, Person.name), Assignment.due_at)
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.document_id.in_(ids),
            Assignment.role == "lead",
            Assignment.state.in_(("open", "done")),
        )
        .order_by(case((Assignment.state == "open", 1), else_=0), Assignment.id)
    )
    return {row[0]: _Lead(*row) for row in session.execute(lines)}
