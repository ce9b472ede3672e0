"""Urgent messages: whom they climb to, who confirmed, who was phoned, who is on duty."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.organisation.models import Person

CLIMBING, CALLING, CONFIRMED, ENDED = "climbing", "calling", "confirmed", "ended"


MARKED = "marked:"
"""Begins the key of a sending that nobody asked for by hand."""


class UrgentAlert(Base):
    """One urgent sending of a record: by its mark of urgency, or by a person with a reason."""

    __tablename__ = "urgent_alert"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    """What makes it the same sending, so that a repeated event sends nothing."""
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    """Whose it is: its chain, its minutes, its text."""
    urgency: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Empty where the mark of the document was reason enough."""
    accented: Mapped[bool]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    recalled_at: Mapped[datetime | None]

    sent_by: Mapped[Person | None] = relationship()


class UrgentTarget(Base):
    """One receiving unit, agency or person, and how far its chain has climbed.

    `climbing` until its `next_at`, then the next step; `calling` when the chain is used up.
    """

    __tablename__ = "urgent_target"
    __table_args__ = (
        UniqueConstraint("alert_id", "source"),
        CheckConstraint("state IN ('climbing', 'calling', 'confirmed', 'ended')", "state"),
        CheckConstraint("(state = 'climbing') = (next_at IS NOT NULL)", "climbs_until"),
        CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL)", "confirmed_at"),
        Index("ix_urgent_target_due", "state", "next_at"),
        Index("ix_urgent_target_source", "source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("urgent_alert.id"))
    source: Mapped[str] = mapped_column(String(40))
    """What made it a receiver: "urgent:12" of a line of work, "recipient:5" of a delivery."""
    name: Mapped[str] = mapped_column(String(200))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    """Where it is: whose duty officer is asked."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("recipient.id"))
    state: Mapped[str] = mapped_column(String(10), default=CLIMBING)
    step: Mapped[int] = mapped_column(default=-1)
    next_at: Mapped[datetime | None]
    calling_since: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_how: Mapped[str] = mapped_column(String(8), default="")
    """By what: link, sms, app or phone."""
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(12), default="")

    alert: Mapped[UrgentAlert] = relationship()


class UrgentStep(Base):
    """One person of a chain: told by SMS, or skipped, and why."""

    __tablename__ = "urgent_step"
    __table_args__ = (UniqueConstraint("target_id", "step", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("urgent_target.id"), index=True)
    step: Mapped[int]
    role: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None where nobody holds that post."""
    skipped: Mapped[str] = mapped_column(String(10), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    phone: Mapped[str] = mapped_column(String(20), default="", index=True)
    """As the gateway calls it: only from there the reply code counts."""
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the code in the link: the code itself is in the message alone."""
    reply_code: Mapped[str] = mapped_column(String(6), default="")
    unproven_phone: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """From where its reply code came last, although that telephone was not asked."""
    unproven_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    """Also where another had confirmed before."""
    confirmed_how: Mapped[str] = mapped_column(String(8), default="")

    target: Mapped[UrgentTarget] = relationship()
    person: Mapped[Person | None] = relationship()


class UrgentCall(Base):
    """Somebody phoned, and what came of it."""

    __tablename__ = "urgent_call"
    __table_args__ = (CheckConstraint("outcome IN ('reached', 'silent', 'wrong')", "outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("urgent_target.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(String(8))
    called_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    called_by: Mapped[Person] = relationship(foreign_keys=[called_by_id])


class DutyShift(Base):
    """Who is on duty in an agency on a day, or in the night that begins on it."""

    __tablename__ = "duty_shift"
    __table_args__ = (
        UniqueConstraint("agency_id", "day", "shift"),
        CheckConstraint("shift IN ('day', 'night')", "shift"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    day: Mapped[date]
    shift: Mapped[str] = mapped_column(String(5))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship()


class UrgentGuess(Base):
    """Codes that are none, from one address or telephone, since a moment."""

    __tablename__ = "urgent_guess"

    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    misses: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)
