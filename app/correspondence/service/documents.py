"""Documents of every kind: what changed in them, who opened them, their types."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import outbox
from app.core.policy import Actor
from app.correspondence.catalogue import DOCUMENT_TYPES
from app.correspondence.events import DocumentChanged
from app.correspondence.models import Document, DocumentType
from app.correspondence.queries.sequels import as_originals
from app.files import service as files
from app.files.models import RecordFile
from app.records.policy import reads_for
from app.records.queries import readers_of
from app.records.service import link, mark_seen


def changed(session: Session, document: Document) -> None:
    """Tell whoever keeps copies of documents (the search index) that this one is not as it was."""
    outbox.publish(session, DocumentChanged(document_id=document.id))


def open_document(session: Session, document_id: int, actor: Actor) -> bool:
    """Note that the actor opened the document; tell whether it was for the first time."""
    is_first = mark_seen(session, document_id, actor)
    if is_first:
        name = reads_for(actor, readers_of(session, document_id))
        subject = Subject("document", document_id, document_id)
        record(session, actor, "correspondence.opened", subject, on_behalf_of=name)
    return is_first


def record_added(
    session: Session, actor: Actor, document: Document, added: Iterable[RecordFile], right: str
) -> None:
    """Write into the trail that these files came to a document that was there before, and by
    which permission."""
    for file in added:
        subject = Subject("document", document.id, document.id)
        record(session, actor, "correspondence.file_added", subject, right=right, name=file.name)


def remove_file(
    session: Session, document: Document, file_id: int, actor: Actor, right: str
) -> None:
    """Take a file off the document; its content and this fact are kept. Raises NotFound."""
    file = files.remove_file(session, document.id, file_id)
    subject = Subject("document", document.id, document.id)
    record(session, actor, "correspondence.file_removed", subject, right=right, name=file.name)


def link_copies(session: Session, copy_id: int) -> None:
    """A receiver sees its own copies linked as their originals are: what replaces or corrects what,
    in whatever order they came."""
    for kind, from_id, to_id in as_originals(session, session.get_one(Document, copy_id)):
        link(session, from_id, to_id, kind, None)


def ensure_types(session: Session) -> None:
    """Add the document types that are not there yet."""
    known = set(session.scalars(select(DocumentType.code)))
    for position, entry in enumerate(DOCUMENT_TYPES):
        if entry.code not in known:
            session.add(DocumentType(**entry._asdict(), position=position))
