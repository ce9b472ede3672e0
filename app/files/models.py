"""Files of records of every kind, what waits to become one, and what was found in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base


class RecordFile(Base):
    """A file of a record: a name, a kind, and the hash of its immutable content."""

    __tablename__ = "record_file"
    __table_args__ = (CheckConstraint("kind IN ('main', 'attachment')", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="main")
    name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    page_count: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    is_received: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It came with the record from another agency: nobody here takes it off."""
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


class Inside(Base):
    """What a file holds that no page shows, and the same file as it may leave the office."""

    __tablename__ = "file_inside"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    marks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Each a `documents.mark.Mark`; what has some is not signed and does not leave."""
    clean_sha256: Mapped[str | None] = mapped_column(String(64))
    """None where there are marks, or where it cannot be read."""
    clean_size: Mapped[int | None]
