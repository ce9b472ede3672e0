"""Documents as the search index holds them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.core.feature import Indexed, Named
from app.core.words import URGENCY_PRINTED, day_words
from app.correspondence.models import Document
from app.records.queries import tokens_of
from search_index import IndexedDocument


def indexed(kind: str, rows: str) -> Indexed:
    """How documents of this kind are searched for; `rows` names what shows them as a list does."""
    return Indexed(
        documents=indexed_documents,
        versions=lambda session: _versions(session, kind),
        rows=Named(rows),
    )


def indexed_documents(session: Session, ids: Sequence[int]) -> list[IndexedDocument]:
    """These documents; two statements, however many there are."""
    documents = session.scalars(
        select(Document).where(Document.id.in_(ids)).options(joinedload(Document.type))
    )

    readers = tokens_of(session, ids)
    return [
        IndexedDocument(
            id=document.id,
            version=document.version,
            kind=document.kind,
            readers=frozenset(readers[document.id]),
            reference=document.reference,
            subject=document.subject,
            issuer=document.issuer,
            people=document.signer_name,
            body="\n".join(filter(None, _said(document))),
            issued_on=document.issued_on,
            sort_key=document.id,
            agency_id=document.agency_id,
            year=document.year or document.created_at.year,
            facts=frozenset(fact for fact in _facts(document) if fact[1]),
        )
        for document in documents
    ]


DIRECTION_PRINTED = {"incoming": "Đến", "outgoing": "Đi", "internal": "Nội bộ"}
STATE_PRINTED = {
    "waiting": "Chờ tiếp nhận",
    "refused": "Từ chối",
    "registered": "Chờ bút phê",
    "directed": "Đang xử lý",
    "closed": "Đã đóng",
    "cancelled": "Đã hủy vào sổ",
    "recalled": "Đã thu hồi",
    "signed": "Chờ cấp số",
    "returned": "Cần ký lại",
    "issued": "Đã phát hành",
    "replaced": "Đã bị thay thế",
}
"""What people type, as the lists say it in Vietnamese."""


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    """By the names of the query language; in the words that people type."""
    yield "type", document.type.name
    yield "signer", document.signer_name
    yield "urgency", URGENCY_PRINTED[document.urgency].capitalize()
    yield "direction", DIRECTION_PRINTED.get(document.kind, "")
    yield "state", STATE_PRINTED[document.state]


def _said(document: Document) -> tuple[str | None, ...]:
    """What else is written of it in its columns; its day as a letter says it."""
    ending = document.closed_reason, document.recall_reason
    dated = day_words(document.issued_on) if document.issued_on else ""
    urgency = URGENCY_PRINTED[document.urgency]
    return (dated, urgency, document.note, document.signer_title, document.type.name, *ending)


def _versions(session: Session, kind: str) -> Mapping[int, int]:
    rows = session.execute(select(Document.id, Document.version).where(Document.kind == kind))
    return dict(rows.all())
