"""The hands of a worker: lanes beside each other, leases renewed, limits kept, a clean stop."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from app.core.db import SessionFactory
from app.core.jobs import (
    FLASH,
    HEAVY,
    LANES,
    MAIL,
    NORMAL,
    URGENT,
    Handler,
    Handlers,
    Job,
    Lane,
    Runner,
    claiming,
    watching,
)
from app.core.jobs import hands as hands_module
from app.core.jobs.claiming import TOOK_TOO_LONG, TOOK_TOO_MUCH, Claim
from app.core.jobs.hands import Hands
from app.core.jobs.spreading import spread
from app.core.jobs.watching import TooMuchMemory, Watch
from tests.integration.jobs.making import (
    TOPIC,
    Elsewhere,
    Happened,
    job,
    names,
    publish,
    quick,
    slow,
    write_person,
)

PATIENCE = 60
"""Seconds; far more than anything here takes."""
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands_module, "LOOK_EVERY_SECONDS", 0.1)
    monkeypatch.setattr(hands_module, "STOP_SECONDS", 1.0)
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.05)


@contextmanager
def at_work(
    factory: SessionFactory, handlers: Handlers, threads: dict[Lane, int] | None = None
) -> Iterator[Hands]:
    usual = {lane: lane.threads for lane in LANES.values()}
    hands = Hands(Runner(factory, handlers), threads or usual)
    hands.start()
    try:
        yield hands
    finally:
        hands.stop()


class Conversions:
    """Heavy work that goes on until it is let go."""

    def __init__(self) -> None:
        self.began, self.may_end = threading.Event(), threading.Event()
        self.count = 0

    def work(self, _factory: SessionFactory, payload: dict[str, Any]) -> str:
        self.count += 1
        self.began.set()
        assert self.may_end.wait(PATIENCE)
        return str(payload["name"])


def counting(wanted: int, reached: threading.Event) -> Callable[[Session, dict[str, Any]], None]:
    seen = []

    def run(_session: Session, payload: dict[str, Any]) -> None:
        seen.append(payload["name"])
        if len(seen) == wanted:
            reached.set()

    return run


@pytest.mark.parametrize(
    ("behind", "lane", "count"),
    [(HEAVY, FLASH, 1), (HEAVY, NORMAL, 42), (MAIL, FLASH, 1), (MAIL, URGENT, 1)],
    ids=["sms", "deliveries", "flash and a dead mail server", "bell and a dead mail server"],
)
def test_neither_an_sms_nor_42_deliveries_wait_behind_30_conversions(
    factory: SessionFactory, behind: Lane, lane: Lane, count: int
) -> None:
    conversions, arrived = Conversions(), threading.Event()
    handlers = Handlers(
        [
            slow(conversions.work, lane=behind),
            quick(counting(count, arrived), lane=lane, topic=Elsewhere.topic),
        ]
    )
    publish(factory, *(Happened(f"file {number}") for number in range(30)))
    with at_work(factory, handlers):
        assert conversions.began.wait(PATIENCE)
        publish(factory, *(Elsewhere(f"urgent {number}") for number in range(count)))
        assert arrived.wait(PATIENCE)
        assert (conversions.count, names(factory)) == (1, [])
        conversions.may_end.set()


def test_a_job_longer_than_its_lease_runs_once(
    factory: SessionFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "LEASE", timedelta(seconds=2))
    monkeypatch.setattr(watching, "BEAT_SECONDS", 0.2)
    renewals = threading.Semaphore(0)
    renew = claiming.renew

    def counted(*args: Any) -> None:
        renew(*args)
        renewals.release()

    monkeypatch.setattr(watching, "renew", counted)
    conversions = Conversions()
    handlers = Handlers([slow(conversions.work)])
    publish(factory, Happened("An"))
    other = Runner(factory, handlers)
    with at_work(factory, handlers, {NORMAL: 2}):
        assert conversions.began.wait(PATIENCE)
        for _ in range(15):  # three seconds and more
            assert renewals.acquire(timeout=PATIENCE)
            assert other.run_next(NORMAL) is None
        conversions.may_end.set()
    assert (conversions.count, names(factory)) == (1, ["An"])
    assert (job(factory, "test.slow").state, job(factory, "test.slow").tries) == ("done", 1)


def test_work_that_exceeds_its_limit_is_ended_and_told(factory: SessionFactory) -> None:
    ended = threading.Event()

    def compute(_factory: SessionFactory, _payload: dict[str, Any]) -> str:
        try:
            while True:
                threading.Event().wait(0.01)
        finally:
            ended.set()

    done = threading.Event()
    handlers = Handlers(
        [slow(compute), quick(counting(1, done), topic=Elsewhere.topic, name="test.after")]
    )
    publish(factory, Happened("An"))
    with at_work(factory, handlers, {replace(NORMAL, limit_seconds=1): 1}):
        assert ended.wait(PATIENCE)
        publish(factory, Elsewhere("Bình"))
        assert done.wait(PATIENCE), "the thread went on to the next"
    resting = job(factory, "test.slow")
    assert (resting.state, resting.tries, resting.error) == ("failed", 1, TOOK_TOO_LONG)


def test_work_that_takes_too_much_memory_is_ended_told_and_tried_again(
    factory: SessionFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Semaphore(0)

    def hoard(_factory: SessionFactory, _payload: dict[str, Any]) -> str:
        hoarded = []
        try:
            while True:
                hoarded.append(b"x" * MEGABYTE)
                threading.Event().wait(0.001)
        finally:
            ended.release()

    done = threading.Event()
    handlers = Handlers(
        [slow(hoard), quick(counting(1, done), topic=Elsewhere.topic, name="test.after")]
    )
    monkeypatch.setattr(claiming, "BACK_OFF", (0,))
    publish(factory, Happened("An"))
    lane = replace(NORMAL, limit_bytes=32 * MEGABYTE)
    with at_work(factory, handlers, {lane: 1}):
        for _ in range(NORMAL.tries):
            assert ended.acquire(timeout=PATIENCE)
        publish(factory, Elsewhere("Bình"))
        assert done.wait(PATIENCE), "the thread went on to the next"
    resting = job(factory, "test.slow")
    assert (resting.state, resting.error) == ("failed", TOOK_TOO_MUCH)
    assert resting.tries == NORMAL.tries


def test_memory_is_asked_of_who_began_first_not_of_who_works_beside(
    factory: SessionFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = iter([700, 100, 1000 * MEGABYTE])
    told: list[type[BaseException] | None] = []
    monkeypatch.setattr(watching, "_resident_bytes", lambda: next(sizes))
    monkeypatch.setattr(watching, "_raise_in", lambda _thread, error: told.append(error))
    watch = Watch(factory)
    first, second = (Claim(n, "test", "normal", {}, "", 1) for n in (1, 2))
    with watch.over(second, NORMAL) as beside, watch.over(first, NORMAL) as hoarder:
        watch.look()
        assert (beside.told_at, told) == (None, [TooMuchMemory])
        assert hoarder.told_at is not None


def test_what_does_not_end_when_the_worker_stops_is_put_back(factory: SessionFactory) -> None:
    conversions = Conversions()
    handlers = Handlers([slow(conversions.work)])
    publish(factory, Happened("An"))
    with at_work(factory, handlers, {NORMAL: 1}):
        assert conversions.began.wait(PATIENCE)
    back = job(factory, "test.slow")
    assert (back.state, back.tries) == ("waiting", 0), "stopping is nobody's failure"
    conversions.may_end.set()
    assert Runner(factory, handlers).run_next(NORMAL) is True
    assert names(factory) == ["An"]


def test_what_is_small_is_done_where_it_is_spread_and_a_job_only_where_that_fails(
    factory: SessionFactory,
) -> None:
    def write_but_no_other(session: Session, payload: dict[str, Any]) -> None:
        write_person(session, payload)
        session.flush()
        if payload["name"] == "Bình":
            raise ValueError("not here")

    handlers = Handlers([Handler("test.small", NORMAL, (TOPIC,), write_but_no_other, True)])
    publish(factory, Happened("An"), Happened("Bình"), Happened("Chi"))
    assert spread(factory, handlers) == {"normal"}, "what it called for may be there"
    assert names(factory) == ["An", "Chi"], "one that fails undoes itself alone"
    assert Runner(factory, handlers).run_next(NORMAL) is False, "it fails as a job, and is told"
    assert job(factory, "test.small").error == "ValueError: not here"
    assert spread(factory, handlers) == set(), "no event is spread twice"


@pytest.mark.parametrize("fault", ["unreadable", "swallowed", "statement", "ended"])
def test_a_small_handler_that_breaks_something_spoils_no_other_event(
    factory: SessionFactory, fault: str
) -> None:
    def write(session: Session, payload: dict[str, Any]) -> None:
        write_person(session, payload)
        if payload["name"] != "Bình":
            return
        if fault == "unreadable":
            payload["record_id"]
        elif fault == "swallowed":
            with suppress(IntegrityError):
                session.add(Job(event_id=0, handler="nobody's", lane="normal"))
                session.flush()
        elif fault == "statement":
            with suppress(SQLAlchemyError):
                session.execute(text("SELECT nothing FROM nowhere"))
            raise LookupError
        else:
            session.rollback()

    handlers = Handlers([Handler("test.small", NORMAL, (TOPIC,), write, True)])
    publish(factory, Happened("An"), Happened("Bình"), Happened("Chi"))
    spread(factory, handlers)
    spread(factory, handlers)
    assert sorted(names(factory)) == ["An", "Chi"]
    assert job(factory, "test.small").state == "waiting", "it fails as a job, and is told"


def test_a_lane_wakes_another_for_what_it_spread(factory: SessionFactory) -> None:
    arrived = threading.Event()
    handlers = Handlers([quick(counting(1, arrived), lane=HEAVY)])
    told: list[set[str]] = []
    runner = Runner(factory, handlers, lambda lanes: told.append(set(lanes)))
    publish(factory, Happened("An"))
    assert runner.run_next(URGENT) is None
    assert told == [{"heavy"}]
    with at_work(factory, handlers, {NORMAL: 1}) as hands:
        assert hands.wake({"heavy", "normal"}) == {"heavy"}, "nobody here has that lane"
