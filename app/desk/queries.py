"""Reading that belongs to no single feature: one document with everything about it."""

from functools import lru_cache

from sqlalchemy import BindParameter, Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session, joinedload, with_polymorphic

from app.core.errors import NotFound
from app.core.policy import Actor
from app.correspondence.models import Document
from app.correspondence.policy import readable
from app.drafting import policy as drafting
from app.drafting.models import Draft
from app.records.models import RecordOpening
from app.work import policy
from app.work.models import Assignment


def load_document(session: Session, actor: Actor, document_id: int) -> Document:
    """The document with the columns of its kind and its type, in one statement."""
    found: Document | None = session.scalar(_document(actor), {"document_id": document_id})
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=32)
def _document(actor: Actor) -> Select[Document]:
    every_kind = with_polymorphic(Document, "*")
    return (
        select(every_kind)
        .where(every_kind.id == bindparam("document_id"), readable(actor))
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
