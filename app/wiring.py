"""Which engines the settings choose, who hears of which event, and what the clock brings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.core.db import SessionFactory
from app.core.outbox import Handler, SlowHandler
from app.correspondence.events import DocumentChanged
from app.search import service as search
from config import Settings
from documents.storage import DiskStorage, Storage
from search_index import SearchBackend, WhooshBackend


@dataclass(frozen=True)
class Engines:
    """The parts outside the database, as the settings chose them."""

    settings: Settings
    storage: Storage
    search: SearchBackend


@dataclass(frozen=True)
class Round:
    """Work that the clock brings; it must be safe to do twice."""

    every_seconds: int
    work: Callable[[SessionFactory], None]


def build_engines(settings: Settings) -> Engines:
    return Engines(
        settings=settings,
        storage=DiskStorage(settings.instance / "files"),
        search=WhooshBackend(settings.instance / "index"),
    )


def build_wiring(engines: Engines) -> dict[str, Sequence[Handler | SlowHandler]]:
    """Topic to handlers; the worker runs each in a transaction of its own."""
    return {
        DocumentChanged.topic: [search.ask],
    }


def build_rounds(engines: Engines) -> dict[str, Round]:
    """What the worker does from time to time."""
    return {
        "index": Round(2, partial(_sync_index, engines.search)),
        "compare index": Round(24 * 3600, partial(_mend_index, engines.search)),
    }


def _sync_index(backend: SearchBackend, factory: SessionFactory) -> None:
    search.sync(factory, backend)


def _mend_index(backend: SearchBackend, factory: SessionFactory) -> None:
    search.mend(factory, backend)
