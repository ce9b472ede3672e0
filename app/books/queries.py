"""The lines of a statutory book: what the reader may read of a register, and its kept numbers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from app.books import rules
from app.books.rules import BookRow, Range
from app.core import clock
from app.core.asking import given
from app.core.policy import Actor
from app.correspondence.models import DocumentType
from app.correspondence.policy import readable
from app.incoming.models import IncomingDocument
from app.organisation.models import Agency, Person, Unit
from app.outgoing.models import OutgoingDocument, Recipient
from app.registers.models import NumberSeries, Register, TakenNumber
from app.work.models import Assignment

URGENCIES = ("", "Khẩn", "Thượng khẩn", "Hỏa tốc")
KEPT = {"reserved": "Giữ lại", "void": "Bỏ trống"}
STATES = {"recalled": "Đã thu hồi", "replaced": "Đã thay thế"}


def book_rows(session: Session, actor: Actor, register: Register, period: Range) -> list[BookRow]:
    """Every line of the book in this period, in its order; always four statements at most."""
    kept = _kept_rows(session, register, period)
    make = _incoming if register.direction == "incoming" else _outgoing
    return make(session, actor, register, period, kept)


# -- Incoming ------------------------------------------------------------------------------------


def _incoming(
    session: Session,
    actor: Actor,
    register: Register,
    period: Range,
    kept: Iterable[tuple[date, BookRow]],
) -> list[BookRow]:
    document, presented = IncomingDocument, aliased(Person)
    wanted = and_(
        document.register_id == register.id,
        document.year == period.year,
        document.arrived_on.between(period.first, period.last),
        readable(actor),
    )
    found = session.execute(
        select(
            document.id,
            document.arrived_on,
            document.number,
            document.issuer,
            document.reference,
            document.issued_on,
            DocumentType.name.label("type_name"),
            document.subject,
            document.urgency,
            document.state,
            document.note,
            presented.name.label("presented_to"),
        )
        .join(DocumentType, DocumentType.code == document.type_code)
        .outerjoin(presented, presented.id == document.presented_to_id)
        .where(wanted),
        given(actor),
    ).all()
    handed = _handed_on(session, actor, select(document.id).where(wanted))
    rows = [_incoming_row(row, handed.get(row.id)) for row in found]
    return sorted([*rows, *(row for _day, row in kept)], key=lambda row: row.number)


@dataclass(frozen=True)
class _Handed:
    """To whom a document was first given out, and when."""

    names: tuple[str, ...]
    day: date


def _handed_on(session: Session, actor: Actor, documents: Any) -> dict[int, _Handed]:
    lines = (
        select(
            Assignment.record_id,
            func.coalesce(Unit.short_name, Person.name),
            Assignment.given_at,
        )
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.record_id.in_(documents),
            Assignment.parent_id.is_(None),
            Assignment.state.in_(("open", "done")),
        )
        .order_by(Assignment.role.desc(), Assignment.id)
    )
    handed: dict[int, _Handed] = {}
    for document_id, name, given_at in session.execute(lines, given(actor)):
        day = clock.local(given_at).date()
        earlier = handed.get(document_id, _Handed((), day))
        handed[document_id] = _Handed((*earlier.names, name), min(earlier.day, day))
    return handed


def _incoming_row(row: Any, handed: _Handed | None) -> BookRow:
    receivers = ", ".join(handed.names) if handed else row.presented_to or ""
    cells = (
        _short(row.arrived_on),
        f"{row.number:02d}",
        row.issuer,
        row.reference or "Không số",
        _day(row.issued_on),
        f"{row.type_name}: {row.subject}",
        receivers,
        _short(handed.day) if handed else "",
        "",
        _remarks(row),
    )
    return BookRow(row.number, cells)


# -- Outgoing ------------------------------------------------------------------------------------


def _outgoing(
    session: Session,
    actor: Actor,
    register: Register,
    period: Range,
    kept: Iterable[tuple[date, BookRow]],
) -> list[BookRow]:
    document = OutgoingDocument
    wanted = and_(
        document.register_id == register.id,
        document.year == period.year,
        document.number.is_not(None),
        document.issued_on.between(period.first, period.last),
        readable(actor),
    )
    found = session.execute(
        select(
            document.id,
            document.reference,
            document.number,
            document.issued_on,
            DocumentType.name.label("type_name"),
            document.subject,
            document.signer_name,
            document.archive_copy,
            document.copies,
            document.issued_at,
            document.urgency,
            document.state,
            document.note,
        )
        .join(DocumentType, DocumentType.code == document.type_code)
        .where(wanted),
        given(actor),
    ).all()
    receivers = _receivers(session, actor, select(document.id).where(wanted))
    rows = [(row.issued_on, _outgoing_row(row, receivers.get(row.id, ()))) for row in found]
    return [row for _day, row in sorted([*rows, *kept], key=lambda at: (at[0], at[1].number))]


def _receivers(session: Session, actor: Actor, documents: Any) -> dict[int, tuple[str, ...]]:
    rows = (
        select(Recipient.document_id, Recipient.name)
        .where(Recipient.document_id.in_(documents), Recipient.resent_as_id.is_(None))
        .order_by(Recipient.id)
    )
    names: dict[int, tuple[str, ...]] = {}
    for document_id, name in session.execute(rows, given(actor)):
        names[document_id] = (*names.get(document_id, ()), name)
    return names


def _outgoing_row(row: Any, receivers: Sequence[str]) -> BookRow:
    cells = (
        row.reference,
        _day(row.issued_on),
        f"{row.type_name}: {row.subject}",
        row.signer_name,
        "; ".join(receivers),
        row.archive_copy or "",
        str(row.copies),
        _short(clock.local(row.issued_at).date() if row.issued_at else row.issued_on),
        "",
        _remarks(row),
    )
    return BookRow(row.number, cells)


# -- Both ----------------------------------------------------------------------------------------


def _kept_rows(session: Session, register: Register, period: Range) -> list[tuple[date, BookRow]]:
    """Reserved and void numbers of the period, which stand in the book with their reasons."""
    rows = (
        select(
            TakenNumber.number, TakenNumber.state, TakenNumber.reason, Person.name, TakenNumber.at
        )
        .join(NumberSeries, NumberSeries.id == TakenNumber.series_id)
        .join(Person, Person.id == TakenNumber.person_id)
        .where(
            NumberSeries.register_id == register.id,
            TakenNumber.year == period.year,
            TakenNumber.state != "used",
            _within(TakenNumber.at, period),
        )
    )
    place = _KEPT_CELLS[register.direction]
    return [
        (clock.local(at).date(), place(number, state, reason, person, clock.local(at).date()))
        for number, state, reason, person, at in session.execute(rows)
    ]


def _within(moment: Any, period: Range) -> ColumnElement[bool]:
    start, _end = clock.day_bounds(period.first)
    _start, end = clock.day_bounds(period.last)
    return and_(moment >= start, moment < end)


def _kept_incoming(number: int, state: str, reason: str, person: str, day: date) -> BookRow:
    words = rules.kept_words(number, state, reason, person, day)
    cells = (_short(day), f"{number:02d}", "", "", "", words, "", "", "", KEPT[state])
    return BookRow(number, cells, is_kept=True)


def _kept_outgoing(number: int, state: str, reason: str, person: str, day: date) -> BookRow:
    words = rules.kept_words(number, state, reason, person, day)
    cells = (f"{number:02d}", _day(day), words, "", "", "", "", "", "", KEPT[state])
    return BookRow(number, cells, is_kept=True)


_KEPT_CELLS: dict[str, Callable[[int, str, str, str, date], BookRow]] = {
    "incoming": _kept_incoming,
    "outgoing": _kept_outgoing,
}


def _remarks(row: Any) -> str:
    return "; ".join(
        part for part in (URGENCIES[row.urgency], STATES.get(row.state, ""), row.note) if part
    )


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def _short(day: date | None) -> str:
    """Without the year, which stands at the head of every sheet."""
    return day.strftime("%d/%m") if day else ""


def agency_of(session: Session, register: Register) -> Agency:
    return session.get_one(Agency, register.agency_id)
