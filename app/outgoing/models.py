"""An outgoing document and its recipients."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.correspondence.models import Document


class OutgoingDocument(Document):
    """States: signed (waiting for its number), returned (to its drafter, before it had a number),
    issued, recalled, replaced."""

    __mapper_args__ = {"polymorphic_identity": "outgoing", "polymorphic_load": "inline"}

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """The unit that drafted it."""
    drafter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("number_series.id"))
    """The series its number was taken from."""
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The request it answers; linked when it is issued."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The issued document it replaces; linked when it is issued."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The issued document whose wording it corrects (đính chính); linked when it is issued."""
    archive_copy: Mapped[str | None] = mapped_column(String(200))
    """Who keeps the file copy: "VT, VHXH" (column 6 of the outgoing register)."""
    signed_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]

    @property
    def linked_ids(self) -> tuple[int | None, ...]:
        """What it answers, replaces and corrects, in the order of rules.LINKS."""
        return self.answers_id, self.replaces_id, self.corrects_id


class Recipient(Base):
    """One receiver of an outgoing document: an agency of this installation, or another by name.

    States: planned (before issuing), sent, delivered (waits for that agency's clerk), accepted,
    refused, recalled. A receiver that refused and is sent the document again gets a new row.
    """

    __tablename__ = "recipient"
    __table_args__ = (
        CheckConstraint(
            "state IN ('planned', 'sent', 'delivered', 'accepted', 'refused', 'recalled')", "state"
        ),
        CheckConstraint("channel IN ('system', 'paper', 'email')", "channel"),
        CheckConstraint("(channel = 'system') = (agency_id IS NOT NULL)", "inside"),
        Index("ix_recipient_state", "state", "document_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(10), default="system")
    """How it travels: system (inside this installation), paper or email."""
    state: Mapped[str] = mapped_column(String(10), default="planned")
    addressed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The paper names it, under "Kính gửi" or in an article: it cannot be left out."""
    reply_required: Mapped[bool] = mapped_column(default=False)
    """Whether the paper asks it for an answer, and by when, as it was sent."""
    due_at: Mapped[datetime | None]
    line_id: Mapped[int | None] = mapped_column(ForeignKey("request_line.id"), unique=True)
    """Its line on the board: by when it is to answer now, and what it answered."""
    reason: Mapped[str] = mapped_column(String(500), default="")
    changed_at: Mapped[datetime | None]
    resent_as_id: Mapped[int | None] = mapped_column(ForeignKey("recipient.id"))
    """The row by which a refused document was sent again."""
    delivered_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    """The incoming document it became at this receiver, inside the installation."""
