"""What the worker does with a new content: its text for search, its pages for reading in place."""

import io
import json
import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.db import SessionFactory, reading
from app.core.feature import Question
from app.core.outbox import Payload
from app.core.text import N_
from app.files.events import FileAdded, FilesRead
from app.files.models import FileText, RecordFile, Rendition
from app.files.rules import PAGE_BREAK, grade_of
from app.records.models import Record
from documents.errors import EngineError
from documents.extraction import READER
from documents.media import DOCX, PDF, PRINTED, SELF_READ, XLSX
from documents.remarks import Remark
from documents.rendition.converter import Printed
from documents.sandbox import LimitExceeded, Sandbox
from documents.storage import Storage

holding: Question[[Session, str], Collection[int]] = Question(
    "records that hold a content otherwise than as one of their files"
)
log = logging.getLogger(__name__)

TOGETHER = frozenset({DOCX, XLSX})
CONVERTED_TOGETHER = 12
KEPT_AHEAD_BYTES = 8 * 1024 * 1024
"""A larger PDF is made anew when its turn comes, so that little is held meanwhile."""
AGAIN_A_NIGHT = 2000

BEARS_GRADE = N_(
    "It bears “%(grade)s”, a grade of state secrecy: it may not be kept or sent on this network "
    "(Law 117/2025/QH15)."
)
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
    """Reads contents that were added: slow work, as app.core.jobs.SlowHandler wants it.

    LibreOffice takes ten times as long to start as to convert a letter. What the same person
    brought to the same agency and waits behind this content is converted with it; each keeps its
    own job, which finds its PDF made, or converts alone what failed among others.
    """

    def __init__(self, storage: Storage, sandbox: Sandbox) -> None:
        self._storage = storage
        self._sandbox = sandbox
        self._ahead: dict[str, Printed] = {}
        self._together: set[str] = set()

    def work(self, factory: SessionFactory, payload: Payload) -> ReadContent | None:
        """What is in the content; None when it was read before."""
        sha256, media_type = payload["sha256"], payload["media_type"]
        if _was_read(factory, sha256):
            return None
        if media_type in TOGETHER and self._sandbox.converts and sha256 not in self._together:
            self._convert_ahead([sha256, *_waiting_behind(factory, sha256, media_type)], media_type)
        self._together.discard(sha256)
        made = self._ahead.pop(sha256, None)
        return read_content(self._storage, self._sandbox, sha256, media_type, made)

    def _convert_ahead(self, contents: list[str], media_type: str) -> None:
        if len(contents) == 1:
            return
        paths = [self._storage.path(sha256) for sha256 in contents]
        made = self._sandbox.printed_together(paths, media_type).items()
        self._ahead = {contents[n]: one for n, one in made if len(one.pdf) <= KEPT_AHEAD_BYTES}
        self._together = set(contents)


def _was_read(factory: SessionFactory, sha256: str) -> bool:
    with reading(factory) as session:
        return session.get(FileText, sha256) is not None


def _waiting_behind(factory: SessionFactory, sha256: str, media_type: str) -> list[str]:
    """Other unread contents of this type, by the person and in the agency that this one is of."""
    first = select(RecordFile.added_by_id, Record.agency_id).join(Record)
    others = (
        select(RecordFile.sha256)
        .join(Record)
        .outerjoin(FileText, FileText.sha256 == RecordFile.sha256)
        .where(FileText.sha256.is_(None), RecordFile.media_type == media_type)
        .where(RecordFile.removed_at.is_(None), RecordFile.sha256 != sha256)
        .group_by(RecordFile.sha256)
        .order_by(func.min(RecordFile.id))
        .limit(CONVERTED_TOGETHER - 1)
    )
    with reading(factory) as session:
        of_this = first.where(RecordFile.sha256 == sha256).order_by(RecordFile.id).limit(1)
        whose = session.execute(of_this).one_or_none()
        if whose is None:
            return []
        same = (RecordFile.added_by_id == whose[0], Record.agency_id == whose[1])
        return list(session.scalars(others.where(*same)))


def read_content(
    storage: Storage, sandbox: Sandbox, sha256: str, media_type: str, made: Printed | None = None
) -> ReadContent:
    """Read one stored content; what cannot be read or converted is told, never raised.

    `made` is its PDF where it was converted already.
    """
    path = storage.path(sha256)
    if media_type not in PRINTED:
        return _read(sandbox, path, media_type)
    try:
        printed = made or sandbox.printed(path, media_type)
        pdf_sha256 = storage.put(io.BytesIO(printed.pdf)).sha256
        pdf_path = storage.path(pdf_sha256)
        count = sandbox.page_count(pdf_path)
    except EngineError as error:
        log.warning("no pages for %s: %s", sha256, error.reason or error)
        found = _read(sandbox, path, media_type)
        return replace(found, is_office=True, error=_why(sandbox, error))
    # A print leaves out what is hidden, and cuts what is long.
    itself = media_type in SELF_READ
    found = _read(sandbox, path, media_type) if itself else _read(sandbox, pdf_path, PDF)
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
    """Keep what was found, and have every record with this content indexed again."""
    sha256 = payload["sha256"]
    if found is not None and session.get(FileText, sha256) is None:
        remarks = (*found.remarks, *grade_remarks(found.text))
        session.add(FileText(sha256=sha256, text=found.text, reader=READER))
        if found.is_office or remarks:
            session.merge(
                Rendition(
                    sha256=sha256,
                    pdf_sha256=found.pdf_sha256,
                    page_count=found.page_count,
                    error=found.error,
                    remarks=told(remarks),
                )
            )
        if found.page_count:
            _note_page_count(session, sha256, found.page_count)
    for record_id in {*_records_with(session, sha256), *holding(session, sha256)}:
        outbox.publish(session, FilesRead(record_id))


def grade_remarks(text: str) -> Iterator[Remark]:
    """A stamp that nobody saw while the file came in."""
    if grade := grade_of(text):
        yield Remark("grade", BEARS_GRADE, {"grade": grade})


def _note_page_count(session: Session, sha256: str, count: int) -> None:
    files = update(RecordFile).where(RecordFile.sha256 == sha256, RecordFile.page_count.is_(None))
    session.execute(files.values(page_count=count))


def _records_with(session: Session, sha256: str) -> Iterator[int]:
    rows = select(RecordFile.record_id).where(
        RecordFile.sha256 == sha256, RecordFile.removed_at.is_(None)
    )
    return iter(session.scalars(rows.distinct()).all())


def read_again(session: Session) -> int:
    """Have read once more what waited for a converter, or for a better reader; tell how many."""
    rows = (
        select(RecordFile.sha256, RecordFile.media_type)
        .join(FileText, FileText.sha256 == RecordFile.sha256)
        .outerjoin(Rendition, Rendition.sha256 == RecordFile.sha256)
        .where(or_(Rendition.error == UNAVAILABLE, FileText.reader < READER))
        .order_by(RecordFile.id.desc())
        .limit(AGAIN_A_NIGHT)
    )
    contents = {row[0]: row[1] for row in session.execute(rows)}
    for sha256, media_type in contents.items():
        session.execute(delete(FileText).where(FileText.sha256 == sha256))
        outbox.publish(session, FileAdded(sha256=sha256, media_type=media_type))
    return len(contents)
