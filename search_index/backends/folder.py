"""A folder of index generations, one of them current, and the lock of its one writer."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from search_index.errors import IndexBusy, IndexUnreadable

_POLL_SECONDS = 0.02


class IndexFolder:
    """The folders below `root`: `current`, a link to the one in use, and the ones being built.

    `version` marks what wrote an index; a folder of another version is not read. The root is for
    its owner only, because the files inside are trusted like code (Whoosh stores pickles).
    """

    def __init__(self, root: Path, version: int) -> None:
        self._root = root
        self._prefix = f"v{version}-"
        self._current = root / "current"

    def current(self) -> Path:
        """The folder in use.

        Raises:
            IndexUnreadable: there is none, or another version wrote it.
        """
        try:
            name = os.readlink(self._current)
        except OSError as error:
            raise IndexUnreadable(f"no index in {self._root}") from error
        if not name.startswith(self._prefix):
            raise IndexUnreadable(f"index {name} was written by another version")
        return self._root / name

    @contextmanager
    def lock(self, timeout: float) -> Iterator[None]:
        """Hold the writer's lock, waiting for it at most `timeout` seconds; it is freed if we die.

        Raises:
            IndexBusy: another writer held it all that time.
        """
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._root.chmod(0o700)
        handle = os.open(self._root / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _acquire(handle, timeout)
            yield
        finally:
            os.close(handle)

    def create(self) -> Path:
        """A new empty folder that nobody reads yet. For the holder of the lock."""
        folder = self._root / (self._prefix + token_hex(8))
        folder.mkdir(mode=0o700)
        return folder

    def activate(self, folder: Path) -> None:
        """Make this the current folder at once and for good, and remove all others."""
        fsync_path(folder)
        link = self._root / f"{folder.name}.link"
        link.symlink_to(folder.name)
        link.replace(self._current)
        fsync_path(self._root)
        self.sweep()

    def forget(self) -> None:
        """Remove all of them, also the current one. For the holder of the lock."""
        self._current.unlink(missing_ok=True)
        self.sweep()

    def sweep(self) -> None:
        """Remove what is not current: replaced folders and those a killed rebuild left behind."""
        kept = os.readlink(self._current) if self._current.is_symlink() else ""
        for entry in self._root.glob("v*-*"):
            if entry.is_symlink():
                entry.unlink()
            elif entry.name != kept:
                shutil.rmtree(entry, ignore_errors=True)


def _acquire(handle: int, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise IndexBusy(f"another writer holds the index for over {timeout} s") from error
        time.sleep(_POLL_SECONDS)


def fsync_path(path: Path) -> None:
    """Have the system write this file or folder to disk before we go on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
