"""What a feature declares: who hears of which event, and what the clock brings.

A name is kept in data as the proof of what was done: it never changes, whatever becomes of the
module or the function behind it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import SessionFactory
from app.core.jobs.lanes import Lane
from app.core.outbox import Payload


@dataclass(frozen=True)
class Handler:
    """Quick work: `run` and the proof that it ran are one transaction."""

    name: str
    lane: Lane
    topics: tuple[str, ...]
    run: Callable[[Session, Payload], None]
    is_small: bool = False
    """A row or two, safe to write twice: done where the event is spread, and a job only where that
    fails."""


@dataclass(frozen=True)
class SlowHandler:
    """Work that takes long: reading a file, asking a gateway.

    `work` runs outside any transaction, so that nobody waits for it, and may run again after a
    crash; `note` then writes what came of it, in one transaction with the proof that it ran.
    """

    name: str
    lane: Lane
    topics: tuple[str, ...]
    work: Callable[[SessionFactory, Payload], Any]
    note: Callable[[Session, Payload, Any], None]
    ended: Callable[[Session, Payload], None] | None = None
    """Writes what is known of work that ended in its middle and is not tried again."""


@dataclass(frozen=True)
class Round:
    """Work that the clock brings, or that is called for; it must be safe to do twice.

    It runs `every` so often, or once a day `at` a Vietnamese hour. A turn missed, while no worker
    ran, is made up once. With neither it rests until `call_for` names it.
    """

    name: str
    lane: Lane
    title: str
    """Message id; how the system page names it."""
    work: Callable[[SessionFactory], object]
    every: timedelta | None = None
    at: time | None = None

    def next_turn(self) -> datetime | None:
        """The first turn after now."""
        if self.at is not None:
            turn = clock.at(clock.today(), self.at)
            return turn if turn > clock.now() else clock.at(_tomorrow(), self.at)
        return clock.now() + self.every if self.every else None


def _tomorrow() -> Any:
    return clock.today() + timedelta(days=1)


AnyHandler = Handler | SlowHandler


class Handlers:
    """All that a worker knows to do, by topic and by name."""

    def __init__(self, handlers: Iterable[AnyHandler], rounds: Iterable[Round] = ()) -> None:
        self.by_topic: dict[str, list[AnyHandler]] = {}
        self.by_name: dict[str, AnyHandler | Round] = {}
        self.rounds = tuple(rounds)
        for handler in handlers:
            for topic in handler.topics:
                self.by_topic.setdefault(topic, []).append(handler)
            self._name(handler)
        for one in self.rounds:
            self._name(one)

    def without_rounds(self) -> "Handlers":
        """Those who hear of events."""
        hearing = (one for one in self.by_name.values() if not isinstance(one, Round))
        return Handlers(hearing)

    def _name(self, one: AnyHandler | Round) -> None:
        if one.name in self.by_name:
            raise ValueError(f"two handlers are named {one.name}")
        self.by_name[one.name] = one
