"""Compound files ([MS-CFB]) as Office 97-2003 and Outlook write them, of any streams."""

import struct
from collections.abc import Mapping
from typing import Any

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT, _NOBODY = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def compound_bytes(tree: Mapping[str, Any]) -> bytes:
    """A file of these streams (bytes) and storages (mappings)."""
    return _Writer().written(tree)


class _Writer:
    def __init__(self) -> None:
        self.sectors: list[bytes] = []
        self.chain: list[int] = []
        self.small = b""
        self.small_chain: list[int] = []
        self.entries: list[list[Any]] = []

    def written(self, tree: Mapping[str, Any]) -> bytes:
        self.entries.append(["Root Entry", _ROOT, _NOBODY, _NOBODY, 0, 0])
        self.entries[0][3] = self._fill(tree)
        self.entries[0][4:] = self._large(self.small), len(self.small)
        small_fat = self._large(struct.pack(f"<{len(self.small_chain)}I", *self.small_chain))
        directory = self._large(b"".join(map(_entry, self.entries)))
        needed = -(-len(self.sectors) // 127)
        places = range(len(self.sectors), len(self.sectors) + needed)
        fat = [*self.chain, *[_FAT] * needed]
        fat += [_FREE] * (128 * needed - len(fat))
        header = bytearray(_SECTOR)
        header[:8] = bytes.fromhex("D0CF11E0A1B11AE1")
        struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
        struct.pack_into("<II", header, 44, needed, directory)
        struct.pack_into("<IIIII", header, 56, _CUTOFF, small_fat, 1, _END, 0)
        struct.pack_into("<109I", header, 76, *places, *[_FREE] * (109 - needed))
        table = struct.pack(f"<{len(fat)}I", *fat)
        return bytes(header) + b"".join(self.sectors) + table

    def _fill(self, tree: Mapping[str, Any]) -> int:
        """Add what lies in a storage, each the right neighbour of the one before."""
        first = before = _NOBODY
        for name, content in tree.items():
            place = len(self.entries)
            self.entries.append([name, _STORAGE, _NOBODY, _NOBODY, 0, 0])
            if isinstance(content, bytes):
                start = self._large(content) if len(content) >= _CUTOFF else self._little(content)
                self.entries[place][1] = _STREAM
                self.entries[place][4:] = start, len(content)
            else:
                self.entries[place][3] = self._fill(content)
            if before == _NOBODY:
                first = place
            else:
                self.entries[before][2] = place
            before = place
        return first

    def _large(self, content: bytes) -> int:
        return self._chained(content, _SECTOR, self.chain, self.sectors.append)

    def _little(self, content: bytes) -> int:
        def add(piece: bytes) -> None:
            self.small += piece

        return self._chained(content, _SMALL, self.small_chain, add)

    def _chained(self, content: bytes, size: int, chain: list[int], add: Any) -> int:
        start = len(chain)
        for place in range(0, len(content), size):
            add(content[place : place + size].ljust(size, b"\0"))
            chain.append(len(chain) + 1)
        if len(chain) == start:
            return _END
        chain[-1] = _END
        return start


def _entry(fields: list[Any]) -> bytes:
    name, kind, right, child, start, size = fields
    encoded = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(128)
    entry[: len(encoded)] = encoded
    struct.pack_into("<HBBIII", entry, 64, len(encoded), kind, 1, _NOBODY, right, child)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)
