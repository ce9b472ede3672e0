"""Which engines the settings choose, and who hears of which event: the only place that knows both."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.outbox import Handler
from config import Settings


@dataclass(frozen=True)
class Engines:
    """The parts outside the database, as the settings chose them."""

    settings: Settings


def build_engines(settings: Settings) -> Engines:
    return Engines(settings=settings)


def build_wiring(engines: Engines) -> dict[str, Sequence[Handler]]:
    """Topic to handlers. Each handler runs in its own transaction, at least once."""
    return {}
