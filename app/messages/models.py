"""What is on its way to people, by every channel, and how each of them wants to be told."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, synonym

from app.core import clock
from app.core.db import Base, constant
from app.core.feature import EMAIL, NOTICE, SMS

SENT_AGAIN = "+"
"""Ends the key of a message once for every time that a person had it sent again."""

_HAS_ID = text("provider_id <> ''")
_IN_TROUBLE = text("state IN ('failed', 'unknown')")


class Delivery(Base):
    """One message to one person by one channel: a notice, an e-mail or a text message.

    States: queued, sending, sent (accepted by the gateway or the mail server), delivered, failed,
    and unknown: nobody knows whether it was taken. A notice is delivered when it is written.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index("ix_delivery_person", "person_id", "channel", "read_at", "id"),
        Index("ix_delivery_channel", "channel", "id"),
        Index(
            "ix_delivery_provider",
            "channel",
            "provider_id",
            sqlite_where=_HAS_ID,
            postgresql_where=_HAS_ID,
        ),
        Index("ix_delivery_trouble", "id", sqlite_where=_IN_TROUBLE, postgresql_where=_IN_TROUBLE),
        CheckConstraint("channel IN ('notice', 'email', 'sms')", "channel"),
        CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')", "state"
        ),
    )
    __mapper_args__ = {"polymorphic_on": "channel"}

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(120))
    """What makes it the same message, so that a repeated telling adds nothing."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    """The record it speaks of: who may no longer read that is not told its subject either."""
    occasion: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """The line of the catalogue by which its person may want it or not."""
    message: Mapped[str] = mapped_column(String(300), default="", server_default="")
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    path: Mapped[str] = mapped_column(String(200), default="", server_default="")
    address: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """The telephone number or e-mail address that it goes to."""
    text: Mapped[str] = mapped_column(String(700), default="", server_default="")
    """Of a text message, as it is sent; other channels say `message` in the reader's language."""
    secrets: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """Parts of the text that are for its person alone: links and codes that confirm for them."""
    segments: Mapped[int] = mapped_column(default=0, server_default="0")
    cost: Mapped[int] = mapped_column(default=0, server_default="0")
    """In đồng, by the price of the day on which it was queued."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """The unit whose cost it is: of whoever caused it."""
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    gateway: Mapped[str] = mapped_column(String(30), default="", server_default="")
    """The one that took it."""
    provider_id: Mapped[str] = mapped_column(String(80), default="", server_default="")
    """The gateway's own id of it; of an e-mail, that of the mail in which it stood."""
    error: Mapped[str] = mapped_column(String(300), default="", server_default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    not_before: Mapped[datetime | None]
    """Not sent before: the next digest, or the end of quiet hours."""
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


def in_trouble() -> ColumnElement[bool]:
    """What failed, or of which nobody knows; found by an index of its own."""
    return Delivery.state.in_((constant("failed"), constant("unknown")))


def known_as(provider_id: str) -> ColumnElement[bool]:
    """What a gateway or a mail took under this id; found by an index of its own."""
    return and_(Delivery.provider_id != literal_column("''"), Delivery.provider_id == provider_id)


class Notice(Delivery):
    """A sentence for one person in the application, with the page it is about."""

    __mapper_args__ = {"polymorphic_identity": NOTICE}


class Email(Delivery):
    """The same by e-mail, alone or together with others of its person."""

    __mapper_args__ = {"polymorphic_identity": EMAIL}


class SmsMessage(Delivery):
    """One text to one phone."""

    __mapper_args__ = {"polymorphic_identity": SMS}

    phone: Mapped[str] = synonym("address")


class NoticeMatter(Base):
    """What notices of one key asked for, and since when that is settled.

    What asks and what settles may be handled in either order, or at the same moment: both write
    this row, and one waits for the other.
    """

    __tablename__ = "notice_matter"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    settled_at: Mapped[datetime | None]


class Wishes(Base):
    """How a person wants to be told; whoever has no row is told as the catalogue says."""

    __tablename__ = "message_wishes"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    channels: Mapped[dict[str, dict[str, bool]]] = mapped_column(JSON, default=dict)
    """By occasion and channel, where they differ from the catalogue."""
    digest_at: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Hours of working days ("07:15") at which e-mails go together; none sends each at once."""
    quiet_from: Mapped[str] = mapped_column(String(5), default="")
    quiet_to: Mapped[str] = mapped_column(String(5), default="")
    is_quiet_when_off: Mapped[bool] = mapped_column(default=False)
    """Days off are quiet as a whole."""
    version: Mapped[int] = mapped_column(default=1)


class ContactCode(Base):
    """A number or address that a person wants to be reached at, and has not proven yet.

    One of each way is in force. What makes the code is kept, never the code; how often one was
    asked for stays when the code has ended.
    """

    __tablename__ = "contact_code"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    way: Mapped[str] = mapped_column(String(8), primary_key=True)
    """Phone or email."""
    address: Mapped[str] = mapped_column(String(120))
    seed: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int]
    ends_at: Mapped[datetime]
    asked: Mapped[int] = mapped_column(default=0, server_default="0")
    """So many codes since `asked_since`, also such as never left."""
    asked_since: Mapped[datetime | None]


class ReceivedSms(Base):
    """A text message that somebody sent to the office, as a gateway told of it, once."""

    __tablename__ = "received_sms"
    __table_args__ = (UniqueConstraint("gateway", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gateway: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(80))
    """The gateway's id of it; where it gives none, what it says and in which minute."""
    phone: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(700))
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class GatewayState(Base):
    """How the tries of one gateway went lately, for every process that sends."""

    __tablename__ = "sms_gateway"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    """One after the other, since it last took a message."""
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(300), default="")
    taken_at: Mapped[datetime | None]
    free_at: Mapped[datetime | None]
    """When the next message may go, of a gateway that takes so many a minute."""


class LocalSms(Base):
    """What the local gateway "sent": kept to be looked at, where there is no provider."""

    __tablename__ = "local_sms"

    request_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    phone: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(700))
    at: Mapped[datetime] = mapped_column(default=clock.now)
