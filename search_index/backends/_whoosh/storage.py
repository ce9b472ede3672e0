"""Files of one index folder: read where they lie, on disk before they count."""

import mmap
import os
import weakref
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from search_index.backends._whoosh.inverted import Numbers
from search_index.backends.folder import fsync_path
from search_index.errors import IndexUnreadable


class ArrayFile:
    """Arrays in a file, one after the other; closed when nobody uses them any more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handle = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self.handle)
        self._bytes = mmap.mmap(self.handle, 0, access=mmap.ACCESS_READ)

    def mapped(self) -> Numbers:
        """The next array, where it is mapped."""
        kind, shape, start = self._next()
        return np.frombuffer(self._bytes, kind, int(np.prod(shape)), start).reshape(shape)

    def on_disk(self) -> "OnDisk":
        """The next array, read when it is used."""
        kind, (many,), start = self._next()
        return OnDisk(self, kind, many, start)

    def _next(self) -> tuple[np.dtype[Any], tuple[int, ...], int]:
        np.lib.format.read_magic(self._bytes)
        shape, _, kind = np.lib.format.read_array_header_1_0(self._bytes)
        start = self._bytes.tell()
        self._bytes.seek(int(np.prod(shape)) * kind.itemsize, os.SEEK_CUR)
        return kind, shape, start


@dataclass(frozen=True)
class OnDisk:
    """An array in a file that is read anew at each use; raises IndexUnreadable.

    As quick as a mapped one where the system has the file in its cache (1 ms for 4 MB), and what is
    read belongs to nobody when it was used: mapped, a process would seem to hold the whole index,
    and a worker be ended for it.
    """

    file: ArrayFile
    dtype: np.dtype[Any]
    many: int
    start: int

    def __len__(self) -> int:
        return self.many

    def __getitem__(self, wanted: slice) -> Numbers:
        start, end, _ = wanted.indices(self.many)
        read = np.empty(max(0, end - start), self.dtype)
        place = self.start + start * self.dtype.itemsize
        if os.preadv(self.file.handle, [read.data], place) < read.nbytes:
            raise IndexUnreadable(f"{self.file.path} is cut short")
        return read


class DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's file storage with what it lacks.

    It never calls fsync, so a power cut could leave a table of contents that names files cut short;
    here every new file is on disk before the table of contents takes its name.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._path = folder
        self._unsynced: set[str] = set()

    def arrays(self, name: str) -> ArrayFile:
        """The arrays of a file."""
        return ArrayFile(self._path / name)

    def create_file(self, name: str, **options: Any) -> Any:
        """A new file to write, remembered until it is on disk."""
        self._unsynced.add(name)
        return super().create_file(name, **options)

    def forget(self, name: str) -> None:
        """Remove a file that was written since the last commit, before it has to go to disk."""
        if name in self._unsynced:
            self._unsynced.remove(name)
            self.delete_file(name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a written file its final name; Whoosh does this to the table of contents only."""
        for name in self._unsynced:
            fsync_path(self._path / name)
        self._unsynced.clear()
        super().rename_file(oldname, newname, safe=safe)
        fsync_path(self._path)

    def open_file(self, name: str, **options: Any) -> Any:
        """A file read whole: of a damaged one Whoosh would leave a handle open."""
        return StructFile(BytesIO((self._path / name).read_bytes()), name=name, **options)
