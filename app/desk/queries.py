"""Reading that belongs to no single feature: kinds of records, opening them, the watchdog."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.errors import NotFound
from app.core.feature import Features, Invariant
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
    return bool(session.scalar(brought.is_news, given(actor, record_id=record_id)))


NAMED = 5


@dataclass(frozen=True)
class Watched:
    """An invariant, and the ids of the first rows that break it."""

    invariant: Invariant
    broken: Sequence[int]
    has_more: bool = False


def watch(session: Session, brought: Features) -> list[Watched]:
    """Each is one statement over its whole table; broken ones stand first."""
    found = []
    for one in brought.invariants:
        ids = session.scalars(one.broken().limit(NAMED + 1)).all()
        found.append(Watched(one, ids[:NAMED], len(ids) > NAMED))
    return sorted(found, key=lambda one: not one.broken)
