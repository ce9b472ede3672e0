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
from app.core.db import Base, SessionFactory, transaction

BACK_OFF = (2, 10, 30, 120, 600, 1800, 3600)
"""Seconds to wait after the first, second, … failure; the last one repeats."""


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


Handler = Callable[[Session, dict[str, Any]], None]
Wiring = Mapping[str, Sequence[Handler]]


def publish(session: Session, event: Event, *, not_before: datetime | None = None) -> None:
    """Write the event into the caller's transaction."""
    session.add(
        OutboxRow(topic=event.topic, payload=asdict(event), next_try_at=not_before or clock.now())
    )


def pending_ids(session: Session, limit: int = 100) -> list[int]:
    """Rows whose turn has come, oldest first."""
    rows = select(OutboxRow.id).where(
        OutboxRow.done_at.is_(None), OutboxRow.next_try_at <= clock.now()
    )
    return list(session.scalars(rows.order_by(OutboxRow.id).limit(limit)))


def drain(factory: SessionFactory, wiring: Wiring, limit: int = 100) -> int:
    """Deal with the rows whose turn has come; return how many were finished."""
    with factory() as session:
        ids = pending_ids(session, limit)
    return sum(_deliver(factory, wiring, outbox_id) for outbox_id in ids)


def _deliver(factory: SessionFactory, wiring: Wiring, outbox_id: int) -> bool:
    with factory() as session:
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


def _run_once(factory: SessionFactory, handler: Handler, outbox_id: int) -> None:
    name = f"{handler.__module__}.{handler.__qualname__}"
    with transaction(factory) as session:
        row = session.get_one(OutboxRow, outbox_id, with_for_update=True)
        if row.done_at is None and session.get(Delivery, (outbox_id, name)) is None:
            handler(session, row.payload)
            session.add(Delivery(outbox_id=outbox_id, handler=name))


def _put_off(factory: SessionFactory, outbox_id: int, failure: Exception) -> None:
    with transaction(factory) as session:
        row = session.get_one(OutboxRow, outbox_id)
        wait = BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)]
        row.attempts += 1
        row.error = f"{type(failure).__name__}: {failure}"[:2000]
        row.next_try_at = clock.now() + timedelta(seconds=wait)
