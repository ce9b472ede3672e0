"""Events and handlers for tests of jobs, and the rows that came of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.db import SessionFactory, transaction
from app.core.jobs import NORMAL, Handler, Job, Lane, SlowHandler
from app.core.outbox import Event
from app.organisation.models import Person

TOPIC = "test.happened"


@dataclass(frozen=True)
class Happened(Event):
    topic: ClassVar[str] = TOPIC
    name: str


@dataclass(frozen=True)
class Elsewhere(Event):
    topic: ClassVar[str] = "test.elsewhere"
    name: str


def publish(factory: SessionFactory, *events: Event) -> None:
    with transaction(factory) as session:
        for event in events:
            outbox.publish(session, event)


def write_person(session: Session, payload: dict[str, Any]) -> None:
    session.add(Person(name=payload["name"], folded_name=payload["name"]))


def fail(_session: Session, _payload: dict[str, Any]) -> None:
    raise ValueError("the gateway is away")


def quick(
    run: Callable[[Session, dict[str, Any]], None],
    name: str = "test.quick",
    lane: Lane = NORMAL,
    topic: str = TOPIC,
) -> Handler:
    return Handler(name, lane, (topic,), run)


def slow(
    work: Callable[[SessionFactory, dict[str, Any]], Any],
    name: str = "test.slow",
    lane: Lane = NORMAL,
    topic: str = TOPIC,
) -> SlowHandler:
    """Its result, a name, becomes a person."""

    def note(session: Session, _payload: dict[str, Any], result: str) -> None:
        session.add(Person(name=result, folded_name=""))

    return SlowHandler(name, lane, (topic,), work, note)


def names(factory: SessionFactory) -> list[str]:
    with factory() as session:
        return list(session.scalars(select(Person.name).order_by(Person.id)))


def job(factory: SessionFactory, handler: str) -> Job:
    with factory() as session:
        return session.scalars(select(Job).where(Job.handler == handler)).one()
