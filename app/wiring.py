"""Which engines the settings choose, who hears of which event, and what the clock brings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.db import SessionFactory
from app.core.outbox import Handler, SlowHandler
from config import Settings
from documents.storage import DiskStorage, Storage


@dataclass(frozen=True)
class Engines:
    """The parts outside the database, as the settings chose them."""

    settings: Settings
    storage: Storage


@dataclass(frozen=True)
class Round:
    """Work that the clock brings; it must be safe to do twice."""

    every_seconds: int
    work: Callable[[SessionFactory], None]


def build_engines(settings: Settings) -> Engines:
    return Engines(
        settings=settings,
        storage=DiskStorage(settings.instance / "files"),
    )


def build_wiring(engines: Engines) -> dict[str, Sequence[Handler | SlowHandler]]:
    """Topic to handlers; the worker runs each in a transaction of its own."""
    return {}


def build_rounds(engines: Engines) -> dict[str, Round]:
    """What the worker does from time to time."""
    return {}
