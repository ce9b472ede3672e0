"""Files of records: a name each, and the address of a content that never changes."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.files.events import FileAdded
from app.files.inputs import FileContent
from app.files.models import RecordFile, Upload


def attach_uploads(
    session: Session, record_id: int, tokens: Sequence[str], actor: Actor
) -> list[RecordFile]:
    """Make the actor's uploads files of the record, in this order; each upload serves once.

    The first file of a record is its main one, the others are attachments. Raises Refused for
    a token that is not (any more) an upload of this person.
    """
    uploads = spend_uploads(session, actor, tokens)
    _refuse_twice(session, record_id, uploads)
    files = [
        attach_content(session, record_id, content_of(upload), None, actor.person_id)
        for upload in uploads
    ]
    session.flush()
    return files


def _refuse_twice(session: Session, record_id: int, uploads: Iterable[Upload]) -> None:
    """One file given twice is a slip: the second time it is said, and nothing is attached."""
    live = select(RecordFile.sha256, RecordFile.name).where(
        RecordFile.record_id == record_id, RecordFile.removed_at.is_(None)
    )
    known: dict[str, str] = dict(session.execute(live).all())
    problems = []
    for upload in uploads:
        if upload.sha256 in known:
            message = N_("“%(name)s” is here already, as “%(known)s”: take one of them off.")
            values = {"name": upload.name, "known": known[upload.sha256]}
            problems.append(Problem(message, values, "files"))
        known.setdefault(upload.sha256, upload.name)
    refuse_for(problems)


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
    record_id: int,
    content: FileContent,
    kind: str | None,
    person_id: int,
) -> RecordFile:
    """Make a stored content a file of the record; without a kind, "main" when it is the first.

    It is added by this person, or in their name.
    """
    position = _next_position(session, record_id)
    file = RecordFile(
        record_id=record_id,
        kind=kind or ("attachment" if position else "main"),
        name=content.name,
        sha256=content.sha256,
        media_type=content.media_type,
        size=content.size,
        page_count=content.page_count,
        position=position,
        added_by_id=person_id,
    )
    session.add(file)
    session.flush()
    outbox.publish(session, FileAdded(sha256=content.sha256, media_type=content.media_type))
    return file


def _next_position(session: Session, record_id: int) -> int:
    """One more than the last position in use; 0 where there is no file, whatever was removed."""
    last = select(func.max(RecordFile.position)).where(
        RecordFile.record_id == record_id, RecordFile.removed_at.is_(None)
    )
    highest = session.scalar(last)
    return 0 if highest is None else highest + 1


def share_files(session: Session, source_id: int, record_id: int, person_id: int) -> None:
    """Give the record the files of another agency's; the contents are shared, not copied.

    They stay what that agency sent: none of them can be taken off.
    """
    rows = select(RecordFile).where(
        RecordFile.record_id == source_id, RecordFile.removed_at.is_(None)
    )
    for file in session.scalars(rows.order_by(RecordFile.position, RecordFile.id)).all():
        received = attach_content(session, record_id, content_of(file), file.kind, person_id)
        received.is_received = True


def remove_file(session: Session, record_id: int, file_id: int) -> RecordFile:
    """Take a file off the record; its content and this fact are kept.

    Raises NotFound, and Refused for what another agency sent.
    """
    file = session.scalar(
        select(RecordFile).where(
            RecordFile.id == file_id,
            RecordFile.record_id == record_id,
            RecordFile.removed_at.is_(None),
        )
    )
    if file is None:
        raise NotFound
    if file.is_received:
        message = N_("“%(name)s” is as another agency sent it: it stays.")
        raise Refused(Problem(message, {"name": file.name}, "files"))
    file.removed_at = clock.now()
    session.flush()
    _promote_next(session, record_id, file)
    return file


def _promote_next(session: Session, record_id: int, removed: RecordFile) -> None:
    """When the main file goes, the first of those that stay takes its place."""
    if removed.kind != "main":
        return
    rows = select(RecordFile).where(
        RecordFile.record_id == record_id, RecordFile.removed_at.is_(None)
    )
    staying = session.scalars(rows.order_by(RecordFile.position, RecordFile.id)).all()
    if staying and not any(file.kind == "main" for file in staying):
        staying[0].kind = "main"
