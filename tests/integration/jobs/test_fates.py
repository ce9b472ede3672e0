"""Jobs: nothing lost, nothing done twice, each with a fate of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.db import SessionFactory, transaction
from app.core.jobs import HEAVY, NORMAL, URGENT, Handlers, drain, tell_progress
from app.core.jobs.claiming import LEASE, LOST
from app.organisation.models import Person
from tests.integration.jobs.making import (
    Elsewhere,
    Happened,
    fail,
    job,
    names,
    publish,
    quick,
    slow,
    write_person,
)

WRITING = Handlers([quick(write_person)])


def test_each_event_is_delivered_once(factory: SessionFactory) -> None:
    publish(factory, Happened("An"))
    assert drain(factory, WRITING) == 1
    assert drain(factory, WRITING) == 0
    assert names(factory) == ["An"]


def test_a_rolled_back_use_case_publishes_nothing(factory: SessionFactory) -> None:
    with factory() as session:
        outbox.publish(session, Happened("An"))
        session.rollback()
    assert drain(factory, WRITING) == 0


def test_an_event_for_later_waits(factory: SessionFactory) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    with transaction(factory) as session:
        outbox.publish(session, Happened("An"), not_before=tomorrow)
    assert drain(factory, WRITING) == 0
    with clock.stopped_at(tomorrow):
        assert drain(factory, WRITING) == 1


def test_two_handlers_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"test\.quick"):
        Handlers([quick(write_person), quick(fail)])


def test_a_failing_handler_waits_and_repeats_only_itself(factory: SessionFactory) -> None:
    publish(factory, Happened("An"))
    handlers = Handlers([quick(write_person), quick(fail, "test.failing")])
    assert drain(factory, handlers) == 1
    assert drain(factory, handlers) == 0, "its next try is not due yet"
    failing = job(factory, "test.failing")
    assert (failing.state, failing.tries) == ("waiting", 1)
    assert failing.error == "ValueError: the gateway is away"
    mended = Handlers([quick(write_person), quick(lambda *_: None, "test.failing")])
    with clock.stopped_at(clock.now() + timedelta(hours=1)):
        assert drain(factory, mended) == 1
    assert names(factory) == ["An"]
    assert job(factory, "test.failing").error == ""


def test_after_its_tries_it_rests_and_is_never_taken_again(factory: SessionFactory) -> None:
    publish(factory, Happened("An"))
    handlers = Handlers([quick(fail)])
    for hours in range(NORMAL.tries + 3):
        with clock.stopped_at(clock.now() + timedelta(hours=2 * hours)):
            drain(factory, handlers)
    resting = job(factory, "test.quick")
    assert (resting.state, resting.tries, resting.turn_at) == ("failed", NORMAL.tries, None)


def test_one_that_always_kills_its_worker_rests_and_the_others_go_on(
    factory: SessionFactory,
) -> None:
    """Handlers are claimed one by one: the death of one is nobody else's."""
    publish(factory, Happened("An"), Elsewhere("Bình"))
    starts = []

    def die(_factory: SessionFactory, payload: dict[str, Any]) -> str:
        starts.append(payload["name"])
        raise KeyboardInterrupt

    handlers = Handlers(
        [slow(die, lane=HEAVY), quick(write_person, lane=HEAVY, topic=Elsewhere.topic)]
    )
    for minutes in range(HEAVY.tries):
        with (
            clock.stopped_at(clock.now() + timedelta(minutes=minutes)),
            pytest.raises(KeyboardInterrupt),
        ):
            drain(factory, handlers)
    with clock.stopped_at(clock.now() + timedelta(minutes=10)):
        assert drain(factory, handlers) == (0 if names(factory) else 1)
    resting = job(factory, "test.slow")
    assert (resting.state, resting.error, len(starts)) == ("failed", LOST, HEAVY.tries)
    assert names(factory) == ["Bình"]


def test_the_work_of_a_dead_worker_is_taken_up_after_its_lease(factory: SessionFactory) -> None:
    publish(factory, Happened("An"))

    def die(_session: Session, _payload: dict[str, Any]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drain(factory, Handlers([quick(die)]))
    assert drain(factory, WRITING) == 0
    with clock.stopped_at(clock.now() + LEASE + timedelta(seconds=1)):
        assert drain(factory, WRITING) == 1
    assert names(factory) == ["An"]
    assert job(factory, "test.quick").tries == 2


def test_a_worker_whose_lease_ended_writes_nothing(factory: SessionFactory) -> None:
    """It went on without knowing that another had taken its work up and done it."""
    publish(factory, Happened("An"))
    quickly = Handlers([slow(lambda _factory, payload: payload["name"])])

    def linger(own: SessionFactory, payload: dict[str, Any]) -> str:
        with clock.stopped_at(clock.now() + LEASE + timedelta(seconds=1)):
            assert drain(own, quickly) == 1
        return f"{payload['name']} once more"

    assert drain(factory, Handlers([slow(linger)])) == 0
    assert names(factory) == ["An"]
    assert (job(factory, "test.slow").state, job(factory, "test.slow").tries) == ("done", 2)


def test_two_workers_never_do_one_job_twice(factory: SessionFactory) -> None:
    publish(factory, *(Happened(f"{number:02d}") for number in range(40)))
    both_are_there = Barrier(2)

    def drain_beside_another() -> int:
        both_are_there.wait()
        return drain(factory, WRITING)

    with ThreadPoolExecutor(2) as workers:
        done = [workers.submit(drain_beside_another) for _ in range(2)]
    assert sum(each.result() for each in done) == 40
    assert sorted(names(factory)) == [f"{number:02d}" for number in range(40)]


def test_slow_work_holds_no_transaction(factory: SessionFactory) -> None:
    publish(factory, Happened("An"))

    def work(own: SessionFactory, payload: dict[str, Any]) -> str:
        with transaction(own) as session:
            session.add(Person(name="written meanwhile", folded_name=""))
        return str(payload["name"]) + "!"

    assert drain(factory, Handlers([slow(work)])) == 1
    assert names(factory) == ["written meanwhile", "An!"]


def test_a_job_that_this_release_does_not_know_waits(factory: SessionFactory) -> None:
    publish(factory, Happened("An"))
    drain(factory, Handlers([quick(fail, "of.a.newer.release")]))
    with clock.stopped_at(clock.now() + timedelta(hours=1)):
        assert drain(factory, WRITING) == 0
    assert job(factory, "of.a.newer.release").tries == 1


def test_lanes_are_drained_by_themselves(factory: SessionFactory) -> None:
    publish(factory, Happened("An"))
    handlers = Handlers(
        [quick(fail, "test.heavy", HEAVY), quick(write_person, "test.urgent", URGENT)]
    )
    assert drain(factory, handlers, (URGENT,)) == 1
    assert job(factory, "test.heavy").tries == 0


def test_progress_is_a_row_that_others_see(factory: SessionFactory) -> None:
    publish(factory, Happened("An"))
    seen: list[tuple[str, int | None, int | None]] = []

    def work(own: SessionFactory, payload: dict[str, Any]) -> str:
        tell_progress(12, 42)
        row = job(own, "test.slow")
        seen.append((row.state, row.parts_done, row.parts_total))
        return str(payload["name"])

    assert drain(factory, Handlers([slow(work)])) == 1
    assert seen == [("running", 12, 42)]
    tell_progress(1, 2)  # of no job: nothing to tell
