"""Builds a worker: hands for its lanes, and a Celery that hears when there is work for them."""

from collections.abc import Collection, Mapping

from celery.signals import worker_shutting_down

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.broker import LOOK, build_celery, waker
from app.core.db import create_engine, session_factory
from app.core.feature import Features, install
from app.core.jobs import Lane, Runner
from app.core.jobs.hands import Hands
from app.features import FEATURES
from app.wiring import build_engines
from config import Settings

POOL = ("--pool", "solo", "--loglevel", "WARNING")
APART = ("--without-gossip", "--without-mingle", "--without-heartbeat")
"""Workers have nothing to tell each other: the database knows who does what."""


def run_worker(
    settings: Settings, threads: Mapping[Lane, int], features: Features = FEATURES
) -> None:
    """Do the jobs of these lanes, each in so many threads, until SIGTERM or SIGINT.

    Celery's own pool only hands messages on; jobs run in threads of their lane, so that one lane
    can never take what another needs, all in one process, also while the broker is away.
    """
    install(features)
    factory = session_factory(create_engine(settings.database_url))
    celery = build_celery(settings)
    send = waker(settings, celery)

    def wake(lanes: Collection[str]) -> None:
        """Those of this process at once, others by message."""
        send(hands.wake(lanes))

    @celery.task(name=LOOK)  # type: ignore[untyped-decorator]
    def look(lane: str) -> None:
        wake((lane,))

    @worker_shutting_down.connect(weak=False)  # type: ignore[untyped-decorator]
    def rest(**_: object) -> None:
        hands.rest()

    handlers = features.handlers(build_engines(settings))
    hands = Hands(Runner(factory, handlers, wake), threads)
    hands.start()
    queues = ",".join(lane.name for lane in threads)
    try:
        celery.worker_main(["--quiet", "worker", *POOL, "-Q", queues, *APART])
    finally:
        hands.stop()
