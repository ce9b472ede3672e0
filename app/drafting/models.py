"""Drafts, their versions, and who has seen which."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.correspondence.models import Document, DocumentType
from app.organisation.models import Person
from app.records.models import Recorded


class Draft(Recorded, Base):
    """A document being written (dự thảo).

    States: drafting, circulating (in its approval circuit), signed, issued, cancelled.
    What is said of the document here is what its newest version says.
    """

    __tablename__ = "draft"
    record_key = "record_id"
    __table_args__ = (
        CheckConstraint(
            "state IN ('drafting', 'circulating', 'signed', 'issued', 'cancelled')", "state"
        ),
        Index("ix_draft_list", "agency_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), unique=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    type_code: Mapped[str] = mapped_column(ForeignKey("document_type.code"))
    subject: Mapped[str] = mapped_column(String(500))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The incoming document this is the reply to."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The issued document this one is to replace."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The issued document whose wording this letter is to correct."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    """The outgoing document it became when it was signed."""
    urgency: Mapped[int] = mapped_column(default=0)
    recipients: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """[{"agency_id": 3 or None, "name": "…", "reply_required": false, "due_on": null}]"""
    signer_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    due_at: Mapped[datetime | None]
    """When the document must have left, taken from the line of work it answers."""
    state: Mapped[str] = mapped_column(String(12), default="drafting")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    type: Mapped[DocumentType] = relationship()
    answers: Mapped[Document | None] = relationship(foreign_keys=[answers_id])
    versions: Mapped[list["DraftVersion"]] = relationship(order_by="DraftVersion.number")


class DraftVersion(Base):
    """One saved state of a draft: its .docx, and everything else that is approved with it."""

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    """Whose letterhead its file bears: another's than the draft's, once that was merged."""
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    fields: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The template form; None when the .docx was uploaded."""
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Type, subject, urgency, recipients, signing post and attachments of this version."""
    note: Mapped[str] = mapped_column(String(300), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class DraftAttachment(Base):
    """A file that goes, or went, with the draft; each version's details name those it has."""

    __tablename__ = "draft_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    page_count: Mapped[int | None]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)


class DraftLook(Base):
    """A person has seen this version: what differs since is shown to them."""

    __tablename__ = "draft_look"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True, index=True)
    version_number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


CONTENTS = (DraftVersion.sha256, DraftAttachment.sha256)
"""Stored contents that drafts name, beside those of documents."""
