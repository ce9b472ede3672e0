"""A storage for tests, which forgets everything with the object."""

import hashlib
import io
import math
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from documents.storage.contract import NotStored, StoredBlob, read_chunks


class MemoryStorage:
    """Keeps content in memory, and writes it to a folder of its own where a path is asked for."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}
        self._put_at: dict[str, float] = {}
        self._folder = Path(tempfile.mkdtemp())
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def put(self, stream: BinaryIO, *, max_bytes: int | None = None) -> StoredBlob:
        """Keep what the stream holds; raise BadFile when it is longer than `max_bytes`."""
        content = b"".join(read_chunks(stream, max_bytes))
        sha256 = hashlib.sha256(content).hexdigest()
        self._contents[sha256] = content
        self._put_at[sha256] = time.monotonic()
        return StoredBlob(sha256, len(content))

    def open(self, sha256: str) -> BinaryIO:
        """Open the content for reading; raise NotStored."""
        return io.BytesIO(self._content(sha256))

    def path(self, sha256: str) -> Path:
        """Give a copy of the content as a file; raise NotStored."""
        content = self._content(sha256)
        place = self._folder / sha256
        place.write_bytes(content)
        return place

    def exists(self, sha256: str) -> bool:
        """Tell whether content is stored under this address."""
        return sha256 in self._contents

    def verify(self, sha256: str) -> bool:
        """Read every byte again and tell whether it is still the same; raise NotStored."""
        return hashlib.sha256(self._content(sha256)).hexdigest() == sha256

    def remove(self, sha256: str, *, unused_seconds: float) -> bool:
        """Delete content that nobody put for so long; tell whether it is gone."""
        if time.monotonic() - self._put_at.get(sha256, -math.inf) >= unused_seconds:
            self._contents.pop(sha256, None)
        return sha256 not in self._contents

    def remove_unfinished(self, *, older_than_seconds: float) -> int:
        """Nothing is left behind where nothing outlives its writer."""
        return 0

    def iterate(self) -> Iterator[str]:
        """Give the address of everything stored, in no promised order."""
        yield from tuple(self._contents)

    def _content(self, sha256: str) -> bytes:
        try:
            return self._contents[sha256]
        except KeyError:
            raise NotStored(sha256) from None
