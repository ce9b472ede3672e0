"""An incoming document and the delivery it came by."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

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
