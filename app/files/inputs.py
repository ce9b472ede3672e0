"""What is handed to the services of documents, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileContent:
    """A stored content with the name it bears in a document. `size` is in bytes."""

    name: str
    sha256: str
    media_type: str
    size: int
    page_count: int | None = None
