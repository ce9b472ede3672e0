"""Files on a local disk, written so that a crash never leaves half of one visible."""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from documents.storage.contract import NotStored, StoredBlob, is_address, read_chunks

_UNFINISHED = "unfinished"


class DiskStorage:
    """Keeps content at `root/ab/cd/abcd…`; the folders are open to the owner alone."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._unfinished = root / _UNFINISHED
        for folder in (root, self._unfinished):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, stream: BinaryIO, *, max_bytes: int | None = None) -> StoredBlob:
        """Keep what the stream holds; raise BadFile when it is longer than `max_bytes`."""
        handle, name = tempfile.mkstemp(dir=self._unfinished)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                blob = _copy(stream, target, max_bytes)
            self._publish(temporary, blob)
        finally:
            temporary.unlink(missing_ok=True)
        return blob

    def open(self, sha256: str) -> BinaryIO:
        """Open the content for reading; raise NotStored."""
        return self.path(sha256).open("rb")

    def path(self, sha256: str) -> Path:
        """Give the stored file itself, to read only; raise NotStored."""
        if not self.exists(sha256):
            raise NotStored(sha256)
        return self._place(sha256)

    def exists(self, sha256: str) -> bool:
        """Tell whether content is stored under this address."""
        return is_address(sha256) and self._place(sha256).is_file()

    def verify(self, sha256: str) -> bool:
        """Read every byte again and tell whether it is still the same; raise NotStored."""
        with self.path(sha256).open("rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == sha256

    def remove(self, sha256: str, *, unused_seconds: float) -> bool:
        """Delete content that nobody put for so long; tell whether it is gone."""
        place = self._place(sha256)
        with self._alone(), suppress(FileNotFoundError):
            if is_address(sha256) and time.time() - place.stat().st_mtime >= unused_seconds:
                place.unlink()
        return not self.exists(sha256)

    def iterate(self) -> Iterator[str]:
        """Give the address of everything stored, in no promised order."""
        for path in self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            if is_address(path.name):
                yield path.name

    def remove_unfinished(self, *, older_than_seconds: float) -> int:
        """Delete what killed writers left behind, and tell how many; the age spares live ones."""
        removed = 0
        for leftover in self._unfinished.iterdir():
            with suppress(FileNotFoundError):
                if time.time() - leftover.stat().st_mtime > older_than_seconds:
                    leftover.unlink()
                    removed += 1
        return removed

    def _place(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def _publish(self, temporary: Path, blob: StoredBlob) -> None:
        place = self._place(blob.sha256)
        with self._alone():
            # A copy of another length is damaged, and the good one in hand replaces it.
            if place.is_file() and place.stat().st_size == blob.size:
                os.utime(place)
                return
            self._make_folder(place.parent)
            temporary.chmod(0o400)
            temporary.replace(place)
            _sync_folder(place.parent)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nothing is removed while it is put again, in whatever process."""
        with open(self._unfinished.with_name("lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_folder(self, folder: Path) -> None:
        for step in (folder.parent, folder):
            step.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(step.parent)


def _copy(stream: BinaryIO, target: BinaryIO, max_bytes: int | None) -> StoredBlob:
    digest = hashlib.sha256()
    size = 0
    for chunk in read_chunks(stream, max_bytes):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    target.flush()
    os.fsync(target.fileno())
    return StoredBlob(digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
