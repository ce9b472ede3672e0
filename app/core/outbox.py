"""What must happen after a transaction, written inside it and drained by the worker.

A publisher writes one row; the worker runs every handler that `app.wiring` names for its topic,
each in a transaction of its own together with a delivery row. A crash at any moment therefore
repeats nothing that was done and loses nothing that was not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.db import Base, SessionFactory, reading, transaction

BACK_OFF = (2, 10, 30, 120, 600, 1800, 3600)
"""Seconds to wait after the first, second, … failure; the last one repeats."""

LEASE_SECONDS = 90
"""A row whose worker died is taken up by another after this time."""


@dataclass(frozen=True)
class Event:
    """A fact that happened; subclasses add plain JSON values and name their topic."""

    topic: ClassVar[str]


class OutboxRow(Base):
    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_pending", "done_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    next_try_at: Mapped[datetime] = mapped_column(default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]


class Delivery(Base):
    """Proof that one handler has dealt with one outbox row."""

    __tablename__ = "outbox_delivery"

    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    handler: Mapped[str] = mapped_column(String(120), primary_key=True)
    done_at: Mapped[datetime] = mapped_column(default=clock.now)


Payload = dict[str, Any]
Handler = Callable[[Session, Payload], None]


@dataclass(frozen=True)
class SlowHandler:
    """A handler with work that takes long: converting a file, asking a gateway.

    `work` runs outside any transaction, so that nobody waits for it, and may run again after a
    crash; `note` then writes what came of it, in one transaction with the proof of delivery.
    """

    name: str
    work: Callable[[SessionFactory, Payload], Any]
    note: Callable[[Session, Payload, Any], None]


Wiring = Mapping[str, Sequence[Handler | SlowHandler]]


def publish(session: Session, event: Event, *, not_before: datetime | None = None) -> None:
    """Write the event into the caller's transaction."""
    session.info["published"] = True
    session.add(
        OutboxRow(topic=event.topic, payload=asdict(event), next_try_at=not_before or clock.now())
    )


def drain(factory: SessionFactory, wiring: Wiring, limit: int = 200) -> int:
    """Deal with the rows whose turn has come, oldest first; return how many were finished."""
    finished = 0
    for _ in range(limit):
        outbox_id = _claim(factory)
        if outbox_id is None:
            break
        finished += _deliver(factory, wiring, outbox_id)
    return finished


def _claim(factory: SessionFactory) -> int | None:
    """Take the oldest row whose turn has come; no other worker takes it while the lease runs."""
    due = select(OutboxRow).where(OutboxRow.done_at.is_(None), OutboxRow.next_try_at <= clock.now())
    with reading(factory) as session:
        if session.scalar(due.with_only_columns(OutboxRow.id).limit(1)) is None:
            return None
    with transaction(factory) as session:
        row = session.scalar(due.order_by(OutboxRow.id).limit(1).with_for_update(skip_locked=True))
        if row is None:
            return None
        row.next_try_at = clock.now() + timedelta(seconds=LEASE_SECONDS)
        return row.id


def _deliver(factory: SessionFactory, wiring: Wiring, outbox_id: int) -> bool:
    with reading(factory) as session:
        topic = session.get_one(OutboxRow, outbox_id).topic
    try:
        for handler in wiring.get(topic, ()):
            _run_once(factory, handler, outbox_id)
    except Exception as failure:  # one broken effect must not stop the others
        _put_off(factory, outbox_id, failure)
        return False
    with transaction(factory) as session:
        session.get_one(OutboxRow, outbox_id).done_at = clock.now()
    return True


def _run_once(factory: SessionFactory, handler: Handler | SlowHandler, outbox_id: int) -> None:
    name = _name_of(handler)
    with reading(factory) as session:
        payload = session.get_one(OutboxRow, outbox_id).payload
        if session.get(Delivery, (outbox_id, name)) is not None:
            return
    result = handler.work(factory, payload) if isinstance(handler, SlowHandler) else None
    with transaction(factory) as session:
        row = session.get_one(OutboxRow, outbox_id, with_for_update=True)
        if row.done_at is not None or session.get(Delivery, (outbox_id, name)) is not None:
            return
        if isinstance(handler, SlowHandler):
            handler.note(session, payload, result)
        else:
            handler(session, payload)
        session.add(Delivery(outbox_id=outbox_id, handler=name))


def _name_of(handler: Handler | SlowHandler) -> str:
    if isinstance(handler, SlowHandler):
        return handler.name
    return f"{handler.__module__}.{handler.__qualname__}"


def _put_off(factory: SessionFactory, outbox_id: int, failure: Exception) -> None:
    with transaction(factory) as session:
        row = session.get_one(OutboxRow, outbox_id)
        wait = BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)]
        row.attempts += 1
        row.error = f"{type(failure).__name__}: {failure}"[:2000]
        row.next_try_at = clock.now() + timedelta(seconds=wait)
