"""Reading files, what was found in them, and uploads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Text, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import given
from app.core.feature import Passage
from app.core.memory import remembered
from app.core.policy import Actor
from app.core.settings import value
from app.files.models import FileText, RecordFile, Rendition, Upload
from app.files.rules import PAGE_BREAK, grade_of
from app.files.settings import ABBREVIATIONS
from app.records.policy import is_readable
from documents.media import BUNDLES
from search_index import Query, parse


@dataclass(frozen=True)
class FileRow:
    """A file with what is known of its content; `pdf_sha256` is that of its pages, if any."""

    id: int
    record_id: int
    kind: str
    name: str
    sha256: str
    media_type: str
    size: int
    page_count: int | None
    pdf_sha256: str | None
    conversion_error: str
    is_converted: bool
    """An attempt at making its pages was made, with or without success."""
    is_received: bool = False
    """As another agency sent it."""
    remarks: str = ""
    """What is said of it, as service.reading.told wrote it."""


def files_of(session: Session, record_id: int) -> list[FileRow]:
    """The files of a record, the main one first. Whoever calls has made sure it may be read."""
    return [_file_row(row) for row in session.execute(_FILES, {"record_id": record_id})]


def main_files_of(session: Session, record_ids: Iterable[int]) -> dict[int, FileRow]:
    """The first file of each of these records, in one statement, by record."""
    wanted = set(record_ids)
    if not wanted:
        return {}
    found: dict[int, FileRow] = {}
    for row in session.execute(_MAIN_FIRST.where(RecordFile.record_id.in_(wanted))):
        file = _file_row(row)
        found.setdefault(file.record_id, file)
    return found


def readable_files(
    session: Session, actor: Actor, record_ids: Iterable[int]
) -> dict[int, list[FileRow]]:
    """Those files of these records that the actor may read, in one statement, by record."""
    found: dict[int, list[FileRow]] = {record_id: [] for record_id in record_ids}
    rows = _MAIN_FIRST.where(RecordFile.record_id.in_(found), is_readable(RecordFile.record_id))
    for row in session.execute(rows, given(actor)) if found else ():
        file = _file_row(row)
        found[file.record_id].append(file)
    return found


def file_of(session: Session, file_id: int, actor: Actor) -> FileRow | None:
    """The file, when the actor may read its record."""
    row = session.execute(_FILE, given(actor, file_id=file_id)).first()
    return _file_row(row) if row else None


def files_to_take(session: Session, record_id: int, actor: Actor) -> list[FileRow]:
    """Those files of the record that the actor may read, the right looked up file by file."""
    rows = session.execute(_FILES_TO_TAKE, given(actor, record_id=record_id))
    return [_file_row(row) for row in rows]


_ROWS = (
    select(RecordFile, Rendition)
    .outerjoin(Rendition, Rendition.sha256 == RecordFile.sha256)
    .where(RecordFile.removed_at.is_(None))
)
_MAIN_FIRST = _ROWS.order_by(RecordFile.kind.desc(), RecordFile.position, RecordFile.id)
_FILES = _MAIN_FIRST.where(RecordFile.record_id == bindparam("record_id"))
_FILES_TO_TAKE = _FILES.where(is_readable(RecordFile.record_id))
_FILE = _ROWS.where(RecordFile.id == bindparam("file_id"), is_readable(RecordFile.record_id))


def _file_row(row: Row[RecordFile, Rendition | None]) -> FileRow:
    file, made = row
    return FileRow(
        id=file.id,
        record_id=file.record_id,
        kind=file.kind,
        name=file.name,
        sha256=file.sha256,
        media_type=file.media_type,
        size=file.size,
        page_count=file.page_count or (made.page_count if made else None),
        pdf_sha256=made.pdf_sha256 if made else None,
        conversion_error=made.error if made else "",
        is_converted=made is not None,
        is_received=file.is_received,
        remarks=made.remarks if made else "",
    )


def text_of(session: Session, sha256: str) -> str:
    """The text found in a content; empty while it was not read yet, or where there is none."""
    return session.scalar(_TEXT, {"sha256": sha256}) or ""


def grade_on(session: Session, sha256: str) -> str:
    """The grade of state secrecy that its first page bears; empty while it was not read yet."""
    return grade_of(text_of(session, sha256))


_TEXT = select(FileText.text).where(FileText.sha256 == bindparam("sha256"))


def passages(
    session: Session, record_ids: Sequence[int], most: int | None = None
) -> Mapping[int, list[Passage]]:
    """Of each record its files' names and the pages that were read in them, for search."""
    text: ColumnElement[str] = type_coerce(FileText.text, Text)
    rows = (
        select(RecordFile, text if most is None else func.substr(text, 1, most))
        .outerjoin(FileText, FileText.sha256 == RecordFile.sha256)
        .where(RecordFile.record_id.in_(record_ids), RecordFile.removed_at.is_(None))
        .order_by(RecordFile.position, RecordFile.id)
    )
    found: dict[int, list[Passage]] = {}
    for file, words in session.execute(rows):
        is_unread = not words and file.media_type not in BUNDLES
        name = Passage(text=file.name, place=file.name, file_id=file.id, is_unread=is_unread)
        found.setdefault(file.record_id, []).extend((name, *pages_in(words or "", file)))
    return found


def pages_in(text: str, file: RecordFile) -> Iterator[Passage]:
    """The pages of a text that was read in this file, those that have words."""
    for number, page in enumerate(text.split(PAGE_BREAK), 1):
        if page:
            yield Passage(text=page, place=file.name, file_id=file.id, page=number)


def uploads_of(session: Session, tokens: Sequence[str], actor: Actor) -> list[Upload]:
    """The actor's own uploads of these tokens, in the order of the tokens."""
    rows = select(Upload).where(Upload.token.in_(tokens), Upload.person_id == actor.person_id)
    found = {upload.token: upload for upload in session.scalars(rows)}
    return [found[token] for token in dict.fromkeys(tokens) if token in found]


def rendition_of(session: Session, sha256: str) -> Rendition | None:
    return session.get(Rendition, sha256)


def question(session: Session, words: str, *, typing: bool = False) -> Query:
    """What these words look for, with the abbreviations of the office."""
    key = ("abbreviations", clock.today())
    known = remembered(session, key, lambda: value(session, ABBREVIATIONS, None))
    return parse(words, typing=typing, abbreviations=known)
