"""A file of arrays, read where it lies."""

import mmap
import os
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from search_index.backends._arrays.inverted import Numbers
from search_index.errors import IndexUnreadable

_MAPPED = 256 * 1_024


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
        place, many = self.start + start * self.dtype.itemsize, max(0, end - start)
        if many * self.dtype.itemsize >= _MAPPED:
            return self._mapped(place, many)
        read = np.empty(many, self.dtype)
        if os.preadv(self.file.handle, [read.data], place) < read.nbytes:
            raise IndexUnreadable(f"{self.file.path} is cut short")
        return read

    def _mapped(self, place: int, many: int) -> Numbers:
        """Until it was used: 9 us however long it is, of which few pages may be looked at."""
        before = place % mmap.ALLOCATIONGRANULARITY
        size = before + many * self.dtype.itemsize
        try:
            bytes_ = mmap.mmap(
                self.file.handle, size, access=mmap.ACCESS_READ, offset=place - before
            )
        except ValueError as error:
            raise IndexUnreadable(f"{self.file.path} is cut short") from error
        return np.frombuffer(bytes_, self.dtype, many, before)
