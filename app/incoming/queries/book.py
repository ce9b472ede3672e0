"""The incoming book: its columns and its lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.asking import given
from app.core.books import BookColumn, BookLine, Range
from app.core.feature import Book
from app.core.policy import Actor
from app.core.words import WITHOUT_NUMBER_PRINTED, day_in_full
from app.correspondence.models import DocumentType
from app.correspondence.policy import readable
from app.correspondence.queries.sequels import sequels_in
from app.correspondence.rules import book_remarks
from app.incoming.models import Correction, IncomingDocument
from app.organisation.models import Person, Unit
from app.organisation.queries import name_then
from app.work.models import Assignment
from app.work.tree import GIVEN_STATES


@dataclass(frozen=True)
class _Handed:
    """To whom a document was first given out, and when."""

    names: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class _Entered:
    row: Any
    handed: _Handed
    corrections: tuple[str, ...] = ()
    """Made after the year was closed."""

    @property
    def remarks(self) -> str:
        return "; ".join(filter(None, (book_remarks(self.row), *self.corrections)))

    @property
    def receivers(self) -> str:
        return ", ".join(self.handed.names) or self.row.presented_to or ""


COLUMNS = (
    BookColumn(
        "Ngày đến", 17, True, lambda one: one.row.arrived_on, attrgetter("noted_on"), is_short=True
    ),
    BookColumn("Số đến", 15, True, lambda one: one.row.number, attrgetter("taken")),
    BookColumn("Tác giả", 30, False, lambda one: one.row.issuer),
    BookColumn("Số, ký hiệu", 30, False, lambda one: one.row.reference or WITHOUT_NUMBER_PRINTED),
    BookColumn("Ngày tháng văn bản", 22, True, lambda one: one.row.issued_on),
    BookColumn(
        "Tên loại và trích yếu nội dung văn bản",
        cell=lambda one: f"{one.row.type_name}: {one.row.subject}",
        kept=attrgetter("words"),
    ),
    BookColumn("Đơn vị hoặc người nhận", 31, False, lambda one: one.receivers),
    BookColumn("Ngày chuyển", 17, True, lambda one: one.handed.day, is_short=True),
    BookColumn("Ký nhận", 21),
    BookColumn("Ghi chú", 20, False, attrgetter("remarks"), attrgetter("state")),
)


def _lines(session: Session, actor: Actor, register_id: int, period: Range) -> Iterable[BookLine]:
    document, presented = IncomingDocument, aliased(Person)
    wanted = and_(
        document.register_id == register_id,
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
            sequels_in(document).label("sequels"),
            name_then(presented, "name", document.created_at).label("presented_to"),
        )
        .join(DocumentType, DocumentType.code == document.type_code)
        .outerjoin(presented, presented.id == document.presented_to_id)
        .where(wanted),
        given(actor),
    ).all()
    ids = select(document.id).where(wanted)
    handed, corrected = _handed_on(session, actor, ids), _corrections(session, actor, ids)
    for row in found:
        bearer = _Entered(row, handed.get(row.id, _Handed()), corrected.get(row.id, ()))
        yield BookLine(row.arrived_on, row.number, bearer)


def _handed_on(session: Session, actor: Actor, documents: Any) -> dict[int, _Handed]:
    lines = (
        select(
            Assignment.record_id,
            func.coalesce(
                name_then(Unit, "short_name", Assignment.given_at),
                name_then(Person, "name", Assignment.given_at),
            ),
            Assignment.given_at,
        )
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.record_id.in_(documents),
            Assignment.parent_id.is_(None),
            Assignment.state.in_(GIVEN_STATES),
        )
        .order_by(Assignment.role.desc(), Assignment.id)
    )
    handed: dict[int, _Handed] = {}
    for document_id, name, given_at in session.execute(lines, given(actor)):
        day = clock.local(given_at).date()
        earlier = handed.get(document_id, _Handed())
        handed[document_id] = _Handed((*earlier.names, name), min(earlier.day or day, day))
    return handed


def _corrections(session: Session, actor: Actor, documents: Any) -> dict[int, tuple[str, ...]]:
    """What was put right in a closed book, in its words: when, why, and what it had said."""
    rows = (
        select(Correction.document_id, Correction.at, Correction.reason, Correction.changes)
        .where(Correction.document_id.in_(documents), Correction.after_closing)
        .order_by(Correction.id)
    )
    said: dict[int, tuple[str, ...]] = {}
    for document_id, at, reason, changes in session.execute(rows, given(actor)):
        before = ", ".join(f"“{was}”" for _column, was, _now in changes)
        words = f"Đính chính {day_in_full(clock.local(at).date())}: {reason} (trước ghi {before})"
        said[document_id] = (*said.get(document_id, ()), words)
    return said


BOOK = Book(
    direction="incoming",
    title="SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    number_word="Số đến",
    columns=COLUMNS,
    lines=_lines,
    is_by_number=True,
)
