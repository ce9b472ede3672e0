"""The append-only trail and the head of its chain; refused attempts, outside the chain."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

GENESIS = "0" * 64
HEAD_ID = 1


class AuditEntry(Base):
    """One sentence of the trail. `hash` covers every other column and the hash before it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_object", "object_kind", "object_id"),
        Index("ix_audit_entry_record", "record_id"),
        Index("ix_audit_entry_agency", "agency_id", "id"),
        Index("ix_audit_entry_actor", "actor_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str] = mapped_column(String(120))
    on_behalf_of: Mapped[str] = mapped_column(String(120), default="")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    action: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(30))
    object_id: Mapped[int]
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """One row: the last entry of the chain. Locked while entries are added."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_id: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(String(64), default=GENESIS)


class RefusedAttempt(Base):
    """What somebody was refused on one day, and how often: whoever tries makes no chain grow.

    `person_id` is 0 for nobody, so that their rows are one of a kind too.
    """

    __tablename__ = "refused_attempt"
    __table_args__ = (
        UniqueConstraint("day", "person_id", "address", "method", "path", "why"),
        Index("ix_refused_attempt_last_at", "last_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    person_id: Mapped[int]
    person_name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(64))
    """The sender's, as far as the office's own proxies are believed."""
    method: Mapped[str] = mapped_column(String(10))
    path: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(String(10))
    part: Mapped[str] = mapped_column(String(40))
    """The part of the office (a blueprint) that was asked."""
    times: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
