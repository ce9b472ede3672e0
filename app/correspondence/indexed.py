"""Documents as the search index holds them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.core.feature import Indexed, Named
from app.correspondence.models import Document, DocumentFile, FileText
from app.records.queries import tokens_of
from search_index import IndexedDocument

BODY_SHOWN = 20_000
"""Characters of each file in which an excerpt is looked for."""
_TEXT: ColumnElement[str] = FileText.__table__.c.text


def indexed(kind: str, rows: str) -> Indexed:
    """How documents of this kind are searched for; `rows` names what shows them as a list does."""
    return Indexed(
        documents=indexed_documents,
        versions=lambda session: _versions(session, kind),
        rows=Named(rows),
        bodies=first_bodies,
    )


def indexed_documents(session: Session, ids: Sequence[int]) -> list[IndexedDocument]:
    """These documents; three statements, however many there are."""
    documents = session.scalars(select(Document).where(Document.id.in_(ids))).all()
    readers, bodies = tokens_of(session, ids), _bodies(session, ids)
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
            body="\n".join((document.note, *bodies[document.id])),
            issued_on=document.issued_on,
            sort_key=document.id,
            agency_id=document.agency_id,
            year=document.year or document.created_at.year,
        )
        for document in documents
    ]


def _versions(session: Session, kind: str) -> Mapping[int, int]:
    rows = session.execute(select(Document.id, Document.version).where(Document.kind == kind))
    return dict(rows.all())


def grouped(session: Session, rows: Select[int, str]) -> dict[int, list[str]]:
    """Id to the texts that stand beside it in these rows."""
    found: dict[int, list[str]] = defaultdict(list)
    for document_id, text in session.execute(rows):
        found[document_id].append(text)
    return found


def _bodies(
    session: Session, ids: Sequence[int], text: ColumnElement[str] = _TEXT
) -> dict[int, list[str]]:
    """Of each document its files' names, read or not, each with the words of the file."""
    rows = (
        select(DocumentFile.document_id, DocumentFile.name + "\n" + func.coalesce(text, ""))
        .outerjoin(FileText, FileText.sha256 == DocumentFile.sha256)
        .where(DocumentFile.document_id.in_(ids), DocumentFile.removed_at.is_(None))
        .order_by(DocumentFile.position, DocumentFile.id)
    )
    return grouped(session, rows)


def first_bodies(session: Session, ids: Sequence[int]) -> Mapping[int, str]:
    first = func.substr(_TEXT, 1, BODY_SHOWN)
    return {key: " ".join(texts) for key, texts in _bodies(session, ids, first).items()}
