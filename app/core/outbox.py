"""What must happen after a transaction, written inside it.

A publisher writes one row and knows nobody who hears of it. A worker spreads the row into one job
for each handler of its topic (`app.core.jobs`), and each job has a fate of its own.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, String, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.db import Base

Payload = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """A fact that happened; subclasses add plain JSON values and name their topic."""

    topic: ClassVar[str]


class OutboxRow(Base):
    """An event, as its transaction left it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_unspread", "spread_at", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(60))
    payload: Mapped[Payload] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    not_before: Mapped[datetime] = mapped_column(default=clock.now)
    spread_at: Mapped[datetime | None]
    """When its jobs were written; from then on only they matter."""


def publish(session: Session, event: Event, *, not_before: datetime | None = None) -> None:
    """Write the event into the caller's transaction; nobody hears of it before that moment."""
    session.info["published"] = True
    session.add(
        OutboxRow(topic=event.topic, payload=asdict(event), not_before=not_before or clock.now())
    )


def publish_all(session: Session, events: Iterable[Event]) -> None:
    """Many events in one statement."""
    rows = [{"topic": event.topic, "payload": asdict(event)} for event in events]
    if rows:
        session.info["published"] = True
        session.execute(insert(OutboxRow), rows)
