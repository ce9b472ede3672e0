"""Builds the worker: it drains the outbox, and does in rounds what the clock brings."""

from celery import Celery

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.broker import DRAIN, build_celery
from app.core.db import create_engine, session_factory
from app.core.feature import Features
from app.core.outbox import drain
from app.features import FEATURES
from app.records.kinds import install
from app.wiring import build_engines, build_rounds, build_wiring
from config import Settings

ROUND = "office.round"
LOOK_EVERY_SECONDS = 3


def create_worker(settings: Settings, features: Features = FEATURES) -> Celery:
    """A Celery whose tasks drain the outbox and go the rounds that `app.wiring` names."""
    install(features)
    engines = build_engines(settings)
    wiring = build_wiring(engines, features)
    rounds = build_rounds(engines)
    factory = session_factory(create_engine(settings.database_url))
    celery = build_celery(settings)

    @celery.task(name=DRAIN)  # type: ignore[untyped-decorator]
    def drain_outbox() -> int:
        return drain(factory, wiring)

    @celery.task(name=ROUND)  # type: ignore[untyped-decorator]
    def go_round(name: str) -> None:
        rounds[name].work(factory)

    celery.conf.beat_schedule = {
        DRAIN: _turn(DRAIN, LOOK_EVERY_SECONDS),
        **{name: _turn(ROUND, r.every_seconds, name) for name, r in rounds.items()},
    }
    return celery


def _turn(task: str, every_seconds: int, *args: str) -> dict[str, object]:
    """A turn missed is not made up for: the next one does the same work."""
    options = {"expires": every_seconds * 2}
    return {"task": task, "schedule": every_seconds, "args": args, "options": options}
