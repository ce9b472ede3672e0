"""Facts about what must never be false. `names` are those of the invariants."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class Broke(Event):
    """Some do not hold, or cannot be looked at, for longer than a moment."""

    topic: ClassVar[str] = "watchdog.broke"
    key: str
    names: list[str]


@dataclass(frozen=True)
class WholeAgain(Event):
    """Some of which was told hold again; with these keys nothing is asked any more."""

    topic: ClassVar[str] = "watchdog.whole_again"
    key: str
    names: list[str]
    settled: list[str]
