"""Outgoing documents in lists: their rows, counts and filters, and answers awaited."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, join, select, true
from sqlalchemy.orm import Session

from app.core.asking import MY_AGENCIES, MY_PERSONS, given
from app.core.lists import HASTE, Listing, among, equals, when
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.core.text import N_
from app.correspondence.indexed import STATE_PRINTED
from app.correspondence.models import DocumentType
from app.correspondence.queries import type_options
from app.correspondence.queries.sequels import sequels_in, sequels_of
from app.deadlines.queries.colours import (
    ISSUE_LIMIT,
    ISSUE_TODAY,
    rank_of,
)
from app.deadlines.queries.haste import by_haste
from app.organisation.models import Unit
from app.organisation.queries import other_agency, unit_names
from app.organisation.queries.validity import valid_on
from app.outgoing.filters import OutgoingFilter
from app.outgoing.models import OutgoingDocument, Recipient
from app.records.policy import is_readable, readable_in
from app.registers.models import NumberSeries, Register, SeriesYear
from app.registers.queries import registers_of
from app.requests import rules
from app.requests.models import RequestAnswer, RequestLine
from app.requests.queries import IS_AWAITED, IS_OWED, IS_STANDING

REFUSED = and_(Recipient.state == "refused", Recipient.resent_as_id.is_(None))
ON_THE_WAY = ("sent", "delivered", "accepted")
AWAITED = and_(IS_OWED, Recipient.state.in_(ON_THE_WAY))
ASKED = join(Recipient, RequestLine, RequestLine.id == Recipient.line_id)
"""Receivers with their lines on the board, of which AWAITED speaks."""


IS_ISSUED = OutgoingDocument.state == "issued"
_TABS = {
    "waiting": OutgoingDocument.state == "signed",
    "issued": IS_ISSUED,
    "awaited": and_(
        IS_ISSUED,
        OutgoingDocument.id.in_(select(Recipient.document_id).select_from(ASKED).where(AWAITED)),
    ),
    "refused": and_(
        IS_ISSUED, OutgoingDocument.id.in_(select(Recipient.document_id).where(REFUSED))
    ),
    "withdrawn": OutgoingDocument.state.in_(("recalled", "replaced", "returned")),
    "all": true(),
}

_SIGNED_AT = OutgoingDocument.signed_at
"""What is signed is due: it leaves on that day (Decree 30/2020, article 18)."""
_ANSWER_DUE = (
    select(func.min(RequestLine.due_at))
    .select_from(ASKED)
    .where(Recipient.document_id == OutgoingDocument.id, AWAITED)
    .correlate(OutgoingDocument)
    .scalar_subquery()
)
"""When the first of the answers to it is due; how urgent it left says nothing of them."""


def _searched(session: Session, wanted: OutgoingFilter) -> dict[str, Any]:
    state = {"waiting": "signed", "withdrawn": "", "all": ""}.get(wanted.tab, "issued")
    return {
        "kind": "outgoing",
        "year": wanted.year,
        "type": dict(type_options(session)).get(wanted.type_code) if wanted.type_code else None,
        "unit": unit_names(session, [wanted.unit_id]).get(wanted.unit_id or 0),
        "state": STATE_PRINTED.get(state),
        "q": f'nguoiky:"{wanted.signer}"' if wanted.signer else None,
    }


OUTGOING = Listing(
    name="outgoing.index",
    title=N_("Outgoing documents"),
    filter=OutgoingFilter,
    id=OutgoingDocument.id,
    rows=select(
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
        other_agency(OutgoingDocument.agency_id).label("other_agency"),
    )
    .join(DocumentType, DocumentType.code == OutgoingDocument.type_code)
    .outerjoin(Unit, Unit.id == OutgoingDocument.unit_id),
    readers=readable_in(OutgoingDocument.id),
    within=(OutgoingDocument.agency_id.in_(MY_AGENCIES),),
    where={
        "tab": among(_TABS),
        "year": equals(OutgoingDocument.year),
        "register_id": equals(OutgoingDocument.register_id),
        "type_code": equals(OutgoingDocument.type_code),
        "unit_id": equals(OutgoingDocument.unit_id),
        "signer": equals(OutgoingDocument.signer_name),
        "mine": when(OutgoingDocument.drafter_id.in_(MY_PERSONS)),
    },
    searched=_searched,
    counted=("waiting", "awaited", "refused"),
    sorts={
        HASTE: by_haste(
            case((IS_ISSUED, 0), else_=OutgoingDocument.urgency),
            case((IS_ISSUED, _ANSWER_DUE), else_=_SIGNED_AT),
            _SIGNED_AT,
        ),
        "issued": OutgoingDocument.issued_on,
        "urgency": OutgoingDocument.urgency,
    },
)


def rows_of(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Any]:
    """Those of these documents that the actor may read, of any agency, as the list shows them."""
    return {row.id: row for row in OUTGOING.rows_of(session, actor, ids)}


_SIGNED_AT = OutgoingDocument.signed_at
WORST: dict[str, ColumnElement[int | None]] = {
    "waiting": func.min(
        rank_of(
            {
                "late": _SIGNED_AT < ISSUE_LIMIT,
                "soon": and_(_SIGNED_AT >= ISSUE_LIMIT, _SIGNED_AT < ISSUE_TODAY),
                "new": true(),
            }
        )
    ),
}
"""The rank of the worst colour among the rows of these tabs."""


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
    line_state: str | None
    """On the board; None where nothing was asked, or it was not sent yet."""
    answered_at: datetime | None
    answer_id: int | None
    answer_note: str | None
    may_be_answered: bool
    """Something came that may be the answer: whoever asked is to say so on the board."""

    @property
    def is_owed(self) -> bool:
        return self.line_state in rules.AWAITED and self.state in ON_THE_WAY

    @property
    def is_awaited(self) -> bool:
        return self.is_owed and not self.may_be_answered


def recipients_of(session: Session, document_ids: Iterable[int]) -> dict[int, list[RecipientFact]]:
    """The receivers of these documents in one statement, by document."""
    rows = _RECIPIENTS.where(Recipient.document_id.in_(list(document_ids)))
    found: dict[int, list[RecipientFact]] = defaultdict(list)
    for row in session.execute(rows.order_by(Recipient.id)):
        found[row.document_id].append(RecipientFact(**row._mapping))
    return found


@dataclass(frozen=True)
class Beside:
    """What stands beside rows of the list, by document: receivers, and what followed."""

    receivers: Mapping[int, Sequence[RecipientFact]]
    sequels: Mapping[int, Sequels]


def beside(session: Session, document_ids: Collection[int]) -> Beside:
    """Of all these documents in two statements."""
    return Beside(recipients_of(session, document_ids), sequels_of(session, document_ids))


_OWN = (
    "id", "document_id", "agency_id", "name", "channel", "state", "reply_required"
)  # fmt: skip
_RECIPIENTS = (
    select(
        *(getattr(Recipient, name) for name in _OWN),
        func.coalesce(RequestLine.due_at, Recipient.due_at).label("due_at"),
        Recipient.reason,
        Recipient.changed_at,
        Recipient.resent_as_id,
        Recipient.delivered_id,
        RequestLine.state.label("line_state"),
        RequestLine.answered_at,
        RequestAnswer.document_id.label("answer_id"),
        RequestAnswer.note.label("answer_note"),
        and_(IS_AWAITED, ~IS_OWED).label("may_be_answered"),
    )
    .outerjoin(RequestLine, RequestLine.id == Recipient.line_id)
    .outerjoin(RequestAnswer, and_(RequestAnswer.line_id == RequestLine.id, IS_STANDING))
)


def awaited(session: Session, actor: Actor, limit: int = 20) -> list[Any]:
    """Answers the actor's agency waits for, the earliest due first (those without a date last)."""
    return list(session.execute(_AWAITED, given(actor, most=limit)))


_AWAITED = (
    select(
        Recipient.id,
        Recipient.document_id,
        Recipient.name,
        RequestLine.due_at,
        Recipient.state,
        OutgoingDocument.reference,
        OutgoingDocument.subject,
        sequels_in(OutgoingDocument).label("sequels"),
    )
    .join(OutgoingDocument, OutgoingDocument.id == Recipient.document_id)
    .join(RequestLine, RequestLine.id == Recipient.line_id)
    .where(
        AWAITED,
        IS_ISSUED,
        OutgoingDocument.agency_id.in_(MY_AGENCIES),
        is_readable(OutgoingDocument.id),
    )
    .order_by(RequestLine.due_at.is_(None), RequestLine.due_at, Recipient.id)
    .limit(bindparam("most"))
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
    waiting = OUTGOING.conditions(actor, OutgoingFilter(tab="waiting"))
    rows = select(OutgoingDocument.id).where(*waiting, OutgoingDocument.id != passed_id)
    return session.scalar(rows.order_by(OutgoingDocument.id).limit(1), given(actor))
