"""Outgoing documents in lists: their rows, counts and filters, and answers awaited."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, true
from sqlalchemy.orm import Session

from app.core.counting import Counting
from app.core.policy import Actor
from app.correspondence.models import DocumentType
from app.correspondence.policy import readable
from app.correspondence.queries import type_options
from app.deadlines.queries.colours import (
    ISSUE_LIMIT,
    ISSUE_TODAY,
    DueColumns,
    colour_conditions,
    rank_of,
)
from app.organisation.models import Unit
from app.organisation.queries.validity import valid_on
from app.outgoing.models import OutgoingDocument, Recipient
from app.registers.models import NumberSeries, Register, SeriesYear
from app.registers.queries import registers_of

PAGE_SIZE = 30

REFUSED = and_(Recipient.state == "refused", Recipient.resent_as_id.is_(None))
AWAITED = and_(
    Recipient.reply_required.is_(True),
    Recipient.answered_at.is_(None),
    Recipient.state.in_(("sent", "delivered", "accepted")),
)


def _has_recipient(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return OutgoingDocument.id.in_(select(Recipient.document_id).where(condition))


TABS: dict[str, ColumnElement[bool]] = {
    "waiting": OutgoingDocument.state == "signed",
    "issued": OutgoingDocument.state == "issued",
    "awaited": and_(OutgoingDocument.state == "issued", _has_recipient(AWAITED)),
    "refused": and_(OutgoingDocument.state == "issued", _has_recipient(REFUSED)),
    "withdrawn": OutgoingDocument.state.in_(("recalled", "replaced", "returned")),
}
COUNTED = ("waiting", "awaited", "refused")
"""Tabs of what somebody must see to; the others grow without end and are not counted."""


@dataclass(frozen=True)
class Filters:
    """What the address of the list says. Documents are newest first, `before` an id."""

    tab: str = "issued"
    year: int | None = None
    register_id: int | None = None
    type_code: str = ""
    unit_id: int | None = None
    signer: str = ""
    mine: bool = False
    before: int | None = None
    after: int | None = None

    def first_page(self) -> "Filters":
        return replace(self, before=None, after=None)


def conditions(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    """What the rows of the list and their count have in common."""
    found = [OutgoingDocument.agency_id == actor.agency_id, readable(actor), TABS[filters.tab]]
    wanted = {
        OutgoingDocument.year: filters.year,
        OutgoingDocument.register_id: filters.register_id,
        OutgoingDocument.type_code: filters.type_code or None,
        OutgoingDocument.unit_id: filters.unit_id,
        OutgoingDocument.signer_name: filters.signer or None,
    }
    found += [column == value for column, value in wanted.items() if value is not None]
    if filters.mine:
        found.append(OutgoingDocument.drafter_id.in_(actor.person_ids))
    return found


def listing(session: Session, actor: Actor, filters: Filters) -> tuple[list[Any], bool, bool]:
    """One page of the list, newest first; whether there is anything newer and older."""
    rows = _columns().where(*conditions(actor, filters))
    if filters.after is not None:
        rows = rows.where(OutgoingDocument.id > filters.after).order_by(OutgoingDocument.id)
    else:
        if filters.before is not None:
            rows = rows.where(OutgoingDocument.id < filters.before)
        rows = rows.order_by(OutgoingDocument.id.desc())
    found = list(session.execute(rows.limit(PAGE_SIZE + 1)))
    more, page = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if filters.after is not None:
        return page[::-1], more, True
    return page, filters.before is not None, more


def rows_of(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Any]:
    """Those of these documents that the actor may read, of any agency, as the list shows them."""
    if not ids:
        return {}
    rows = _columns().where(OutgoingDocument.id.in_(ids), readable(actor))
    return {row.id: row for row in session.execute(rows)}


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            OutgoingDocument.id,
            OutgoingDocument.agency_id,
            OutgoingDocument.number,
            OutgoingDocument.reference,
            OutgoingDocument.subject,
            OutgoingDocument.issued_on,
            OutgoingDocument.signed_at,
            OutgoingDocument.signer_name,
            OutgoingDocument.urgency,
            OutgoingDocument.state,
            OutgoingDocument.reply_required,
            DocumentType.name.label("type_name"),
            Unit.short_name.label("unit_name"),
        )
        .join(DocumentType, DocumentType.code == OutgoingDocument.type_code)
        .outerjoin(Unit, Unit.id == OutgoingDocument.unit_id)
    )


def tab_counts(session: Session, actor: Actor, filters: Filters) -> dict[str, int]:
    """How many rows each counted tab would open, under the same other filters."""
    return {tab: count(session, actor, replace(filters.first_page(), tab=tab)) for tab in COUNTED}


def counting(actor: Actor, filters: Filters) -> Counting:
    """How many rows the filters open, all pages together."""
    rows = select(func.count()).select_from(OutgoingDocument)
    return rows.where(*conditions(actor, filters))


def worst(actor: Actor, filters: Filters) -> Select[int | None]:
    """The rank of the worst colour among the rows of a tab whose rows have colours."""
    rank = _RANKS[filters.tab]
    return select(func.min(rank)).where(*conditions(actor, filters))


_AWAITED_COLOURS = colour_conditions(DueColumns(is_open=AWAITED, due_at=Recipient.due_at))
_FIRST_AWAITED = (
    select(func.min(rank_of(_AWAITED_COLOURS)))
    .where(Recipient.document_id == OutgoingDocument.id)
    .correlate(OutgoingDocument)
    .scalar_subquery()
)
_SIGNED_AT = OutgoingDocument.signed_at
_RANKS: dict[str, ColumnElement[int | None]] = {
    "awaited": _FIRST_AWAITED,
    "waiting": rank_of(
        {
            "late": _SIGNED_AT < ISSUE_LIMIT,
            "soon": and_(_SIGNED_AT >= ISSUE_LIMIT, _SIGNED_AT < ISSUE_TODAY),
            "new": true(),
        }
    ),
}
"""How each row of these tabs is coloured."""


def count(session: Session, actor: Actor, filters: Filters) -> int:
    return session.scalar(counting(actor, filters)) or 0


@dataclass(frozen=True)
class RecipientFact:
    """A receiver of a document, as lists and pages show it."""

    id: int
    document_id: int
    agency_id: int | None
    name: str
    channel: str
    state: str
    reply_required: bool
    due_at: datetime | None
    reason: str
    changed_at: datetime | None
    resent_as_id: int | None
    delivered_id: int | None
    answer_id: int | None
    answered_at: datetime | None
    answer_note: str

    @property
    def is_awaited(self) -> bool:
        return (
            self.reply_required
            and self.answered_at is None
            and self.state in ("sent", "delivered", "accepted")
        )


def recipients_of(session: Session, document_ids: Iterable[int]) -> dict[int, list[RecipientFact]]:
    """The receivers of these documents in one statement, by document."""
    columns = [getattr(Recipient, name) for name in RecipientFact.__dataclass_fields__]
    rows = select(*columns).where(Recipient.document_id.in_(list(document_ids)))
    found: dict[int, list[RecipientFact]] = defaultdict(list)
    for row in session.execute(rows.order_by(Recipient.id)):
        found[row.document_id].append(RecipientFact(*row))
    return found


def awaited(session: Session, actor: Actor, limit: int = 20) -> list[Any]:
    """Answers the actor's agency waits for, the earliest due first (those without a date last)."""
    return list(session.execute(_awaited_first(actor), {"most": limit}))


@lru_cache(maxsize=32)
def _awaited_first(actor: Actor) -> Select[*tuple[Any, ...]]:
    columns = (
        Recipient.id,
        Recipient.document_id,
        Recipient.name,
        Recipient.due_at,
        Recipient.state,
        OutgoingDocument.reference,
        OutgoingDocument.subject,
    )
    order = (Recipient.due_at.is_(None), Recipient.due_at, Recipient.id)
    return _awaited(select(*columns), actor).order_by(*order).limit(bindparam("most"))


def count_awaited(session: Session, actor: Actor) -> int:
    """How many lines `awaited` would show without a limit."""
    return session.scalar(_awaited(select(func.count()).select_from(Recipient), actor)) or 0


def _awaited(rows: Select[*tuple[Any, ...]], actor: Actor) -> Select[*tuple[Any, ...]]:
    return rows.join(OutgoingDocument, OutgoingDocument.id == Recipient.document_id).where(
        AWAITED,
        OutgoingDocument.state == "issued",
        OutgoingDocument.agency_id == actor.agency_id,
        readable(actor),
    )


@dataclass(frozen=True)
class FilterOptions:
    """What the list can be filtered by: value and words of each choice."""

    years: list[tuple[int, str]]
    registers: list[tuple[int, str]]
    types: list[tuple[str, str]]
    units: list[tuple[int, str]]
    signers: list[tuple[str, str]]


def filter_options(session: Session, actor: Actor, day: date) -> FilterOptions:
    registers = registers_of(session, actor.agency_id, "outgoing")
    return FilterOptions(
        years=[(year, str(year)) for year in _years_of(session, actor.agency_id)],
        registers=[(register.id, register.name) for register in registers],
        types=type_options(session),
        units=units_of(session, actor.agency_id, day),
        signers=[(name, name) for name in _signers_of(session, actor.agency_id)],
    )


def units_of(session: Session, agency_id: int | None, day: date) -> list[tuple[int, str]]:
    """Units of the agency that exist on this day."""
    rows = select(Unit.id, Unit.name).where(
        Unit.agency_id == agency_id,
        valid_on(Unit, day),
    )
    return [(unit_id, name) for unit_id, name in session.execute(rows.order_by(Unit.position))]


def _years_of(session: Session, agency_id: int | None) -> Sequence[int]:
    """Years in which the agency's outgoing series have numbers, newest first."""
    rows = (
        select(SeriesYear.year)
        .join(NumberSeries, NumberSeries.id == SeriesYear.series_id)
        .join(Register, Register.id == NumberSeries.register_id)
        .where(Register.agency_id == agency_id, Register.direction == "outgoing")
    )
    return session.scalars(rows.distinct().order_by(SeriesYear.year.desc())).all()


def _signers_of(session: Session, agency_id: int | None) -> Sequence[str]:
    """Who signed the agency's latest documents: a list to filter by, not a history."""
    latest = (
        select(OutgoingDocument.signer_name)
        .where(OutgoingDocument.agency_id == agency_id)
        .order_by(OutgoingDocument.id.desc())
        .limit(300)
        .subquery()
    )
    names = select(latest.c.signer_name).where(latest.c.signer_name != "").distinct()
    return session.scalars(names.order_by(latest.c.signer_name)).all()


def next_waiting(session: Session, actor: Actor, passed_id: int) -> int | None:
    """The oldest document that still waits for its number, but for the one just dealt with."""
    rows = select(OutgoingDocument.id).where(
        *conditions(actor, Filters(tab="waiting")), OutgoingDocument.id != passed_id
    )
    return session.scalar(rows.order_by(OutgoingDocument.id).limit(1))
