"""Reading for search: what is indexed of a document, and which hits a reader may see."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.assignments.models import Assignment
from app.assignments.queries import Horizon
from app.core.policy import Actor
from app.correspondence.models import Document, DocumentFile, DocumentReader, FileText
from app.incoming.queries import rows_of as incoming_rows
from app.organisation.models import Person, Unit
from app.outgoing.models import Recipient
from app.outgoing.queries import RecipientFact, recipients_of
from app.outgoing.queries import rows_of as outgoing_rows
from app.search.models import IndexRequest
from search_index import IndexedDocument

BATCH = 500
BODY_SHOWN = 20_000
"""Characters of a body in which an excerpt is looked for."""


def requests(session: Session, limit: int = BATCH) -> list[IndexRequest]:
    """Documents the index has yet to be told of, those asked for first in front."""
    rows = select(IndexRequest).order_by(IndexRequest.asked_at, IndexRequest.document_id)
    return list(session.scalars(rows.limit(limit)))


def indexed_documents(session: Session, ids: Sequence[int]) -> list[IndexedDocument]:
    """These documents as the index holds them; five statements, however many there are."""
    documents = session.scalars(select(Document).where(Document.id.in_(ids))).all()
    readers, bodies, people = _readers(session, ids), _bodies(session, ids), _people(session, ids)
    return [
        IndexedDocument(
            id=document.id,
            version=document.version,
            kind=document.kind,
            readers=frozenset(readers[document.id]),
            reference=document.reference,
            subject=document.subject,
            issuer=document.issuer,
            people=" ".join((document.signer_name, *people[document.id])),
            body="\n".join((document.note, *bodies[document.id])),
            issued_on=document.issued_on,
            sort_key=document.id,
            agency_id=document.agency_id,
            year=document.year or document.created_at.year,
        )
        for document in documents
    ]


def document_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Document)) or 0


def all_indexed(session: Session) -> Iterator[IndexedDocument]:
    """Every document, in batches, newest last."""
    last_id = 0
    while ids := list(
        session.scalars(
            select(Document.id).where(Document.id > last_id).order_by(Document.id).limit(BATCH)
        )
    ):
        yield from indexed_documents(session, ids)
        session.expunge_all()
        last_id = ids[-1]


def _grouped(session: Session, rows: Select[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for document_id, text in session.execute(rows):
        found[document_id].append(text)
    return found


def _readers(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    rows = select(DocumentReader.document_id, DocumentReader.token)
    return _grouped(session, rows.where(DocumentReader.document_id.in_(ids)))


def _bodies(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    rows = (
        select(DocumentFile.document_id, FileText.text)
        .join(FileText, FileText.sha256 == DocumentFile.sha256)
        .where(DocumentFile.document_id.in_(ids), DocumentFile.removed_at.is_(None))
        .order_by(DocumentFile.position, DocumentFile.id)
    )
    return _grouped(session, rows)


def _people(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of holders of lines and of recipients."""
    holders = (
        select(Assignment.document_id, func.coalesce(Unit.name, Person.name))
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(Assignment.document_id.in_(ids))
    )
    recipients = select(Recipient.document_id, Recipient.name)
    found = _grouped(session, holders)
    for document_id, names in _grouped(
        session, recipients.where(Recipient.document_id.in_(ids))
    ).items():
        found[document_id] += names
    return found


def latest_versions(session: Session) -> dict[int, int]:
    """Id and version of every document, to compare with what the index holds."""
    rows = session.execute(select(Document.id, Document.version))
    return dict(rows.all())


@dataclass(frozen=True)
class Found:
    """A hit: the row that the list of its kind has of it, and the words of its files."""

    kind: str
    row: Any
    receivers: Sequence[RecipientFact]
    body: str


def found(session: Session, actor: Actor, ids: Sequence[int], at: Horizon) -> list[Found]:
    """The hits that this actor may read now, in the order given: the index may lag behind."""
    incoming, outgoing = incoming_rows(session, actor, ids, at), outgoing_rows(session, actor, ids)
    receivers, bodies = recipients_of(session, outgoing), _first_bodies(session, ids)
    return [
        Found(
            kind="incoming" if document_id in incoming else "outgoing",
            row=incoming.get(document_id) or outgoing[document_id],
            receivers=receivers.get(document_id, ()),
            body=bodies.get(document_id, ""),
        )
        for document_id in ids
        if document_id in incoming or document_id in outgoing
    ]


def _first_bodies(session: Session, ids: Sequence[int]) -> dict[int, str]:
    rows = (
        select(DocumentFile.document_id, func.substr(FileText.text, 1, BODY_SHOWN))
        .join(FileText, FileText.sha256 == DocumentFile.sha256)
        .where(DocumentFile.document_id.in_(ids), DocumentFile.removed_at.is_(None))
    )
    return {key: " ".join(texts) for key, texts in _grouped(session, rows).items()}
