"""Reading files, uploads and links of documents."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Row,
    and_,
    bindparam,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload

from app.core.asking import ME, RECORD, given
from app.core.errors import NotFound, Problem
from app.core.feature import Face, Standing
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.models import (
    Document,
    DocumentFile,
    DocumentType,
    FileText,
    Rendition,
    Upload,
)
from app.correspondence.policy import IS_READABLE
from app.records.models import RecordLink, RecordOpening
from app.records.policy import is_readable

PATH = "/documents"
"""Where the pages of documents of every kind are."""


@dataclass(frozen=True)
class FileRow:
    """A file with what is known of its content; `pdf_sha256` is that of its pages, if any."""

    id: int
    document_id: int
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
    remarks: str = ""
    """What is said of it, as service.reading.told wrote it."""


def files_of(session: Session, document_id: int) -> list[FileRow]:
    """The files of a document, the main one first. Whoever calls has made sure it may be read."""
    return [_file_row(row) for row in session.execute(_FILES, {"document_id": document_id})]


def main_files_of(session: Session, document_ids: Iterable[int]) -> dict[int, FileRow]:
    """The first file of each of these documents, in one statement, by document."""
    wanted = set(document_ids)
    if not wanted:
        return {}
    found: dict[int, FileRow] = {}
    for row in session.execute(_MAIN_FIRST.where(DocumentFile.document_id.in_(wanted))):
        file = _file_row(row)
        found.setdefault(file.document_id, file)
    return found


def file_of(session: Session, file_id: int, actor: Actor) -> FileRow | None:
    """The file, when the actor may read its document."""
    row = session.execute(_FILE, given(actor, file_id=file_id)).first()
    return _file_row(row) if row else None


_ROWS = (
    select(DocumentFile, Rendition)
    .outerjoin(Rendition, Rendition.sha256 == DocumentFile.sha256)
    .where(DocumentFile.removed_at.is_(None))
)
_MAIN_FIRST = _ROWS.order_by(DocumentFile.kind.desc(), DocumentFile.position, DocumentFile.id)
_FILES = _MAIN_FIRST.where(DocumentFile.document_id == bindparam("document_id"))
_FILE = _ROWS.where(DocumentFile.id == bindparam("file_id"), is_readable(DocumentFile.document_id))


def _file_row(row: Row[DocumentFile, Rendition | None]) -> FileRow:
    file, made = row
    return FileRow(
        id=file.id,
        document_id=file.document_id,
        kind=file.kind,
        name=file.name,
        sha256=file.sha256,
        media_type=file.media_type,
        size=file.size,
        page_count=file.page_count or (made.page_count if made else None),
        pdf_sha256=made.pdf_sha256 if made else None,
        conversion_error=made.error if made else "",
        is_converted=made is not None,
        remarks=made.remarks if made else "",
    )


def text_of(session: Session, sha256: str) -> str:
    """The text found in a content; empty while it was not read yet, or where there is none."""
    return session.scalar(_TEXT, {"sha256": sha256}) or ""


_TEXT = select(FileText.text).where(FileText.sha256 == bindparam("sha256"))


def uploads_of(session: Session, tokens: Sequence[str], actor: Actor) -> list[Upload]:
    """The actor's own uploads of these tokens, in the order of the tokens."""
    rows = select(Upload).where(Upload.token.in_(tokens), Upload.person_id == actor.person_id)
    found = {upload.token: upload for upload in session.scalars(rows)}
    return [found[token] for token in dict.fromkeys(tokens) if token in found]


def rendition_of(session: Session, sha256: str) -> Rendition | None:
    return session.get(Rendition, sha256)


# -- One document ------------------------------------------------------------------------------


def load_document(session: Session, actor: Actor, document_id: int) -> Document:
    """The document with the columns of its kind and its type, in one statement.

    Raises NotFound when there is none that this actor may read.
    """
    found: Document | None = session.scalar(_DOCUMENT, given(actor, document_id=document_id))
    if found is None:
        raise NotFound
    return found


_DOCUMENT = (
    select(Document)
    .where(Document.id == bindparam("document_id"), IS_READABLE)
    .options(joinedload(Document.type))
)


NOT_OPENED = and_(
    exists().where(Document.id == RECORD),
    ~exists().where(RecordOpening.person_id == ME, RecordOpening.record_id == RECORD),
)
"""Whether the record is a document, and this person has yet to open it."""


# -- Links -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LinkedDocument:
    """A document at the other end of a link, of which the reader may know."""

    id: int
    kind: str
    state: str
    number: int | None
    reference: str
    subject: str
    issuer: str
    issued_on: date | None
    urgency: int
    due_at: datetime | None
    type_name: str


@dataclass(frozen=True)
class Links:
    """What a document is linked with, as far as the reader may read it."""

    replies: tuple[LinkedDocument, ...] = ()
    """They answer this document."""
    requests: tuple[LinkedDocument, ...] = ()
    """This document answers them."""
    replaces: tuple[LinkedDocument, ...] = ()
    replaced_by: tuple[LinkedDocument, ...] = ()
    related: tuple[LinkedDocument, ...] = ()


_SIDES = {
    ("reply", False): "replies",
    ("reply", True): "requests",
    ("replaces", True): "replaces",
    ("replaces", False): "replaced_by",
    ("related", True): "related",
    ("related", False): "related",
}
"""Kind of link, and whether it starts at this document -> where it stands in Links."""


def links_of(session: Session, actor: Actor, document_id: int) -> Links:
    """Both directions in one query; what the actor may not read is not there at all."""
    sides: dict[str, list[LinkedDocument]] = {}
    rows = session.execute(_LINKED, given(actor, record_id=document_id))
    for kind, from_id, *columns in rows:
        side = _SIDES[kind, from_id == document_id]
        sides.setdefault(side, []).append(LinkedDocument(*columns))
    return Links(**{side: tuple(documents) for side, documents in sides.items()})


_AT_THE_OTHER_END = (
    Document.id,
    Document.kind,
    Document.state,
    Document.number,
    Document.reference,
    Document.subject,
    Document.issuer,
    Document.issued_on,
    Document.urgency,
    Document.due_at,
    DocumentType.name,
)
_LINKED = (
    select(RecordLink.kind, RecordLink.from_id, *_AT_THE_OTHER_END)
    .join(
        Document,
        or_(
            and_(RecordLink.from_id == RECORD, RecordLink.to_id == Document.id),
            and_(RecordLink.to_id == RECORD, RecordLink.from_id == Document.id),
        ),
    )
    .join(DocumentType)
    .where(IS_READABLE)
    .order_by(Document.issued_on.desc(), Document.id.desc())
)


def to_be_linked(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, LinkedDocument]:
    """Those of these documents that the actor may read, as a link will show them."""
    if not ids:
        return {}
    found = session.execute(_TO_BE_LINKED, given(actor, ids=list(ids)))
    return {row.id: LinkedDocument(*row) for row in found}


_TO_BE_LINKED = (
    select(*_AT_THE_OTHER_END)
    .join(DocumentType)
    .where(Document.id.in_(bindparam("ids", expanding=True)), IS_READABLE)
)


def has_reply(session: Session, document_id: int) -> bool:
    """Whether an issued document answers this one, whoever may read it."""
    rows = (
        select(RecordLink.id)
        .join(Document, Document.id == RecordLink.from_id)
        .where(
            RecordLink.to_id == document_id,
            RecordLink.kind == "reply",
            Document.state.not_in(("signed", "returned", "recalled")),
        )
    )
    return session.scalar(rows.limit(1)) is not None


# -- Documents as records ------------------------------------------------------------------------


def faces(session: Session, ids: Collection[int]) -> dict[int, Face]:
    """What lists, notices and links of any room show of these documents, of every kind."""
    rows = session.execute(_FACES, {"ids": list(ids)})
    return {row.id: _face(*row) for row in rows}


_FACES = select(
    Document.id,
    Document.kind,
    Document.subject,
    Document.reference,
    Document.number,
    Document.issuer,
    Document.urgency,
    Document.due_at,
    Document.issued_on,
).where(Document.id.in_(bindparam("ids", expanding=True)))


def _face(document_id: int, kind: str, *shown: Any) -> Face:
    return Face(document_id, kind, f"{PATH}/{document_id}", *shown)


TAKES_WORK = frozenset({"registered", "directed"})
"""The states of a document in which its lines may be changed."""


def standing_of(document: Document) -> Standing:
    """How a document that is at hand stands towards work."""
    closed = Problem(N_("The document is closed: its lines stay as they are."))
    return Standing(
        document.id,
        document.agency_id,
        None if document.state in TAKES_WORK else closed,
        document.urgency,
        document.due_at,
        document.reply_required,
        document.state == "closed",
    )


def type_options(session: Session) -> list[tuple[str, str]]:
    """Code and name of every document type, in the order of the catalogue."""
    return [(code, name) for code, name in session.execute(_TYPES)]


_TYPES = select(DocumentType.code, DocumentType.name).order_by(DocumentType.position)
