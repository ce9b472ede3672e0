"""What every storage promises, and what the storages share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from documents.errors import N_, BadFile, FileProblem

CHUNK_BYTES = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class StoredBlob:
    """What was stored: its address (lower-case hexadecimal SHA-256) and its size in bytes."""

    sha256: str
    size: int


class NotStored(LookupError):
    """No content is stored under this address, or it is no address at all."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(f"nothing is stored as {sha256!r}")


class Storage(Protocol):
    """Content-addressed, immutable: the same content is kept once and never changes."""

    def put(self, stream: BinaryIO, *, max_bytes: int | None = None) -> StoredBlob:
        """Keep what the stream holds; raise BadFile when it is longer than `max_bytes`."""

    def open(self, sha256: str) -> BinaryIO:
        """Open the content for reading; raise NotStored."""

    def path(self, sha256: str) -> Path:
        """Give a file with the content, to read only; raise NotStored."""

    def exists(self, sha256: str) -> bool:
        """Tell whether content is stored under this address."""

    def verify(self, sha256: str) -> bool:
        """Read every byte again and tell whether it is still the same; raise NotStored."""

    def remove(self, sha256: str, *, unused_seconds: float) -> bool:
        """Delete content that nobody put for so long; tell whether it is gone.

        Whoever puts the same content meanwhile keeps it: `put` says that it is used anew.
        """

    def remove_unfinished(self, *, older_than_seconds: float) -> int:
        """Delete what killed writers left behind, and tell how many; the age spares live ones."""

    def iterate(self) -> Iterator[str]:
        """Give the address of everything stored, in no promised order."""


def is_address(sha256: str) -> bool:
    """Tell whether the text can be an address, so that no other text ever becomes a path."""
    return _SHA256.fullmatch(sha256) is not None


def read_chunks(stream: BinaryIO, max_bytes: int | None) -> Iterator[bytes]:
    """Give the stream in pieces; raise BadFile as soon as it proves longer than `max_bytes`."""
    size = 0
    while chunk := stream.read(CHUNK_BYTES):
        size += len(chunk)
        if max_bytes is not None and size > max_bytes:
            message = N_("The file is larger than %(limit)s bytes.")
            raise BadFile([FileProblem("file_too_large", message, {"limit": max_bytes})])
        yield chunk
