"""Facts about documents of every kind."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class DocumentChanged(Event):
    """Registered, corrected, assigned, issued, given a file or a reader: index it again."""

    topic: ClassVar[str] = "correspondence.document_changed"
    document_id: int


@dataclass(frozen=True)
class UploadForgotten(Event):
    """No form took an upload: its content goes, unless somebody else has the same."""

    topic: ClassVar[str] = "correspondence.upload_forgotten"
    sha256: str


@dataclass(frozen=True)
class FileAdded(Event):
    """A content became part of a document or draft: take its text, make it readable in place."""

    topic: ClassVar[str] = "correspondence.file_added"
    sha256: str
    media_type: str
    document_id: int | None = None
