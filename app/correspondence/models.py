"""Document: what incoming, outgoing and internal documents share."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, and_, false, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.deadlines.queries.counted import Counting
from app.files.models import RecordFile
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
# Not "kind = 'outgoing'": SQLite would plan anew whatever compares the kind with a parameter.
HOLDS_ITS_NUMBER = text(
    "kind NOT IN ('incoming', 'internal') AND number IS NOT NULL AND NOT number_again"
)


class Document(Recorded, Counting, Base):
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
        Index(
            "ix_document_begins",
            *("agency_id", "reference_key"),
            postgresql_ops={"reference_key": "varchar_pattern_ops"},
        ),
        Index("ix_document_issuer", "agency_id", "issuer"),
        Index("ix_document_day", "agency_id", "issued_on"),
        Index("ix_document_book", "register_id", "year", "number"),
        # Number and symbol once a year in an agency (Decree 30/2020, article 15).
        Index(
            "ix_document_one_number",
            *("agency_id", "year", "reference_key"),
            unique=True,
            sqlite_where=HOLDS_ITS_NUMBER,
            postgresql_where=HOLDS_ITS_NUMBER,
        ),
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
    number_again: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Its number and symbol had been given before in that year, when nothing forbade it yet."""
    type_code: Mapped[str] = mapped_column(ForeignKey("document_type.code"))
    subject: Mapped[str] = mapped_column(String(500))
    issuer: Mapped[str] = mapped_column(String(200))
    issuer_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The document of another agency of this installation that this is a receiver's copy of."""
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
    recalled_at: Mapped[datetime | None]
    """When its issuer called it back; whoever accepted a copy decides what becomes of it."""
    recall_reason: Mapped[str | None] = mapped_column(String(500))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    type: Mapped[DocumentType] = relationship()
    files: Mapped[list[RecordFile]] = relationship(
        order_by=(RecordFile.position, RecordFile.id),
        primaryjoin=lambda: and_(
            foreign(RecordFile.record_id) == Document.id, RecordFile.removed_at.is_(None)
        ),
        viewonly=True,
    )


class Citation(Base):
    """A text that was read in a content names a reference; the text gone, so is this."""

    __tablename__ = "citation"

    sha256: Mapped[str] = mapped_column(
        ForeignKey("file_text.sha256", ondelete="CASCADE"), primary_key=True
    )
    reference_key: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)
    replacing: Mapped[str] = mapped_column(String(600), default="", server_default="")
    """The sentence by which the text says that it replaces or cancels that document."""
