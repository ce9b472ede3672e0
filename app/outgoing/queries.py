"""Reading outgoing documents: lists and their counts, awaited answers, what issuing will give."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.core.counting import Counting
from app.core.policy import Actor
from app.correspondence.models import Document, DocumentFile, DocumentType
from app.correspondence.policy import readable
from app.correspondence.queries import type_options
from app.correspondence.rules import reference_key, reference_of
from app.organisation.models import Agency, Unit
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.rules import Candidate, DatedNumber, name_of, named
from app.registers.models import NumberSeries, Register, SeriesYear, TakenNumber
from app.registers.queries import next_number, registers_of, series_for

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


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            OutgoingDocument.id,
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
    rows = _awaited(
        select(
            Recipient.id,
            Recipient.document_id,
            Recipient.name,
            Recipient.due_at,
            Recipient.state,
            OutgoingDocument.reference,
            OutgoingDocument.subject,
        ),
        actor,
    )
    order = (Recipient.due_at.is_(None), Recipient.due_at, Recipient.id)
    return list(session.execute(rows.order_by(*order).limit(limit)))


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


def main_file(session: Session, document_id: int) -> DocumentFile | None:
    """The main file now in view."""
    return session.scalar(
        select(DocumentFile)
        .where(
            DocumentFile.document_id == document_id,
            DocumentFile.kind == "main",
            DocumentFile.removed_at.is_(None),
        )
        .order_by(DocumentFile.position, DocumentFile.id)
        .limit(1)
    )


def reference_for(session: Session, document: OutgoingDocument, number: int) -> str:
    """ "12/QĐ-UBND"; a công văn names its drafting unit: "807/UBND-VX"."""
    agency = session.get_one(Agency, document.agency_id)
    unit = session.get(Unit, document.unit_id) if document.unit_id is not None else None
    symbol = unit.symbol if unit is not None else ""
    return reference_of(number, document.type.abbreviation, agency.symbol, symbol)


@dataclass(frozen=True)
class NumberPreview:
    """What issuing would give at this moment; nothing is held."""

    number: int
    reference: str
    series_name: str


def number_preview(
    session: Session, document: OutgoingDocument, today: date
) -> NumberPreview | None:
    """The number the document would take today; None when no series takes its type."""
    series = series_for(session, document.agency_id, "outgoing", document.type_code)
    if series is None:
        return None
    number = next_number(session, series.id, today.year)
    return NumberPreview(number, reference_for(session, document, number), series.name)


def reserved_for(session: Session, document: OutgoingDocument) -> list[TakenNumber]:
    """Reserved numbers that this document could take."""
    series = series_for(session, document.agency_id, "outgoing", document.type_code)
    return reserved_numbers(session, series.id) if series is not None else []


def reserved_numbers(session: Session, series_id: int) -> list[TakenNumber]:
    """Numbers of this series kept for documents to come, newest first."""
    rows = select(TakenNumber).where(
        TakenNumber.series_id == series_id, TakenNumber.state == "reserved"
    )
    return list(session.scalars(rows.order_by(TakenNumber.year.desc(), TakenNumber.number.desc())))


def neighbours(
    session: Session, series_id: int | None, year: int, number: int | None
) -> tuple[DatedNumber | None, DatedNumber | None]:
    """The used numbers just below and above `number`; without a number, the last one used."""
    if series_id is None:
        return None, None
    rows = (
        select(TakenNumber.number, OutgoingDocument.issued_on)
        .join(OutgoingDocument, OutgoingDocument.id == TakenNumber.document_id)
        .where(TakenNumber.series_id == series_id, TakenNumber.year == year)
        .limit(1)
    )
    if number is None:
        return _dated(session, rows.order_by(TakenNumber.number.desc())), None
    below = rows.where(TakenNumber.number < number).order_by(TakenNumber.number.desc())
    above = rows.where(TakenNumber.number > number).order_by(TakenNumber.number)
    return _dated(session, below), _dated(session, above)


def _dated(session: Session, rows: Select[*tuple[Any, ...]]) -> DatedNumber | None:
    row = session.execute(rows).first()
    return DatedNumber(row[0], row[1]) if row is not None and row[1] is not None else None


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
        Unit.valid_from <= day,
        or_(Unit.valid_to.is_(None), Unit.valid_to >= day),
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


def references(
    session: Session, actor: Actor, document_ids: Iterable[int | None]
) -> dict[int, str]:
    """References with dates (subjects, where there is none) of those one may read, by id."""
    ids = [document_id for document_id in document_ids if document_id is not None]
    if not ids:
        return {}
    rows = select(Document.id, Document.reference, Document.subject, Document.issued_on)
    rows = rows.where(Document.id.in_(ids), readable(actor))
    found = session.execute(rows)
    return {row.id: name_of(row.reference, row.issued_on) or row.subject for row in found}


def readable_answers(
    session: Session, actor: Actor, facts: Iterable[RecipientFact]
) -> dict[int, str]:
    """References of those answers that the actor may open, by document id."""
    ids = [fact.answer_id for fact in facts if fact.answer_id is not None]
    if not ids:
        return {}
    rows = select(Document.id, Document.reference).where(Document.id.in_(ids), readable(actor))
    return {row.id: row.reference for row in session.execute(rows)}


def find_document(session: Session, actor: Actor, text: str, kind: str) -> list[Candidate]:
    """Documents of the agency that bear this arrival number or reference, newest first."""
    name, day = named(text)
    rows = select(
        Document.id, Document.reference, Document.number, Document.year, Document.issued_on
    ).where(Document.agency_id == actor.agency_id, Document.kind == kind, readable(actor))
    if name.isdecimal() and len(name) < 10:
        rows = rows.where(Document.number == int(name), Document.year.is_not(None))
    else:
        rows = rows.where(Document.reference_key == reference_key(name))
    if day is not None:
        rows = rows.where(Document.issued_on == day)
    found = session.execute(rows.order_by(Document.year.desc(), Document.id.desc()).limit(9))
    return [Candidate(*row) for row in found]


def recent_incoming(session: Session, actor: Actor, issuer: str) -> list[tuple[int, str]]:
    """The latest incoming documents, those of this issuer first: likely answers."""
    rows = (
        select(Document.id, Document.reference, Document.issuer, Document.subject)
        .where(
            Document.agency_id == actor.agency_id,
            Document.kind == "incoming",
            Document.number.is_not(None),
            readable(actor),
        )
        .order_by((Document.issuer != issuer), Document.id.desc())
        .limit(40)
    )
    return [
        (row.id, " – ".join((row.reference, row.issuer, row.subject[:80])))
        for row in session.execute(rows)
    ]
