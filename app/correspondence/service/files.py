"""Files of documents: a name each, and the address of a content that never changes."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.errors import NotFound, Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.events import FileAdded
from app.correspondence.inputs import FileContent
from app.correspondence.models import Document, DocumentFile, Upload


def attach_uploads(
    session: Session, document: Document, tokens: Sequence[str], actor: Actor
) -> list[DocumentFile]:
    """Make the actor's uploads files of the document, in this order; each upload serves once.

    The first file of a document is its main one, the others are attachments. Raises Refused for
    a token that is not (any more) an upload of this person.
    """
    files = [
        attach_content(session, document, content_of(upload), None, actor)
        for upload in spend_uploads(session, actor, tokens)
    ]
    session.flush()
    return files


def spend_uploads(session: Session, actor: Actor, tokens: Sequence[str]) -> list[Upload]:
    """The actor's own uploads in this order, gone from the waiting ones: each serves once.

    Raises Refused for a token that is not (any more) an upload of this person.
    """
    wanted = list(dict.fromkeys(tokens))
    if not wanted:
        return []
    rows = select(Upload).where(Upload.token.in_(wanted), Upload.person_id == actor.person_id)
    uploads = {upload.token: upload for upload in session.scalars(rows.with_for_update())}
    if len(uploads) < len(wanted):
        raise Refused(
            Problem(N_("A file was already used or waited too long. Add it again."), field="files")
        )
    for upload in uploads.values():
        session.delete(upload)
    return [uploads[token] for token in wanted]


class HasContent(Protocol):
    """Any row that names a stored content."""

    @property
    def name(self) -> Any: ...
    @property
    def sha256(self) -> Any: ...
    @property
    def media_type(self) -> Any: ...
    @property
    def size(self) -> Any: ...
    @property
    def page_count(self) -> Any: ...


def content_of(row: HasContent) -> FileContent:
    """The content of a file, an upload or anything else with these columns."""
    return FileContent(row.name, row.sha256, row.media_type, row.size, row.page_count)


def attach_content(
    session: Session,
    document: Document,
    content: FileContent,
    kind: str | None,
    actor: Actor | None,
) -> DocumentFile:
    """Make a stored content a file of the document; without a kind, "main" when it is the first.

    Without an actor the system itself acts, in the name of whoever made the document.
    """
    position = _next_position(session, document.id)
    file = DocumentFile(
        document_id=document.id,
        kind=kind or ("attachment" if position else "main"),
        name=content.name,
        sha256=content.sha256,
        media_type=content.media_type,
        size=content.size,
        page_count=content.page_count,
        position=position,
        added_by_id=actor.person_id if actor else document.created_by_id,
    )
    session.add(file)
    session.flush()
    outbox.publish(
        session,
        FileAdded(sha256=content.sha256, media_type=content.media_type, document_id=document.id),
    )
    return file


def _next_position(session: Session, document_id: int) -> int:
    """One more than the last position in use; 0 where there is no file, whatever was removed."""
    last = select(func.max(DocumentFile.position)).where(
        DocumentFile.document_id == document_id, DocumentFile.removed_at.is_(None)
    )
    highest = session.scalar(last)
    return 0 if highest is None else highest + 1


def share_files(
    session: Session, source_id: int, document: Document, actor: Actor | None = None
) -> None:
    """Give the document the files of another one; the contents are shared, not copied."""
    rows = select(DocumentFile).where(
        DocumentFile.document_id == source_id, DocumentFile.removed_at.is_(None)
    )
    for file in session.scalars(rows.order_by(DocumentFile.position, DocumentFile.id)).all():
        attach_content(session, document, content_of(file), file.kind, actor)


def remove_file(session: Session, document: Document, file_id: int, actor: Actor) -> DocumentFile:
    """Take a file off the document; its content and this fact are kept. Raises NotFound."""
    file = session.scalar(
        select(DocumentFile).where(
            DocumentFile.id == file_id,
            DocumentFile.document_id == document.id,
            DocumentFile.removed_at.is_(None),
        )
    )
    if file is None:
        raise NotFound
    file.removed_at = clock.now()
    session.flush()
    _promote_next(session, document.id, file)
    subject = Subject("document", document.id, document.id)
    record(session, actor, "correspondence.file_removed", subject, name=file.name)
    return file


def _promote_next(session: Session, document_id: int, removed: DocumentFile) -> None:
    """When the main file goes, the first of those that stay takes its place."""
    if removed.kind != "main":
        return
    rows = select(DocumentFile).where(
        DocumentFile.document_id == document_id, DocumentFile.removed_at.is_(None)
    )
    staying = session.scalars(rows.order_by(DocumentFile.position, DocumentFile.id)).all()
    if staying and not any(file.kind == "main" for file in staying):
        staying[0].kind = "main"


def record_added(
    session: Session, actor: Actor, document: Document, files: Iterable[DocumentFile]
) -> None:
    """Write into the trail that these files came to a document that was there before."""
    for file in files:
        subject = Subject("document", document.id, document.id)
        record(session, actor, "correspondence.file_added", subject, name=file.name)
