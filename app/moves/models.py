"""What was handed over when a person or a unit moved, so that it can be taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base


class Handover(Base):
    """One act by which everything chosen of what somebody held went to others."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_by_id IS NULL)", "taken_back"),
        Index("ix_handover_source", "source", "agency_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    source: Mapped[str] = mapped_column(String(16))
    """Who moves, by token: "p12", "u7"."""
    name: Mapped[str] = mapped_column(String(200))
    """What they were called then."""
    reason: Mapped[str] = mapped_column(String(500))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """What was changed of units and posts themselves: [{"kind": "post", "id": 3, "version": 2,
    "from": 1, "was": {"valid_to": null}}]; what was made new has no "was"; "from" is the version
    before."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]

    items: Mapped[list["HandedItem"]] = relationship(order_by="HandedItem.id")


class HandedItem(Base):
    """One thing that went with it: where from, where to, and how it stood right after."""

    __tablename__ = "handed_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), index=True)
    holding: Mapped[str] = mapped_column(String(40))
    """The name of a `Holding`."""
    item_id: Mapped[int]
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    said: Mapped[str] = mapped_column(String(600), default="")
    source: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(16))
    mark: Mapped[int]
    before: Mapped[int | None]
    """The mark it had with whom it came from: where an earlier act had given it to them with that
    mark, it stands as that act left it once this one is taken back. Not kept before 2026-11-30."""
    state: Mapped[str] = mapped_column(String(8), default="given")
    """given; back, once it was taken back; kept, where it stayed as it was acted upon; gone, where
    whom it came from could not take it any more."""
