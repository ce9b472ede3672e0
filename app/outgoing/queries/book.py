"""The outgoing book: its columns and its lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import given
from app.core.books import BookColumn, BookLine, Range
from app.core.feature import Book
from app.core.policy import Actor
from app.correspondence.models import DocumentType
from app.correspondence.policy import readable
from app.correspondence.queries.sequels import sequels_in
from app.correspondence.rules import book_remarks
from app.outgoing.models import OutgoingDocument, Recipient


@dataclass(frozen=True)
class _Issued:
    row: Any
    receivers: tuple[str, ...]

    @property
    def sent_on(self) -> date | None:
        moment = self.row.issued_at
        return clock.local(moment).date() if moment else self.row.issued_on


COLUMNS = (
    BookColumn(
        "Số, ký hiệu văn bản", 30, False, lambda one: one.row.reference, attrgetter("number")
    ),
    BookColumn(
        "Ngày tháng văn bản",
        22,
        True,
        lambda one: one.row.issued_on,
        attrgetter("noted_on"),
    ),
    BookColumn(
        "Tên loại và trích yếu nội dung văn bản",
        cell=lambda one: f"{one.row.type_name}: {one.row.subject}",
        kept=attrgetter("words"),
    ),
    BookColumn("Người ký", 27, False, lambda one: one.row.signer_name),
    BookColumn("Nơi nhận văn bản", 40, False, lambda one: "; ".join(one.receivers)),
    BookColumn("Đơn vị, người nhận bản lưu", 25, False, lambda one: one.row.archive_copy or ""),
    BookColumn("Số lượng bản", 15, True, lambda one: one.row.copies, is_summed=True),
    BookColumn("Ngày chuyển", 17, True, lambda one: one.sent_on, is_short=True),
    BookColumn("Ký nhận", 19),
    BookColumn("Ghi chú", 19, False, lambda one: book_remarks(one.row), attrgetter("state")),
)


def _lines(session: Session, actor: Actor, register_id: int, period: Range) -> Iterable[BookLine]:
    document = OutgoingDocument
    wanted = and_(
        document.register_id == register_id,
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
            sequels_in(document).label("sequels"),
        )
        .join(DocumentType, DocumentType.code == document.type_code)
        .where(wanted),
        given(actor),
    ).all()
    receivers = _receivers(session, actor, select(document.id).where(wanted))
    for row in found:
        yield BookLine(row.issued_on, row.number, _Issued(row, receivers.get(row.id, ())))


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


BOOK = Book(
    direction="outgoing",
    title="SỔ ĐĂNG KÝ VĂN BẢN ĐI",
    number_word="Số",
    columns=COLUMNS,
    lines=_lines,
)
