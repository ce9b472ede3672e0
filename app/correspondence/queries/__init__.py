"""Reading documents and their links."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import QueryableAttribute, Session, aliased, joinedload

from app.core.asking import ME, RECORD, given
from app.core.errors import NotFound, Problem
from app.core.feature import Face, Standing
from app.core.policy import ANYBODY, Actor
from app.core.sequels import Sequels
from app.core.text import N_
from app.correspondence.models import Citation, Document, DocumentType
from app.correspondence.policy import IS_READABLE
from app.correspondence.queries.sequels import sequels_in
from app.correspondence.rules import reference_key
from app.files.models import RecordFile
from app.records.models import RecordLink, RecordOpening
from app.records.policy import is_readable

PATH = "/documents"
"""Where the pages of documents of every kind are."""


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
    sequels: Sequels = ()
    is_readable: bool = True
    """What a reply answers is named on its face: whoever may not read it learns that name."""


@dataclass(frozen=True)
class Links:
    """What a document is linked with, as far as the reader may read it."""

    replies: tuple[LinkedDocument, ...] = ()
    """They answer this document."""
    requests: tuple[LinkedDocument, ...] = ()
    """This document answers them."""
    replaces: tuple[LinkedDocument, ...] = ()
    replaced_by: tuple[LinkedDocument, ...] = ()
    corrects: tuple[LinkedDocument, ...] = ()
    corrected_by: tuple[LinkedDocument, ...] = ()
    related: tuple[LinkedDocument, ...] = ()
    twins: tuple[LinkedDocument, ...] = ()
    """They looked like this one, and the clerk said that they are others."""
    cites: tuple[LinkedDocument, ...] = ()
    """Its files name their references."""
    cited_by: tuple[LinkedDocument, ...] = ()

    def all(self) -> tuple[LinkedDocument, ...]:
        return tuple(one for side in vars(self).values() for one in side)


_SIDES = {
    ("reply", False): "replies",
    ("reply", True): "requests",
    ("replaces", True): "replaces",
    ("replaces", False): "replaced_by",
    ("corrects", True): "corrects",
    ("corrects", False): "corrected_by",
    ("related", True): "related",
    ("related", False): "related",
    ("twin", True): "twins",
    ("twin", False): "twins",
}
"""Kind of link, and whether it starts at this document -> where it stands in Links."""


def links_of(session: Session, actor: Actor, document_id: int) -> Links:
    """Both directions in one query; what the actor may not read is not there at all, but for the
    name of what this document answers."""
    sides: dict[str, list[LinkedDocument]] = {}
    rows = session.execute(_LINKED, given(actor, record_id=document_id))
    for kind, from_id, *columns in rows:
        side = _SIDES[kind, from_id == document_id]
        sides.setdefault(side, []).append(LinkedDocument(*columns))
    known = {document_id, *(one.id for side in sides.values() for one in side)}
    for side, rows_of_side in (("cites", _CITES), ("cited_by", _CITED_BY)):
        found = session.execute(rows_of_side, given(actor, record_id=document_id))
        cited = (LinkedDocument(*row) for row in found)
        sides[side] = [one for one in cited if one.id not in known]
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
    sequels_in(Document),
)
_LINKED = (
    select(RecordLink.kind, RecordLink.from_id, *_AT_THE_OTHER_END, IS_READABLE)
    .join(
        Document,
        or_(
            and_(RecordLink.from_id == RECORD, RecordLink.to_id == Document.id),
            and_(RecordLink.to_id == RECORD, RecordLink.from_id == Document.id),
        ),
    )
    .join(DocumentType)
    .where(or_(IS_READABLE, and_(RecordLink.kind == "reply", RecordLink.from_id == RECORD)))
    .order_by(Document.issued_on.desc(), Document.id.desc())
)


_later = aliased(Document)


def _citing(this: Any, other: Any) -> ColumnElement[bool]:
    """A file of this document names the reference of the other, which is not younger: of its
    issuer's documents that bore it, in whatever year, the latest that the reader may know of."""
    known = or_(this.issued_on.is_(None), _later.issued_on <= this.issued_on)
    is_later = exists().where(
        _later.agency_id == other.agency_id,
        _later.reference_key == other.reference_key,
        _later.issuer == other.issuer,
        _later.issued_on > other.issued_on,
        known,
        is_readable(_later.id),
    )
    return and_(
        ~is_later,
        RecordFile.record_id == this.id,
        RecordFile.removed_at.is_(None),
        Citation.sha256 == RecordFile.sha256,
        Citation.reference_key == other.reference_key,
        Citation.reference_key != this.reference_key,
        this.agency_id == other.agency_id,
        or_(other.issued_on.is_(None), this.issued_on.is_(None), other.issued_on <= this.issued_on),
    )


_this = aliased(Document)
CITATIONS_SHOWN = 30
_CITATIONS: Select[*tuple[Any, ...]] = (
    select(*_AT_THE_OTHER_END)
    .join(DocumentType)
    .where(_this.id == RECORD, Document.number.is_not(None), IS_READABLE)
    .distinct()
    .order_by(Document.issued_on.desc(), Document.id.desc())
    .limit(CITATIONS_SHOWN)
)
_CITES = _CITATIONS.where(_citing(_this, Document))
_CITED_BY = _CITATIONS.where(_citing(Document, _this), _this.reference_key != "")


def replaced_by_its_words(
    session: Session, actor: Actor, document_id: int
) -> list[tuple[LinkedDocument, str]]:
    """What a document says that it replaces or cancels, of what the actor may read, each with the
    sentence; a guess, whatever is linked already."""
    rows = session.execute(_REPLACES, given(actor, record_id=document_id))
    found = {row[0]: (LinkedDocument(*row[:-1]), row[-1]) for row in rows}
    return list(found.values())


_REPLACES = _CITES.add_columns(Citation.replacing).where(Citation.replacing != "")


def cited_elsewhere(session: Session, actor: Actor, document_id: int, links: Links) -> list[str]:
    """References that files of a document name, beside its own and those of what it is linked with:
    of what is not here, or not for this reader, which is no difference."""
    found = session.scalars(_CITED, given(actor, record_id=document_id))
    known = {reference_key(one.reference) for one in links.all()}
    return [key for key in found if key not in known]


_CITED = (
    select(Citation.reference_key)
    .join(RecordFile, RecordFile.sha256 == Citation.sha256)
    .join(Document, Document.id == RecordFile.record_id)
    .where(
        Document.id == RECORD,
        IS_READABLE,
        RecordFile.removed_at.is_(None),
        Citation.reference_key != Document.reference_key,
    )
    .distinct()
    .order_by(Citation.reference_key)
)


def to_be_linked(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, LinkedDocument]:
    """Those of these documents that the actor may read, as a link will show them."""
    if not ids:
        return {}
    found = session.execute(_TO_BE_LINKED, given(actor, ids=list(ids)))
    return {row.id: LinkedDocument(*row) for row in found}


_TO_BE_LINKED: Select[*tuple[Any, ...]] = (
    select(*_AT_THE_OTHER_END)
    .join(DocumentType)
    .where(Document.id.in_(bindparam("ids", expanding=True)), IS_READABLE)
)


def has_reply(session: Session, document_id: int) -> bool:
    """Whether an issued document answers this one, whoever may read it."""
    return document_id in replies_to(session, ANYBODY, [document_id])


def replies_to(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """Those of these documents that are answered, each with the reference of the (first) answer
    that the actor may read; empty where they may read none."""
    if not ids:
        return {}
    return dict(session.execute(_REPLIES, given(actor, ids=list(ids))).all())


_reply = aliased(Document)
_IS_REPLY = and_(
    RecordLink.from_id == _reply.id,
    RecordLink.kind == "reply",
    _reply.state.not_in(("signed", "returned", "recalled")),
    _reply.recalled_at.is_(None),
)
_REPLIES = (
    select(
        RecordLink.to_id,
        func.coalesce(func.min(case((is_readable(_reply.id), _reply.reference))), ""),
    )
    .join(_reply, _IS_REPLY)
    .where(RecordLink.to_id.in_(bindparam("ids", expanding=True)))
    .group_by(RecordLink.to_id)
)


def is_answered(document_id: QueryableAttribute[int]) -> ColumnElement[bool]:
    """The same for rows that name a document in this column: its reply was issued, and holds."""
    found = select(RecordLink.id).join(_reply, _IS_REPLY).where(RecordLink.to_id == document_id)
    return found.correlate_except(RecordLink, _reply).exists()


# -- Documents as records ------------------------------------------------------------------------


def faces_by(numbered_on: QueryableAttribute[date | None]) -> Callable[..., dict[int, Face]]:
    """What lists, notices and links of any room show of documents; `numbered_on`: the day that
    stands beside the number in their register."""
    asked = select(
        *(Document.id, Document.kind, Document.subject, Document.reference, Document.number),
        *(Document.issuer, Document.urgency, Document.due_at, Document.issued_on),
        numbered_on.label("numbered_on"),
        sequels_in(Document).label("sequels"),
    ).where(Document.id.in_(bindparam("ids", expanding=True)))

    def found(session: Session, ids: Collection[int]) -> dict[int, Face]:
        rows = session.execute(asked, {"ids": list(ids)})
        return {row.id: _face(row) for row in rows}

    return found


faces = faces_by(Document.issued_on)
"""Of documents of every kind, by id; their day is the one written on them."""


def _face(shown: Any) -> Face:
    number, kind, *told, day, sequels = shown
    face = Face(number, kind, f"{PATH}/{number}", *told)
    return replace(face, sequels=sequels, numbered_on=day)


TAKES_WORK = frozenset({"registered", "directed"})
"""The states of a document in which its lines may be changed."""


def standing_of(document: Document) -> Standing:
    """How a document that is at hand stands towards work."""
    closed = Problem(N_("The document is closed: its lines stay as they are."))
    return Standing(
        record_id=document.id,
        agency_id=document.agency_id,
        problem=None if document.state in TAKES_WORK else closed,
        urgency=document.urgency,
        due_at=document.due_at,
        due_span=document.due_span,
        due_since=document.due_since,
        due_promised=document.due_promised,
        reply_required=document.reply_required,
        is_closed=document.state == "closed",
        sort=document.type_code,
    )


def type_options(session: Session) -> list[tuple[str, str]]:
    """Code and name of every document type, in the order of the catalogue."""
    return [(code, name) for code, name in session.execute(_TYPES)]


_TYPES = select(DocumentType.code, DocumentType.name).order_by(DocumentType.position)


def type_symbols(session: Session) -> dict[str, str]:
    """What each type writes into a reference: "QĐ"; nothing for công văn and thư công."""
    return {code: symbol or "" for code, symbol in session.execute(_SYMBOLS)}


_SYMBOLS = select(DocumentType.code, DocumentType.abbreviation)
