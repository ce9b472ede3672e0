"""Facts about files. Their topics are data, and keep the names they first had."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class UploadForgotten(Event):
    """No form took an upload: its content goes, unless somebody else has the same."""

    topic: ClassVar[str] = "correspondence.upload_forgotten"
    sha256: str


@dataclass(frozen=True)
class FileAdded(Event):
    """A content became part of a record: take its text, make it readable in place."""

    topic: ClassVar[str] = "correspondence.file_added"
    sha256: str
    media_type: str


@dataclass(frozen=True)
class LookInside(Event):
    """A content is to leave the office, and to look for what no page of it shows takes seconds."""

    topic: ClassVar[str] = "files.look_inside"
    sha256: str
    media_type: str


@dataclass(frozen=True)
class FilesRead(Event):
    """What is in the files of a record became known: search finds it by that."""

    topic: ClassVar[str] = "files.read"
    record_id: int
