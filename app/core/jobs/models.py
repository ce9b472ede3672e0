"""The row of a job: whose turn it is, who holds it, how often it was started, what went wrong."""

from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base, found_when_asked
from app.core.outbox import OutboxRow

WAITING, RUNNING, DONE, FAILED, GIVEN_UP = "waiting", "running", "done", "failed", "given_up"

STUCK_AFTER = timedelta(minutes=15)
"""So long after its turn a job should have been dealt with: perhaps no worker runs."""

STUCK_TRIES = 3
"""So many starts in vain are no passing trouble."""

_IS_ROUND = text("event_id IS NULL")
_IS_LEFT = text("state <> 'done'")


class Job(Base):
    """One handler's work for one event; without an event, a round of the clock.

    `turn_at` is when its next turn is, and of a running one when its lease ends: whoever looks for
    work finds what died with its worker by the same question. What is at rest has no turn.
    """

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("event_id", "handler"),
        Index("ix_job_turn", "lane", "turn_at"),
        Index(
            "ix_job_round",
            "handler",
            unique=True,
            sqlite_where=_IS_ROUND,
            postgresql_where=_IS_ROUND,
        ),
        Index("ix_job_unfinished", "handler", sqlite_where=_IS_LEFT, postgresql_where=_IS_LEFT),
        CheckConstraint(
            "(turn_at IS NULL) = (state IN ('done', 'failed', 'given_up'))", name="turn"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    handler: Mapped[str] = mapped_column(String(80))
    lane: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    turn_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    """Starts since it was last done or asked for by a person."""
    holder: Mapped[str] = mapped_column(String(120), default="")
    """The worker that last started it."""
    is_called: Mapped[bool] = mapped_column(default=False)
    """A round that was called for while it ran: it runs once more."""
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")
    """What the last try failed of: the exception's own words, or a message id."""
    parts_done: Mapped[int | None]
    parts_total: Mapped[int | None]

    event: Mapped[OutboxRow | None] = relationship()


def is_unfinished() -> ColumnElement[bool]:
    """Jobs that wait, run, rest as failed or were given up; found by an index of their own."""
    return literal_column("job.state <> 'done'", Boolean)


def is_stuck() -> ColumnElement[bool]:
    """Jobs that rest as failed, were started again and again, or whose turn came long ago."""
    is_forgotten = Job.turn_at < found_when_asked(_stuck_since)
    is_tried = and_(Job.turn_at.is_not(None), Job.tries >= STUCK_TRIES, Job.error != "")
    return or_(Job.state == FAILED, is_tried, is_forgotten)


def _stuck_since() -> datetime:
    return clock.now() - STUCK_AFTER
