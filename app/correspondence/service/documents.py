"""Documents of every kind: what changed in them, who opened them, their types."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import outbox
from app.core.policy import Actor
from app.correspondence.catalogue import DOCUMENT_TYPES
from app.correspondence.events import DocumentChanged
from app.correspondence.models import Document, DocumentType
from app.records.service import mark_seen


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


def ensure_types(session: Session) -> None:
    """Add the document types that are not there yet."""
    known = set(session.scalars(select(DocumentType.code)))
    for position, entry in enumerate(DOCUMENT_TYPES):
        if entry.code not in known:
            session.add(DocumentType(**entry._asdict(), position=position))
