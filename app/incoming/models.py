"""An incoming document and the delivery it came by."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base
from app.correspondence.models import Document


class IncomingDocument(Document):
    """States: waiting (delivered, not yet accepted), refused, registered, directed, closed,
    recalled (by its sender before it was accepted; later its agency followed the recall).
    """

    __mapper_args__ = {"polymorphic_identity": "incoming", "polymorphic_load": "inline"}

    arrived_on: Mapped[date | None] = mapped_column(index=True)
    presented_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The leader the clerk presents it to for a directive."""
    recipient_id: Mapped[int | None] = mapped_column(unique=True)
    """The line of the sender's recipients that it was delivered for, inside the installation.

    A number without a foreign key: the sender's side is told by events and keeps the other end."""
    refused_reason: Mapped[str] = mapped_column(String(500), default="", nullable=True)


class Correction(Base):
    """A registered line put right: why, and each column before and after."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    reason: Mapped[str] = mapped_column(String(500))
    changes: Mapped[list[list[str]]] = mapped_column(JSON)
    """Column, before, after; what is chosen from a list as its message id."""
    after_closing: Mapped[bool] = mapped_column(default=False)
    """The year's book was closed: there the correction is a remark of its line."""
