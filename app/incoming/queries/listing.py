"""The list of incoming documents: rows by a filter, their colours, who leads the work on them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
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

from app.core.asking import ME, MY_AGENCIES, MY_AGENCY, MY_PERSONS, given, may
from app.core.db import constant
from app.core.lists import HASTE, Listing, Page, Place, among, equals, when
from app.core.lists.paging import FIRST
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.core.text import N_
from app.core.words import URGENCY_PRINTED
from app.correspondence.indexed import STATE_PRINTED
from app.correspondence.policy import IS_READABLE
from app.correspondence.queries import is_answered, replies_to
from app.correspondence.queries.sequels import sequels_of
from app.deadlines.queries import horizon_of
from app.deadlines.queries.colours import is_due_soon, is_due_this_week, is_late, rank_of
from app.deadlines.queries.haste import by_haste
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.wholes import Parts
from app.incoming.filters import IncomingFilter
from app.incoming.models import IncomingDocument
from app.organisation.models import Person, Unit
from app.organisation.queries import other_agency
from app.records.models import RecordOpening
from app.records.policy import readable_in
from app.work.models import Assignment
from app.work.queries import IS_COLOURED, parts_of
from app.work.tree import GIVEN_STATES


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
    issued_on: date | None
    created_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    reply_required: bool
    presented_to: str | None
    opened_at: datetime | None
    other_agency: str
    """In whose book it stands, where that is another's than the reader's."""
    holder: str = ""
    work: Parts = Parts()
    answer: str | None = None
    """The reference of the reply that answers it, empty where the reader may not read that; nothing
    is owed by its own date any more."""
    sequels: Sequels = ()

    @property
    def own_due(self) -> datetime | None:
        return self.due_at if self.answer is None else None


# -- Which rows ------------------------------------------------------------------------------------

DUE_AT, STATE = IncomingDocument.due_at, IncomingDocument.state
IS_OPEN_LINE = Assignment.state == constant("open")


def _in_state(*states: str) -> ColumnElement[bool]:
    return STATE.in_([constant(state) for state in states])


def _has_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    in_agency = Assignment.agency_id == MY_AGENCY
    return IncomingDocument.id.in_(select(Assignment.record_id).where(in_agency, condition))


IS_OWED = ~is_answered(IncomingDocument.id)
"""Its own date holds until it is answered."""
OVERDUE = or_(and_(is_late(DUE_AT), IS_OWED), _has_line(IS_COLOURED["late"]))
"""The document itself, or some work on it, is past its due date."""


def _pressing(presses: Any) -> ColumnElement[bool]:
    """Not late, but its own date or one of open work on it presses so."""
    line = and_(IS_OPEN_LINE, Assignment.due_at.is_not(None), presses(Assignment.due_at))
    some = or_(and_(presses(DUE_AT), IS_OWED), _has_line(line))
    return func.coalesce(some, false()) & ~func.coalesce(OVERDUE, false())


_IS_OPEN = _in_state("registered", "directed")
_TABS = {
    "open": _IS_OPEN,
    "waiting": _in_state("waiting"),
    "to_direct": _in_state("registered"),
    "in_progress": _in_state("directed"),
    "overdue": and_(_IS_OPEN, OVERDUE),
    "done": _in_state("closed"),
    "all": true(),
}
_DUES = {
    "late": OVERDUE,
    "soon": _pressing(is_due_soon),
    "week": _pressing(is_due_this_week),
    "none": or_(DUE_AT.is_(None), ~IS_OWED)
    & ~_has_line(and_(IS_OPEN_LINE, Assignment.due_at.is_not(None))),
}
"""As the rows say it: by the document's own date and those of open work on it, whichever presses
more."""
_PRESENTED_TO = aliased(Person)

_STATES = {
    "waiting": "waiting",
    "to_direct": "registered",
    "in_progress": "directed",
    "done": "closed",
}


def _searched(_session: Session, wanted: IncomingFilter) -> dict[str, Any]:
    urgency = wanted.urgency
    return {
        "kind": "incoming",
        "year": wanted.year,
        "issuer": wanted.issuer,
        "state": STATE_PRINTED.get(_STATES.get(wanted.tab, "")),
        "urgency": None if urgency is None else URGENCY_PRINTED[urgency].capitalize(),
    }


INCOMING = Listing(
    name="incoming.index",
    title=N_("Incoming documents"),
    filter=IncomingFilter,
    id=IncomingDocument.id,
    rows=select(
        IncomingDocument.id,
        IncomingDocument.agency_id,
        IncomingDocument.number,
        IncomingDocument.year,
        IncomingDocument.reference,
        IncomingDocument.subject,
        IncomingDocument.issuer,
        IncomingDocument.urgency,
        STATE,
        IncomingDocument.arrived_on,
        IncomingDocument.issued_on,
        IncomingDocument.created_at,
        DUE_AT,
        IncomingDocument.closed_at,
        IncomingDocument.reply_required,
        _PRESENTED_TO.name,
        RecordOpening.at,
        other_agency(IncomingDocument.agency_id),
    )
    .outerjoin(_PRESENTED_TO, _PRESENTED_TO.id == IncomingDocument.presented_to_id)
    .outerjoin(
        RecordOpening,
        and_(RecordOpening.record_id == IncomingDocument.id, RecordOpening.person_id == ME),
    ),
    readers=readable_in(IncomingDocument.id),
    within=(IncomingDocument.agency_id.in_(MY_AGENCIES),),
    where={
        "tab": among(_TABS),
        "register_id": equals(IncomingDocument.register_id),
        "year": equals(IncomingDocument.year),
        "urgency": equals(IncomingDocument.urgency),
        "issuer": equals(IncomingDocument.issuer),
        "due": among(_DUES),
        "presented_to_me": when(IncomingDocument.presented_to_id.in_(MY_PERSONS)),
    },
    searched=_searched,
    counted=("open", "waiting", "to_direct", "in_progress", "overdue"),
    counted_among=_in_state("waiting", "registered", "directed"),
    sorts={
        HASTE: by_haste(
            IncomingDocument.urgency, case((IS_OWED, DUE_AT)), IncomingDocument.created_at
        ),
        "due": DUE_AT,
        "urgency": IncomingDocument.urgency,
    },
)
WORST = func.min(rank_of({"late": OVERDUE, "soon": _DUES["soon"], "new": true()}))
"""The rank of the worst colour among rows that wait for a directive or to be accepted."""


# -- Rows with the work on them --------------------------------------------------------------------


def list_page(
    session: Session,
    actor: Actor,
    wanted: IncomingFilter,
    horizon: Horizon,
    place: Place = FIRST,
    size: int | None = None,
) -> Page[IncomingRow]:
    """One page of the list in five statements, however many rows it has."""
    found = INCOMING.page(session, actor, wanted, place, horizon.moments, size=size)
    return found.of(lambda rows: with_work(session, actor, rows, horizon))


def rows_of(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, IncomingRow]:
    """Those of these documents that the actor may read, of any agency, as the list shows them."""
    of_agency: dict[int, list[Any]] = {}
    for row in INCOMING.rows_of(session, actor, ids):
        of_agency.setdefault(row.agency_id, []).append(row)
    return {
        row.id: row
        for agency_id, rows in of_agency.items()
        for row in with_work(session, actor, rows, horizon_of(session, agency_id))
    }


def arrived_as(session: Session, actor: Actor, number: int, year: int = 0) -> Sequence[int]:
    """Ids of what the actor's agency registered under this arrival number, in this year or, for 0,
    in any: the latest first."""
    return session.scalars(_ARRIVED_AS, given(actor, number=number, year=year)).all()


_ARRIVED_AS = (
    select(IncomingDocument.id)
    .where(
        may("documents.read"),
        IS_READABLE,
        IncomingDocument.agency_id.in_(MY_AGENCIES),
        IncomingDocument.number == bindparam("number"),
        or_(bindparam("year") == 0, IncomingDocument.year == bindparam("year")),
    )
    .order_by(IncomingDocument.year.desc(), IncomingDocument.id.desc())
    .limit(3)
)


def with_work(
    session: Session, actor: Actor, rows: Sequence[Any], horizon: Horizon
) -> list[IncomingRow]:
    """Rows of the list with how work on them stands, in four statements for all of them."""
    ids = [row.id for row in rows]
    parts, leads = parts_of(session, ids, horizon), _leads(session, ids)
    answers, sequels = replies_to(session, actor, ids), sequels_of(session, ids)
    return [
        IncomingRow._make(
            (
                *row,
                leads.get(row.id, ""),
                parts.get(row.id, Parts()),
                answers.get(row.id),
                sequels.get(row.id, ()),
            )
        )
        for row in rows
    ]


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
        Assignment.state.in_(GIVEN_STATES),
    )
    .order_by(case((IS_OPEN_LINE, 1), else_=0), Assignment.id)
)
