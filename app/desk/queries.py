"""Reading that belongs to no single feature: one document with everything about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sqlalchemy import BindParameter, Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session, joinedload, with_polymorphic

from app.core.errors import NotFound
from app.core.policy import Actor
from app.correspondence.models import Document
from app.drafting import policy as drafting
from app.drafting.models import Draft
from app.records.models import RecordOpening, RecordReader
from app.records.policy import READS_ALL, may_read
from app.records.queries import reader_names
from app.records.rules import Ground, Reader
from app.work import policy
from app.work.models import Assignment


@dataclass(frozen=True)
class Opened:
    """A document with the columns of its kind and its type, and everybody who may read it."""

    document: Document
    readers: Sequence[Reader]
    names: Mapping[str, str]
    """The names of all readers, for those who read the whole agency; empty for others."""


def load_document(session: Session, actor: Actor, document_id: int) -> Opened:
    """NotFound for one that is not there, and for one that this actor may not read."""
    rows = session.execute(_document(), {"document_id": document_id}).all()
    readers = [Reader(token, Ground(kind, number)) for _document, token, kind, number in rows]
    if not may_read(actor, readers):
        raise NotFound
    tokens = {one.token for one in readers} if actor.may(READS_ALL) else set()
    return Opened(rows[0][0], readers, reader_names(session, tokens))


@cache
def _document() -> Select[Document, str, str, int]:
    """One statement: a row for every right to read it, the document in each of them."""
    every_kind = with_polymorphic(Document, "*")
    right = RecordReader.token, RecordReader.ground, RecordReader.ground_id
    return (
        select(every_kind, *right)
        .join(RecordReader, RecordReader.record_id == every_kind.id)
        .where(every_kind.id == bindparam("document_id"))
        .order_by(*right)
        .options(joinedload(every_kind.type))
    )


def is_news(session: Session, actor: Actor, document_id: int) -> bool:
    """Whether opening the document now has to be noted: it, or a line of it, was not read yet."""
    was_opened, has_unread = session.execute(_read(actor), {"document_id": document_id}).one()
    return has_unread or not was_opened


@lru_cache(maxsize=32)
def _read(actor: Actor) -> Select[bool, bool]:
    document_id: BindParameter[int] = bindparam("document_id")
    opened = exists().where(
        RecordOpening.person_id == actor.person_id, RecordOpening.record_id == document_id
    )
    unread = exists().where(
        Assignment.record_id == document_id,
        Assignment.state == "open",
        policy.mine(actor),
        or_(Assignment.opened_at.is_(None), Assignment.role == "information"),
    )
    return select(opened, unread)


def draft_of(session: Session, actor: Actor, document_id: int) -> int | None:
    """The draft that became this outgoing document, if the actor may read it."""
    rows = select(Draft.id).where(Draft.document_id == document_id, drafting.readable(actor))
    return session.scalar(rows)
