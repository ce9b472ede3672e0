"""What the worker does with a new content: its text for search, its pages for reading in place."""

import io
import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.db import SessionFactory, reading
from app.core.outbox import Payload
from app.core.text import N_
from app.correspondence.events import DocumentChanged, FileAdded
from app.correspondence.models import DocumentFile, FileText, Rendition
from documents.errors import EngineError
from documents.extraction import READER
from documents.media import PDF, PRINTED, TABLES
from documents.remarks import Remark
from documents.sandbox import LimitExceeded, Sandbox
from documents.storage import Storage

log = logging.getLogger(__name__)

AGAIN_A_NIGHT = 2000
PAGE_BREAK = "\f"
"""Between the texts of two pages in FileText.text."""

UNAVAILABLE = N_("This server has no converter to PDF installed.")
FAILED = N_("It could not be converted to PDF. Download it to read it.")
TOO_MUCH = {
    "too_long": N_("Converting it to PDF takes too long. Download it to read it."),
    "too_much_memory": N_("Converting it to PDF needs too much memory. Download it to read it."),
    "too_large": N_("Converted to PDF it becomes too large. Download it to read it."),
    "too_many_pages": N_("Printed, it would have more than 500 pages. Download it to read it."),
}
"""Message ids kept in Rendition.error; translated where they are shown."""


@dataclass(frozen=True)
class ReadContent:
    """What was found in a content."""

    text: str
    is_office: bool
    pdf_sha256: str | None = None
    page_count: int | None = None
    error: str = ""
    remarks: tuple[Remark, ...] = ()


class FileReader:
    """Reads contents that were added: slow work, as app.core.jobs.SlowHandler wants it."""

    def __init__(self, storage: Storage, sandbox: Sandbox) -> None:
        self._storage = storage
        self._sandbox = sandbox

    def work(self, factory: SessionFactory, payload: Payload) -> ReadContent | None:
        """What is in the content; None when it was read before."""
        sha256, media_type = payload["sha256"], payload["media_type"]
        if _was_read(factory, sha256):
            return None
        return read_content(self._storage, self._sandbox, sha256, media_type)


def _was_read(factory: SessionFactory, sha256: str) -> bool:
    with reading(factory) as session:
        return session.get(FileText, sha256) is not None


def read_content(storage: Storage, sandbox: Sandbox, sha256: str, media_type: str) -> ReadContent:
    """Read one stored content; what cannot be read or converted is told, never raised."""
    path = storage.path(sha256)
    if media_type not in PRINTED:
        return _read(sandbox, path, media_type)
    try:
        printed = sandbox.printed(path, media_type)
        pdf_sha256 = storage.put(io.BytesIO(printed.pdf)).sha256
        pdf_path = storage.path(pdf_sha256)
        count = sandbox.page_count(pdf_path)
    except EngineError as error:
        log.warning("no pages for %s: %s", sha256, error.reason or error)
        found = _read(sandbox, path, media_type)
        return replace(found, is_office=True, error=_why(sandbox, error))
    found = _read(sandbox, pdf_path, PDF)
    if media_type in TABLES:
        # A print leaves out what is hidden, and cuts what is long.
        found = _read(sandbox, path, media_type)
    remarks = {remark.code: remark for remark in (*printed.remarks, *found.remarks)}
    return replace(
        found,
        is_office=True,
        pdf_sha256=pdf_sha256,
        page_count=count,
        remarks=tuple(remarks.values()),
    )


def _read(sandbox: Sandbox, path: Path, media_type: str) -> ReadContent:
    try:
        found = sandbox.extract_text(path, media_type)
    except EngineError as error:
        log.warning("no text in %s: %s", path.name, error.reason or error)
        return ReadContent("", is_office=False)
    return ReadContent(PAGE_BREAK.join(found.pages), is_office=False, remarks=found.remarks)


def _why(sandbox: Sandbox, error: EngineError) -> str:
    if not sandbox.converts:
        return UNAVAILABLE
    return TOO_MUCH.get(error.code, FAILED) if isinstance(error, LimitExceeded) else FAILED


def told(remarks: Iterable[Remark]) -> str:
    """Remarks as they are kept: message ids with what fills them, translated where shown."""
    return json.dumps([[remark.message, remark.params] for remark in remarks]) if remarks else ""


def note_read(session: Session, payload: Payload, found: ReadContent | None) -> None:
    """Keep what was found, and have every document with this content indexed again."""
    sha256 = payload["sha256"]
    if found is not None and session.get(FileText, sha256) is None:
        session.add(FileText(sha256=sha256, text=found.text, reader=READER))
        if found.is_office or found.remarks:
            session.merge(
                Rendition(
                    sha256=sha256,
                    pdf_sha256=found.pdf_sha256,
                    page_count=found.page_count,
                    error=found.error,
                    remarks=told(found.remarks),
                )
            )
        if found.page_count:
            _note_page_count(session, sha256, found.page_count)
    for document_id in _documents_with(session, sha256):
        outbox.publish(session, DocumentChanged(document_id=document_id))


def _note_page_count(session: Session, sha256: str, count: int) -> None:
    files = update(DocumentFile).where(
        DocumentFile.sha256 == sha256, DocumentFile.page_count.is_(None)
    )
    session.execute(files.values(page_count=count))


def _documents_with(session: Session, sha256: str) -> Iterator[int]:
    rows = select(DocumentFile.document_id).where(
        DocumentFile.sha256 == sha256, DocumentFile.removed_at.is_(None)
    )
    return iter(session.scalars(rows.distinct()).all())


def read_again(session: Session) -> int:
    """Have read once more what waited for a converter, or for a better reader; tell how many."""
    rows = (
        select(DocumentFile.sha256, DocumentFile.media_type)
        .join(FileText, FileText.sha256 == DocumentFile.sha256)
        .outerjoin(Rendition, Rendition.sha256 == DocumentFile.sha256)
        .where(or_(Rendition.error == UNAVAILABLE, FileText.reader < READER))
        .order_by(DocumentFile.id.desc())
        .limit(AGAIN_A_NIGHT)
    )
    contents = {row[0]: row[1] for row in session.execute(rows)}
    for sha256, media_type in contents.items():
        session.execute(delete(FileText).where(FileText.sha256 == sha256))
        outbox.publish(session, FileAdded(sha256=sha256, media_type=media_type))
    return len(contents)
