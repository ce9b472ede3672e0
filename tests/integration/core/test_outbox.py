"""The outbox: nothing lost, nothing done twice, one broken effect stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.db import SessionFactory, session_factory, transaction
from app.core.outbox import Event, OutboxRow, SlowHandler
from app.organisation.models import Person
from tests.databases import TestDatabase


@dataclass(frozen=True)
class Happened(Event):
    topic: ClassVar[str] = "test.happened"
    name: str


@pytest.fixture
def factory(database: TestDatabase) -> SessionFactory:
    return session_factory(database.engine)


def write_person(session: Session, payload: dict[str, Any]) -> None:
    session.add(Person(name=payload["name"], folded_name=payload["name"]))


def fail(_session: Session, _payload: dict[str, Any]) -> None:
    raise ValueError("the gateway is away")


def names(factory: SessionFactory) -> list[str]:
    with factory() as session:
        return list(session.scalars(select(Person.name).order_by(Person.id)))


def publish(factory: SessionFactory, name: str) -> None:
    with transaction(factory) as session:
        outbox.publish(session, Happened(name))


def test_each_event_is_delivered_once(factory: SessionFactory) -> None:
    publish(factory, "An")
    assert outbox.drain(factory, {"test.happened": [write_person]}) == 1
    assert outbox.drain(factory, {"test.happened": [write_person]}) == 0
    assert names(factory) == ["An"]


def test_a_rolled_back_use_case_publishes_nothing(factory: SessionFactory) -> None:
    with factory() as session:
        outbox.publish(session, Happened("An"))
        session.rollback()
    assert outbox.drain(factory, {"test.happened": [write_person]}) == 0


def test_a_failing_handler_waits_and_repeats_only_itself(factory: SessionFactory) -> None:
    publish(factory, "An")
    wiring = {"test.happened": [write_person, fail]}
    assert outbox.drain(factory, wiring) == 0
    assert outbox.drain(factory, wiring) == 0, "its next try is not due yet"
    with factory() as session:
        row = session.scalars(select(OutboxRow)).one()
        assert (row.attempts, row.error) == (1, "ValueError: the gateway is away")
    with clock.stopped_at(clock.now() + timedelta(hours=1)):
        assert outbox.drain(factory, {"test.happened": [write_person, _mended]}) == 1
    assert names(factory) == ["An"]


def _mended(_session: Session, _payload: dict[str, Any]) -> None:
    return None


def test_the_work_of_a_dead_worker_is_taken_up_after_its_lease(factory: SessionFactory) -> None:
    publish(factory, "An")

    def die(_session: Session, _payload: dict[str, Any]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.drain(factory, {"test.happened": [die]})
    assert outbox.drain(factory, {"test.happened": [write_person]}) == 0
    later = clock.now() + outbox.LEASE + timedelta(seconds=1)
    with clock.stopped_at(later):
        assert outbox.drain(factory, {"test.happened": [write_person]}) == 1
    assert names(factory) == ["An"]


def test_slow_work_holds_no_transaction(factory: SessionFactory) -> None:
    publish(factory, "An")

    def work(own: SessionFactory, payload: dict[str, Any]) -> str:
        with transaction(own) as session:
            session.add(Person(name="written meanwhile", folded_name=""))
        return str(payload["name"]) + "!"

    def note(session: Session, _payload: dict[str, Any], result: str) -> None:
        session.add(Person(name=result, folded_name=""))

    assert outbox.drain(factory, {"test.happened": [SlowHandler("slow", work, note)]}) == 1
    assert names(factory) == ["written meanwhile", "An!"]


def test_slow_work_is_prepared_for_all_rows_of_a_turn_and_done_without_it(
    factory: SessionFactory,
) -> None:
    for name in ("An", "Bình"):
        publish(factory, name)
    told: list[list[str]] = []

    def prepare(_factory: SessionFactory, payloads: Sequence[dict[str, Any]]) -> None:
        told.append([payload["name"] for payload in payloads])
        raise OSError("no such program")

    slow = SlowHandler(
        "slow",
        lambda _factory, payload: payload["name"],
        lambda session, _payload, name: session.add(Person(name=name, folded_name="")),
        prepare,
    )
    assert outbox.drain(factory, {"test.happened": [slow]}) == 2
    assert told == [["An", "Bình"]]
    assert names(factory) == ["An", "Bình"]
