"""Facts about leave."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class Asked(Event):
    """Somebody asked to be away; or another head decides, as units were reorganised."""

    topic: ClassVar[str] = "leave.asked"
    leave_id: int
    before_id: int | None = None
    """The unit whose head was asked until now."""


@dataclass(frozen=True)
class Decided(Event):
    """It was approved or refused."""

    topic: ClassVar[str] = "leave.decided"
    leave_id: int


@dataclass(frozen=True)
class StoodIn(Event):
    """Somebody stands in for whoever is away."""

    topic: ClassVar[str] = "leave.stood_in"
    leave_id: int


@dataclass(frozen=True)
class TakenBack(Event):
    """It was taken back; `was` is its state until then."""

    topic: ClassVar[str] = "leave.taken_back"
    leave_id: int
    by_id: int
    was: str
