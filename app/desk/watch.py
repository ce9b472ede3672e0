"""The watchdog: asks every feature for the rows that break what must never be false."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.feature import Features, Invariant

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
