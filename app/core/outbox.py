"""What must happen after a transaction, written inside it and drained by the worker.

A publisher writes one row; the worker runs every handler that `app.wiring` names for its topic,
each in a transaction of its own together with a delivery row. A crash at any moment therefore
repeats nothing that was done and loses nothing that was not.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    and_,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.db import Base, SessionFactory, found_when_asked, reading, transaction

BACK_OFF = (2, 10, 30, 120, 600, 1800, 3600)
"""Seconds to wait after the first, second, … failure; the last one repeats."""

LEASE = timedelta(seconds=90)
"""A row whose worker died is taken up by another after this time."""

STUCK_AFTER = timedelta(minutes=15)
"""So long after its turn a row should have been dealt with: perhaps no worker runs."""

STUCK_TRIES = 3
"""So many failures are no passing trouble."""

AT_ONCE = 20
"""Rows claimed in one transaction."""


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
    `prepare` is told of several rows whose turn comes: what is cheaper for all of them at once is
    done there, within a lease, and `work` finds it. Without it, or when it fails, `work` does all.
    """

    name: str
    work: Callable[[SessionFactory, Payload], Any]
    note: Callable[[Session, Payload, Any], None]
    prepare: Callable[[SessionFactory, Sequence[Payload]], None] | None = None


Wiring = Mapping[str, Sequence[Handler | SlowHandler]]


def publish(session: Session, event: Event, *, not_before: datetime | None = None) -> None:
    """Write the event into the caller's transaction."""
    session.info["published"] = True
    session.add(
        OutboxRow(topic=event.topic, payload=asdict(event), next_try_at=not_before or clock.now())
    )


def _stuck_since() -> datetime:
    return clock.now() - STUCK_AFTER


def is_stuck() -> ColumnElement[bool]:
    """Rows that failed again and again, or whose turn came long ago."""
    is_forgotten = OutboxRow.next_try_at < found_when_asked(_stuck_since)
    return and_(OutboxRow.done_at.is_(None), or_(OutboxRow.attempts >= STUCK_TRIES, is_forgotten))


@dataclass
class _Claim:
    """A row taken by this worker until its lease ends."""

    id: int
    topic: str
    payload: Payload
    lease_until: datetime


def drain(factory: SessionFactory, wiring: Wiring, limit: int = 200) -> int:
    """Deal with the rows whose turn has come, oldest first; return how many were finished."""
    taken = finished = 0
    while taken < limit and (claims := _claim(factory, min(AT_ONCE, limit - taken))):
        taken += len(claims)
        _prepare(factory, wiring, claims)
        finished += sum(_deliver(factory, wiring.get(c.topic, ()), c) for c in claims)
    return finished


def _claim(factory: SessionFactory, count: int) -> list[_Claim]:
    """Take the oldest rows whose turn has come; no other worker takes them while the lease runs."""
    due = select(OutboxRow).where(OutboxRow.done_at.is_(None), OutboxRow.next_try_at <= clock.now())
    with reading(factory) as session:
        if session.scalar(due.with_only_columns(OutboxRow.id).limit(1)) is None:
            return []
    oldest = due.order_by(OutboxRow.id).limit(count).with_for_update(skip_locked=True)
    with transaction(factory) as session:
        lease_until = clock.now() + LEASE
        rows = session.scalars(oldest).all()
        for row in rows:
            row.next_try_at = lease_until
        return [_Claim(row.id, row.topic, row.payload, lease_until) for row in rows]


def _prepare(factory: SessionFactory, wiring: Wiring, claims: Sequence[_Claim]) -> None:
    """Let slow handlers do at once what is cheaper so."""
    by_topic: dict[str, list[Payload]] = {}
    for claim in claims:
        by_topic.setdefault(claim.topic, []).append(claim.payload)
    for topic, payloads in by_topic.items():
        for handler in wiring.get(topic, ()):
            if isinstance(handler, SlowHandler) and handler.prepare and len(payloads) > 1:
                with suppress(Exception):  # then each row's own work meets it, and is put off
                    handler.prepare(factory, payloads)


def _deliver(
    factory: SessionFactory, handlers: Sequence[Handler | SlowHandler], claim: _Claim
) -> bool:
    """Run the handlers of a row. Quick ones share one transaction, unless one of them fails."""
    quick = [handler for handler in handlers if not isinstance(handler, SlowHandler)]
    if len(quick) == len(handlers):
        try:
            if _run_together(factory, quick, claim):
                return True
        except Exception:  # then each by itself: one broken effect must not stop the others
            return _run_apart(factory, handlers, claim)
    return _run_apart(factory, handlers, claim)


def _run_together(factory: SessionFactory, handlers: Sequence[Handler], claim: _Claim) -> bool:
    """Everything in one transaction; False when some handlers were run before."""
    with transaction(factory) as session:
        row = _own_row(session, claim)
        if row is None or session.scalar(_deliveries(claim.id).limit(1)) is not None:
            return False
        for handler in handlers:
            handler(session, claim.payload)
        row.done_at = clock.now()
    return True


def _run_apart(
    factory: SessionFactory, handlers: Sequence[Handler | SlowHandler], claim: _Claim
) -> bool:
    """Run each handler that was not run yet; put the row off when one of them failed."""
    failure: Exception | None = None
    for handler in handlers:
        try:
            _run_once(factory, handler, claim)
        except Exception as error:  # kept until all others had their turn
            failure = error
    with transaction(factory) as session:
        row = _own_row(session, claim)
        if row is None:
            return False
        if failure is not None:
            _put_off(row, failure)
            return False
        row.done_at = clock.now()
        return True


def _run_once(factory: SessionFactory, handler: Handler | SlowHandler, claim: _Claim) -> None:
    """Run one handler with its proof of delivery; slow work begins with a new lease."""
    proof = Delivery(outbox_id=claim.id, handler=_name_of(handler))
    with transaction(factory) as session:
        row = _own_row(session, claim)
        if row is None or session.get(Delivery, (claim.id, proof.handler)) is not None:
            return
        if not isinstance(handler, SlowHandler):
            handler(session, claim.payload)
            session.add(proof)
            return
        row.next_try_at = claim.lease_until = clock.now() + LEASE
    result = handler.work(factory, claim.payload)
    with transaction(factory) as session:
        if _own_row(session, claim) is not None:
            handler.note(session, claim.payload, result)
            session.add(proof)


def _own_row(session: Session, claim: _Claim) -> OutboxRow | None:
    """The row, locked; None when it was done, or its lease ended and another worker has it."""
    row = session.get_one(OutboxRow, claim.id, with_for_update=True)
    return row if row.done_at is None and row.next_try_at == claim.lease_until else None


def _deliveries(outbox_id: int) -> Select[str]:
    return select(Delivery.handler).where(Delivery.outbox_id == outbox_id)


def _name_of(handler: Handler | SlowHandler) -> str:
    if isinstance(handler, SlowHandler):
        return handler.name
    return f"{handler.__module__}.{handler.__qualname__}"


def _put_off(row: OutboxRow, failure: Exception) -> None:
    wait = BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)]
    row.attempts += 1
    row.error = f"{type(failure).__name__}: {failure}"[:2000]
    row.next_try_at = clock.now() + timedelta(seconds=wait)
