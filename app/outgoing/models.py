"""An outgoing document and its recipients."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.correspondence.models import Document


class OutgoingDocument(Document):
    """States: signed (waiting for its number), issued, recalled, replaced."""

    __mapper_args__ = {"polymorphic_identity": "outgoing"}

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """The unit that drafted it."""
    drafter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]
    recall_reason: Mapped[str | None] = mapped_column(String(500))


class Recipient(Base):
    """One receiver of an outgoing document: an agency of this installation, or another by name."""

    __tablename__ = "recipient"
    __table_args__ = (
        CheckConstraint(
            "state IN ('planned', 'sent', 'delivered', 'accepted', 'refused', 'recalled')", "state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="planned")
    reply_required: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    changed_at: Mapped[datetime | None]
    delivered_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    """The incoming document it became at this receiver, inside the installation."""
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The incoming document by which this receiver answered."""
