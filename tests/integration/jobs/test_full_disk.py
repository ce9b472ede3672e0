"""A job that finds no room waits for it, and comes about by itself when there is some."""

import errno
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import SessionFactory
from app.core.disk import FULL
from app.core.jobs import NORMAL, Handlers, Job, drain
from tests.integration.jobs.making import Happened, publish, quick


def test_a_full_disk_is_no_fault_of_the_job(factory: SessionFactory) -> None:
    room: list[bool] = []

    def write(_session: Session, _payload: dict[str, Any]) -> None:
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")

    handlers = Handlers([quick(write)])
    publish(factory, Happened("a"))
    start = clock.now()
    for minute in range(NORMAL.tries + 3):
        with clock.stopped_at(start + timedelta(minutes=2 * minute)):
            assert drain(factory, handlers) == 0
    row = one(factory)
    assert (row.state, row.tries, row.error) == ("waiting", 0, FULL.message)
    room.append(True)
    with clock.stopped_at(start + timedelta(hours=1)):
        assert drain(factory, handlers) == 1
    assert one(factory).state == "done"


def test_a_turn_given_while_the_clock_stood_wrong_is_not_waited_for(
    factory: SessionFactory,
) -> None:
    done: list[bool] = []
    failing = [True]

    def write(_session: Session, _payload: dict[str, Any]) -> None:
        if failing:
            raise ValueError("away")
        done.append(True)

    handlers = Handlers([quick(write)])
    publish(factory, Happened("a"))
    with clock.stopped_at(clock.now() + timedelta(days=40)):
        drain(factory, handlers)
    failing.clear()
    drain(factory, handlers)
    assert done == [True]


def one(factory: SessionFactory) -> Job:
    with factory() as session:
        return session.scalars(select(Job)).one()
