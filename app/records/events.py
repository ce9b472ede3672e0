"""Facts about records of every kind."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class ReadersChanged(Event):
    """Somebody may read it now who could not before, or no longer may: index it again."""

    topic: ClassVar[str] = "records.readers_changed"
    record_id: int


@dataclass(frozen=True)
class RecordChanged(Event):
    """It, or what is said about it, is not as it was: index it again."""

    topic: ClassVar[str] = "records.changed"
    record_id: int
