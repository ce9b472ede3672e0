"""Rounds of the clock as rows: never twice at once, made up when missed, told when they fail."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import SessionFactory, transaction
from app.core.jobs import HEAVY, NORMAL, Handlers, Job, Round, call_for, drain, keep_rounds
from app.core.jobs.claiming import BACK_OFF, claim
from tests.integration.jobs.making import job

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


class Clockwork:
    """An office with one round, and what the round did."""

    def __init__(self, factory: SessionFactory, **when: object) -> None:
        self.factory, self.done = factory, list[datetime]()
        self.fails = False
        self.round = Round("test.round", NORMAL, "Test", self.work, **when)  # type: ignore[arg-type]
        self.handlers = Handlers((), [self.round])
        keep_rounds(factory, [self.round])

    def work(self, _factory: SessionFactory) -> None:
        self.done.append(clock.now())
        if self.fails:
            raise OSError("disk full")

    def look(self, at: datetime) -> int:
        with clock.stopped_at(at):
            drain(self.factory, self.handlers)
        return len(self.done)


def test_a_round_comes_again_and_a_missed_one_is_made_up_once(factory: SessionFactory) -> None:
    with clock.stopped_at(NOON):
        clockwork = Clockwork(factory, every=timedelta(minutes=5))
    assert clockwork.look(NOON) == 1, "a new one has its turn at once"
    assert clockwork.look(NOON + timedelta(minutes=4)) == 1
    assert clockwork.look(NOON + timedelta(hours=3)) == 2, "36 turns were missed"
    row = job(factory, "test.round")
    assert row.turn_at == NOON + timedelta(hours=3, minutes=5)
    assert (row.state, row.tries, row.error) == ("waiting", 0, "")


def test_a_daily_round_keeps_its_hour_and_is_made_up_when_the_machine_was_off(
    factory: SessionFactory,
) -> None:
    with clock.stopped_at(NOON):
        clockwork = Clockwork(factory, at=time(2, 30))
    assert clockwork.look(NOON) == 1
    assert job(factory, "test.round").turn_at == clock.at(
        NOON.date() + timedelta(days=1), time(2, 30)
    )
    assert clockwork.look(NOON + timedelta(days=1)) == 2, "nobody was there at half past two"


def test_a_failing_round_is_told_and_tried_again(factory: SessionFactory) -> None:
    with clock.stopped_at(NOON):
        clockwork = Clockwork(factory, every=timedelta(minutes=5))
    clockwork.fails = True
    assert clockwork.look(NOON) == 1
    row = job(factory, "test.round")
    assert (row.state, row.tries, row.error) == ("waiting", 1, "OSError: disk full")
    assert row.turn_at == NOON + timedelta(seconds=BACK_OFF[0])
    for hour in range(1, NORMAL.tries + 2):
        clockwork.look(NOON + timedelta(hours=hour))
    row = job(factory, "test.round")
    assert row.state == "waiting", "what the clock brings never rests for good"
    assert row.tries > NORMAL.tries
    clockwork.fails = False
    clockwork.look(NOON + timedelta(days=1))
    assert (job(factory, "test.round").tries, job(factory, "test.round").error) == (0, "")


def test_two_hosts_never_run_a_round_at_once(factory: SessionFactory) -> None:
    with clock.stopped_at(NOON):
        clockwork = Clockwork(factory, every=timedelta(minutes=5))
        keep_rounds(factory, [clockwork.round])
        assert claim(factory, NORMAL, clockwork.handlers, "one") is not None
        assert claim(factory, NORMAL, clockwork.handlers, "another") is None


def test_rounds_follow_the_release(factory: SessionFactory) -> None:
    Clockwork(factory, every=timedelta(minutes=5))
    moved = Round("test.round", HEAVY, "Test", print, every=timedelta(minutes=5))
    keep_rounds(factory, [moved, Round("test.new", NORMAL, "New", print)])
    with factory() as session:
        rows = session.execute(select(Job.handler, Job.lane, Job.state).order_by(Job.handler))
        assert rows.all() == [("test.new", "normal", "done"), ("test.round", "heavy", "waiting")]
    keep_rounds(factory, [moved])
    with factory() as session:
        assert session.scalars(select(Job.handler)).all() == ["test.round"]


def test_what_is_called_for_comes_at_once_and_once_more_when_it_ran_meanwhile(
    factory: SessionFactory,
) -> None:
    clockwork = Clockwork(factory)
    assert clockwork.look(clock.now()) == 0, "it rests until it is called for"
    _call(factory)
    assert clockwork.look(clock.now()) == 1
    assert clockwork.look(clock.now()) == 1
    work, asked = clockwork.work, [True, False]

    def call_meanwhile(own: SessionFactory) -> None:
        if asked:
            _call(own, even_if_running=asked.pop())
        work(own)

    handlers = Handlers((), [Round("test.round", NORMAL, "Test", call_meanwhile)])
    _call(factory)
    drain(factory, handlers)
    assert len(clockwork.done) == 2, "called for while it ran, but not once more"
    _call(factory)
    drain(factory, handlers)
    assert len(clockwork.done) == 4


def _call(factory: SessionFactory, **how: bool) -> None:
    with transaction(factory) as session:
        call_for(session, "test.round", **how)


def test_a_round_that_failed_for_good_may_be_called_for_again(factory: SessionFactory) -> None:
    clockwork = Clockwork(factory)
    clockwork.fails = True
    _call(factory)
    for hours in range(NORMAL.tries):
        clockwork.look(clock.now() + timedelta(hours=hours))
    assert job(factory, "test.round").state == "failed"
    clockwork.fails = False
    _call(factory)
    done = len(clockwork.done)
    assert clockwork.look(clock.now()) == done + 1
    assert job(factory, "test.round").state == "done"


@pytest.mark.parametrize(("now", "turn"), [((1, 0), 0), ((2, 30), 1), ((23, 0), 1)])
def test_the_next_turn_of_a_day(now: tuple[int, int], turn: int) -> None:
    daily = Round("test.round", NORMAL, "Test", print, at=time(2, 30))
    day = NOON.date()
    with clock.stopped_at(clock.at(day, time(*now))):
        assert daily.next_turn() == clock.at(day + timedelta(days=turn), time(2, 30))
