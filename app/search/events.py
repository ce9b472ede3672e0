"""Facts of this feature."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class Matched(Event):
    """Something new matches a followed search, of which its follower has not heard since they last
    opened it."""

    topic: ClassVar[str] = "search.matched"
    follow_id: int
    record_id: int


@dataclass(frozen=True)
class Looked(Event):
    """Somebody opened a search that they follow, or follows it no more."""

    topic: ClassVar[str] = "search.looked"
    view_id: int
    person_id: int
