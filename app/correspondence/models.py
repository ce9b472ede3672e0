"""Document: what incoming, outgoing and internal documents share, with its files."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.records.models import Recorded


class DocumentType(Base):
    """A type of Decree 30/2020, article 7 (or an agency's own): "Quyết định", "QĐ"."""

    __tablename__ = "document_type"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    abbreviation: Mapped[str | None] = mapped_column(String(10))
    """None for công văn and thư công, whose references carry no type."""
    position: Mapped[int] = mapped_column(default=0)


# In the words of the list of open documents: by these SQLite sees that its index will do.
IS_OPEN = text("state IN ('registered', 'directed')")


class Document(Recorded, Base):
    """A registered, or soon to be registered, official document of one agency."""

    __tablename__ = "document"
    __mapper_args__ = {"polymorphic_on": "kind"}
    __table_args__ = (
        CheckConstraint("kind IN ('incoming', 'outgoing', 'internal')", "kind"),
        CheckConstraint("urgency BETWEEN 0 AND 3", "urgency"),
        CheckConstraint(
            "kind <> 'outgoing' OR (state IN ('signed', 'returned')) = (number IS NULL)",
            "issued_iff_numbered",
        ),
        CheckConstraint(
            "kind <> 'incoming' OR state = 'recalled'"
            " OR (state IN ('waiting', 'refused')) = (number IS NULL)",
            "registered_iff_numbered",
        ),
        Index("ix_document_list", "agency_id", "kind", "id"),
        Index("ix_document_state", "agency_id", "kind", "state", "id", "due_at"),
        # Two states in the order of one list, so that its first page need not sort all of them.
        Index(
            "ix_document_open",
            *("agency_id", "kind", "id"),
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_document_twin", "agency_id", "reference_key"),
        Index("ix_document_book", "register_id", "year", "number"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    register_id: Mapped[int | None] = mapped_column(ForeignKey("register.id"))
    year: Mapped[int | None]
    number: Mapped[int | None]
    """Arrival number of an incoming, issued number of an outgoing document."""
    reference: Mapped[str] = mapped_column(String(60), default="")
    """Number and symbol as written: "807/UBND-VX"."""
    reference_key: Mapped[str] = mapped_column(String(60), default="")
    """The reference reduced to what makes it the same, see rules.reference_key."""
    type_code: Mapped[str] = mapped_column(ForeignKey("document_type.code"))
    subject: Mapped[str] = mapped_column(String(500))
    issuer: Mapped[str] = mapped_column(String(200))
    issuer_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    issued_on: Mapped[date | None]
    """The date written on the document."""
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    signer_title: Mapped[str] = mapped_column(String(200), default="")
    urgency: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int | None]
    copies: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(String(500), default="")
    reply_required: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(12))
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str] = mapped_column(String(500), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    type: Mapped[DocumentType] = relationship()
    files: Mapped[list["DocumentFile"]] = relationship(
        order_by="DocumentFile.position, DocumentFile.id",
        primaryjoin=(
            "and_(DocumentFile.document_id == Document.id, DocumentFile.removed_at == None)"
        ),
        viewonly=True,
    )


class DocumentFile(Base):
    """A file of a document: a name, a kind, and the hash of its immutable content."""

    __tablename__ = "document_file"
    __table_args__ = (CheckConstraint("kind IN ('main', 'attachment')", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="main")
    name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    page_count: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]


class Upload(Base):
    """A file received and examined, waiting for the form it was dropped on."""

    __tablename__ = "upload"

    token: Mapped[str] = mapped_column(String(43), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    page_count: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class FileText(Base):
    """The text found in a content, for reading on a phone and for search."""

    __tablename__ = "file_text"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    reader: Mapped[int] = mapped_column(default=0, server_default="0")
    """Which reader found it; what an older one than extraction.READER found is read again."""


class Rendition(Base):
    """How a content is read in place: the PDF made of an office file, and what is said of it."""

    __tablename__ = "rendition"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    """None when the file could not be converted; `error` then says why."""
    page_count: Mapped[int | None]
    error: Mapped[str] = mapped_column(String(300), default="")
    remarks: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What its reader should know, as `reading.told` writes it; empty where that is nothing."""
