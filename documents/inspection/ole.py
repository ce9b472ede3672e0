"""The OLE compound file ([MS-CFB]), as far as files of Office 97-2003 need it."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from documents.sniffing import OLE_MARK

_HEADER_BYTES = 512
_ENTRY_BYTES = 128
_NAME_BYTES = 64
_DIFAT_IN_HEADER = 109
_LAST_REGULAR_SECTOR = 0xFFFFFFFA
#: Streams below this size lie in sectors of their own kind.
_SMALL_BYTES, _SMALL_SECTOR_BYTES = 4096, 64
#: More sectors of allocation than this belong to no file that is taken.
_MAX_CHAIN = 4096
#: The place in the directory that stands for none.
_NOBODY = 0xFFFFFFFF


class BadOle(ValueError):
    """The compound file is damaged."""


@dataclass(frozen=True)
class Entry:
    """One stream or storage of the directory, with the sector where it starts.

    `links` are the places in the directory of its neighbours on the left and right, and of the
    first within it.
    """

    name: str
    start: int
    size: int
    links: tuple[int, int, int]


class OleFile:
    """Lists the directory of a compound file, reads its streams and writes them in a copy."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        header = stream.read(_HEADER_BYTES)
        if len(header) < _HEADER_BYTES or not header.startswith(OLE_MARK):
            raise BadOle("no header")
        shift = struct.unpack_from("<H", header, 30)[0]
        if shift not in (9, 12):
            raise BadOle("sector size")
        self._sector_bytes = 1 << shift
        self._first_directory = struct.unpack_from("<I", header, 48)[0]
        self._first_small_fat = struct.unpack_from("<I", header, 60)[0]
        self._fat = self._read_fat(header)
        self._directory = self._read_directory()
        self.entries = tuple(filter(None, self._directory))

    def find(self, name: str) -> Entry | None:
        """Give the entry of this name, anywhere in the tree."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def children(self, storage: Entry) -> Iterator[Entry]:
        """Give what lies in a storage, each once whatever its links say."""
        waiting, seen = [storage.links[2]], {_NOBODY}
        while waiting:
            place = waiting.pop()
            entry = self._directory[place] if place < len(self._directory) else None
            if place not in seen and entry is not None:
                seen.add(place)
                yield entry
                waiting += entry.links[:2]

    def head(self, entry: Entry) -> bytes:
        """Read the first bytes of a stream, at least 64 of a longer one."""
        if entry.size >= _SMALL_BYTES:
            return self._sector(entry.start)
        return self.read(entry)

    def read(self, entry: Entry) -> bytes:
        """Read a stream."""
        places, length = self._pieces(entry)
        return b"".join(self._at(place, length) for place in places)[: entry.size]

    def write(self, entry: Entry, content: bytes, copy: BinaryIO) -> None:
        """Put content of the same size in the place of a stream, in a copy of this file."""
        places, length = self._pieces(entry)
        for number, place in enumerate(places):
            copy.seek(place)
            copy.write(content[number * length :][:length])

    def _pieces(self, entry: Entry) -> tuple[list[int], int]:
        """Where in the file the pieces of a stream are, and how long each is."""
        if entry.size >= _SMALL_BYTES:
            return list(map(self._place, _chain(self._fat, entry.start))), self._sector_bytes
        # Small streams lie in pieces of one stream, which belongs to the root.
        shared = list(map(self._place, _chain(self._fat, self.entries[0].start)))
        sectors = _chain(self._fat, self._first_small_fat)
        small_fat = [number for sector in sectors for number in self._numbers(sector)]
        offsets = (number * _SMALL_SECTOR_BYTES for number in _chain(small_fat, entry.start))
        places = [divmod(offset, self._sector_bytes) for offset in offsets]
        if any(sector >= len(shared) for sector, _ in places):
            raise BadOle("small stream")
        return [shared[sector] + within for sector, within in places], _SMALL_SECTOR_BYTES

    def _read_fat(self, header: bytes) -> list[int]:
        fat: list[int] = []
        for sector in self._fat_sectors(header):
            if sector < _LAST_REGULAR_SECTOR:
                fat.extend(self._numbers(sector))
        return fat

    def _fat_sectors(self, header: bytes) -> Iterator[int]:
        yield from struct.unpack_from(f"<{_DIFAT_IN_HEADER}I", header, 76)
        following = struct.unpack_from("<I", header, 68)[0]
        for _ in range(_MAX_CHAIN):
            if following >= _LAST_REGULAR_SECTOR:
                return
            *sectors, following = self._numbers(following)
            yield from sectors
        raise BadOle("allocation chain")

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._sector_bytes // 4}I", self._sector(sector))

    def _read_directory(self) -> list[Entry | None]:
        raw = b"".join(map(self._sector, _chain(self._fat, self._first_directory)))
        blocks = (raw[i : i + _ENTRY_BYTES] for i in range(0, len(raw), _ENTRY_BYTES))
        return list(map(_entry, blocks))

    def _place(self, sector: int) -> int:
        return (sector + 1) * self._sector_bytes

    def _sector(self, number: int) -> bytes:
        return self._at(self._place(number), self._sector_bytes)

    def _at(self, place: int, length: int) -> bytes:
        self._stream.seek(place)
        piece = self._stream.read(length)
        if len(piece) < length:
            raise BadOle("cut short")
        return piece


@contextmanager
def open_ole(path: Path) -> Iterator[OleFile]:
    """Open a compound file to read; raise BadOle."""
    with path.open("rb") as stream:
        yield OleFile(stream)


def _chain(following: list[int], start: int) -> list[int]:
    """Give the sectors of a chain in their order."""
    chain: list[int] = []
    sector = start
    while sector < _LAST_REGULAR_SECTOR:
        if sector >= len(following) or len(chain) > len(following):
            raise BadOle("chain of sectors")
        chain.append(sector)
        sector = following[sector]
    return chain


def _entry(block: bytes) -> Entry | None:
    name_bytes, kind = struct.unpack_from("<HB", block, _NAME_BYTES)
    if kind == 0 or not 2 <= name_bytes <= _NAME_BYTES:
        return None
    name = block[: name_bytes - 2].decode("utf-16-le", errors="replace")
    links = struct.unpack_from("<III", block, 68)
    start, size = struct.unpack_from("<II", block, 116)
    return Entry(name, start, size, links)
