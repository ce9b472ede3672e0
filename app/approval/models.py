"""Where a record stands in its approval, whose turn it is, and what was remarked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, constant


class Approval(Base):
    """The way of one record round those who approve it (trình ký).

    States: circulating; returned to its author, who has not sent it again; approved by the last
    signature; ended otherwise: called back, or everybody who was asked was heard.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("state IN ('circulating', 'returned', 'approved', 'ended')", "state"),
        Index("ix_approval_author", "author_id", "sort", "record_id"),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """To whom it comes back."""
    sort: Mapped[str] = mapped_column(String(20))
    """Alike for its kind: the author's last circuit for the same sort is proposed again."""
    round: Mapped[int]
    """How often it was sent round; each round has its own steps."""
    state: Mapped[str] = mapped_column(String(12))
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    """When it was sent round for the first time."""
    due_at: Mapped[datetime | None]
    """Until when the record has to be done, as its kind said last."""


class CircuitStep(Base):
    """A person's turn in the approval circuit; opinions of one position are asked in parallel.

    Kinds: review (xét duyệt), initial (ký nháy), sign (ký duyệt), opinion (góp ý).
    States: waiting, current, done, returned, lapsed (an opinion past its limit), skipped.
    """

    __tablename__ = "circuit_step"
    __table_args__ = (
        CheckConstraint("kind IN ('review', 'initial', 'sign', 'opinion')", "kind"),
        CheckConstraint(
            "state IN ('waiting', 'current', 'done', 'returned', 'lapsed', 'skipped')", "state"
        ),
        Index("ix_circuit_step_turn", "person_id", "state"),
        Index("ix_circuit_step_record", "record_id", "round", "position"),
        Index(
            "ix_circuit_step_current",
            "record_id",
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    round: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    due_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    version_number: Mapped[int | None]
    """The version that was decided on."""
    comment: Mapped[str] = mapped_column(Text, default="")
    acted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who acted: the person themselves, or the one they delegated to."""
    acted_at: Mapped[datetime | None]
    began_at: Mapped[datetime | None]
    is_live: Mapped[bool] = mapped_column(default=True)
    """False once a return made its turn come again: the new turn is a row of its own."""


IS_CURRENT = CircuitStep.state == constant("current")
"""The condition of the index of steps at turn. Compared with a parameter instead, SQLite would
plan each statement anew that asks it."""


class Remark(Base):
    """What somebody who may read the record said of one version, beside any turn."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    version_number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    is_return: Mapped[bool] = mapped_column(default=False)
    """The reason for giving back what was signed already, not a remark."""
    at: Mapped[datetime] = mapped_column(default=clock.now)
