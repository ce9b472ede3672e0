"""Documents of every kind: who may read them, what they are linked with, who opened them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.policy import Actor
from app.correspondence.catalogue import DOCUMENT_TYPES
from app.correspondence.events import DocumentChanged
from app.correspondence.models import (
    Document,
    DocumentLink,
    DocumentOpening,
    DocumentReader,
    DocumentType,
)


def let_read(session: Session, document_id: int, tokens: Iterable[str]) -> None:
    """Give the holders of these tokens the right to read the document; it is never taken back."""
    known = set(
        session.scalars(
            select(DocumentReader.token).where(DocumentReader.document_id == document_id)
        )
    )
    for token in sorted(set(tokens) - known):
        session.add(DocumentReader(token=token, document_id=document_id))


def link(
    session: Session, source: Document, target: Document, kind: str, actor: Actor | None
) -> None:
    """Note that `source` answers ("reply"), "replaces", or is "related" to `target`; once."""
    wanted = (source.id, target.id, kind)
    known = select(DocumentLink.id).where(
        DocumentLink.from_id == wanted[0],
        DocumentLink.to_id == wanted[1],
        DocumentLink.kind == wanted[2],
    )
    if session.scalar(known) is None:
        session.add(
            DocumentLink(
                from_id=source.id,
                to_id=target.id,
                kind=kind,
                made_by_id=actor.person_id if actor else None,
            )
        )


def changed(session: Session, document: Document) -> None:
    """Tell whoever keeps copies of documents (the search index) that this one is not as it was."""
    outbox.publish(session, DocumentChanged(document_id=document.id))


def open_document(session: Session, document_id: int, actor: Actor) -> bool:
    """Note that the actor opened the document; tell whether it was for the first time."""
    is_first = mark_seen(session, document_id, actor)
    if is_first:
        record(
            session, actor, "correspondence.opened", Subject("document", document_id, document_id)
        )
    return is_first


def mark_seen(session: Session, document_id: int, actor: Actor) -> bool:
    """Whoever has just done something with the document need not be shown it as unread."""
    insert = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    first = insert(DocumentOpening).values(
        person_id=actor.person_id, document_id=document_id, at=clock.now()
    )
    noted = first.on_conflict_do_nothing().returning(DocumentOpening.document_id)
    return session.scalar(noted) is not None


def ensure_types(session: Session) -> None:
    """Add the document types that are not there yet."""
    known = set(session.scalars(select(DocumentType.code)))
    for position, entry in enumerate(DOCUMENT_TYPES):
        if entry.code not in known:
            session.add(DocumentType(**entry._asdict(), position=position))
