"""Builds a worker: hands for its lanes, and a Celery that hears when there is work for them."""

from collections.abc import Collection, Mapping

from celery.signals import worker_ready, worker_shutdown, worker_shutting_down

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.broker import LOOK, build_celery, waker
from app.core.db import create_engine, session_factory
from app.core.jobs import Lane, Runner
from app.core.jobs.hands import Hands, open_hands
from app.wiring import build_engines, build_handlers
from config import Settings

QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")
"""Workers have nothing to tell each other: the database knows who does what."""


def run_worker(settings: Settings, threads: Mapping[Lane, int]) -> None:
    """Do the jobs of these lanes, each in so many threads, until SIGTERM or SIGINT.

    Celery's own pool only hands messages on; jobs run in threads of their lane, so that one lane
    can never take what another needs, all in one process.
    """
    handlers = build_handlers(build_engines(settings))
    factory = session_factory(create_engine(settings.database_url))
    celery = build_celery(settings)
    send, hands = waker(settings, celery), list[Hands]()

    def wake(lanes: Collection[str]) -> None:
        """Those of this process at once, others by message."""
        send(hands[0].wake(lanes) if hands else lanes)

    @celery.task(name=LOOK)  # type: ignore[untyped-decorator]
    def look(lane: str) -> None:
        wake((lane,))

    @worker_ready.connect(weak=False)  # type: ignore[untyped-decorator]
    def begin(**_: object) -> None:
        hands.append(open_hands(Runner(factory, handlers, wake), threads))

    @worker_shutting_down.connect(weak=False)  # type: ignore[untyped-decorator]
    def rest(**_: object) -> None:
        for each in hands:
            each.rest()

    @worker_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]
    def end(**_: object) -> None:
        for each in hands:
            each.stop()

    queues = ",".join(lane.name for lane in threads)
    celery.worker_main(
        ["--quiet", "worker", "--pool", "solo", "--loglevel", "WARNING", "-Q", queues, *QUIET]
    )
