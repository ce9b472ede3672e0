"""Reading that belongs to no single feature: which kind a record is, what opening it notes."""

from functools import lru_cache

from sqlalchemy import BindParameter, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.feature import Features
from app.core.policy import Actor
from app.records.models import Record


def kind_of(session: Session, record_id: int) -> str:
    """The name of its kind; NotFound where there is no such record."""
    kind = session.scalar(select(Record.kind).where(Record.id == record_id))
    if kind is None:
        raise NotFound
    return kind


def is_news(session: Session, brought: Features, actor: Actor, record_id: int) -> bool:
    """Whether opening the record now has to be noted by any feature."""
    return bool(session.scalar(_news(brought, actor), {"record_id": record_id}))


@lru_cache(maxsize=32)
def _news(brought: Features, actor: Actor) -> Select[bool]:
    record_id: BindParameter[int] = bindparam("record_id")
    return select(or_(*(one.is_news(actor, record_id) for one in brought.reading)))
