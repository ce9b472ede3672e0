"""Notices in the application, and SMS messages with their delivery state."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.organisation.models import Person

SENT_AGAIN = "+"
"""Ends the key of a message once for every time that a person had it sent again."""


class Notice(Base):
    """A sentence for one person, with the page it is about."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_person", "person_id", "read_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """What makes it the same notice, so that a repeated delivery adds nothing."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    message: Mapped[str] = mapped_column(String(300))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    path: Mapped[str] = mapped_column(String(200))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    """The record it speaks of: who may no longer read that is not told its subject either."""
    at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]


class NoticeMatter(Base):
    """What notices of one key asked for, and since when that is settled.

    What asks and what settles may be handled in either order, or at the same moment: both write
    this row, and one waits for the other.
    """

    __tablename__ = "notice_matter"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    settled_at: Mapped[datetime | None]


class SmsMessage(Base):
    """One text to one phone.

    States: queued, sending, sent (accepted by the gateway), delivered, failed, and unknown: nobody
    knows whether the gateway took it, so it is sent again a few times (service.UNCERTAIN_TRIES).
    """

    __tablename__ = "sms_message"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')", "state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    phone: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(700))
    segments: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    gateway: Mapped[str] = mapped_column(String(30), default="", server_default="")
    """The one that took it."""
    provider_id: Mapped[str] = mapped_column(String(80), default="")
    error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)

    person: Mapped[Person] = relationship()


class GatewayState(Base):
    """How the tries of one gateway went lately, for every process that sends."""

    __tablename__ = "sms_gateway"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    """One after the other, since it last took a message."""
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(300), default="")
    taken_at: Mapped[datetime | None]


class LocalSms(Base):
    """What the local gateway "sent": kept to be looked at, where there is no provider."""

    __tablename__ = "local_sms"

    request_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    phone: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(700))
    at: Mapped[datetime] = mapped_column(default=clock.now)
