"""Reading zip files from strangers: sizes are measured while unpacking, never believed."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

CHUNK_BYTES = 256 * 1024
#: More entries than any honest package; the listing itself must not exhaust the memory.
MAX_LISTED = 50_000
#: Packing this much well is no sign of a bomb, whatever the ratio.
HARMLESS_BYTES = 10 * 1024 * 1024
#: What `zipfile` may raise on a damaged, cut or deliberately wrong archive.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_DIRECTORY_MARK = b"PK\x01\x02"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


class TooManyEntries(ValueError):
    """The archive lists more entries than may be read."""


class UnpackLimit(Exception):
    """Unpacking was stopped: `by_ratio` tells the packing ratio from the total size."""

    def __init__(self, *, by_ratio: bool) -> None:
        self.by_ratio = by_ratio
        super().__init__("packing ratio" if by_ratio else "unpacked size")


class Budget:
    """How many bytes one archive may still unpack to, all its members together."""

    def __init__(self, archive: Path, *, max_bytes: int, max_ratio: int) -> None:
        by_ratio = max(archive.stat().st_size * max_ratio, HARMLESS_BYTES)
        self._by_ratio = by_ratio < max_bytes
        self._left = min(by_ratio, max_bytes)

    def spend(self, size: int) -> None:
        """Take bytes from what is left; raise UnpackLimit when there are not so many."""
        self._left -= size
        if self._left < 0:
            raise UnpackLimit(by_ratio=self._by_ratio)


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive to read; raise TooManyEntries or one of ZIP_ERRORS."""
    if _listed_at_most(path) > MAX_LISTED:
        raise TooManyEntries(path.name)
    with zipfile.ZipFile(path) as archive:
        yield archive


def copy_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: IO[bytes] | None, budget: Budget
) -> int:
    """Unpack one member into `target` (or only measure it) and give its true size in bytes."""
    size = 0
    with archive.open(info) as member:
        while chunk := member.read(CHUNK_BYTES):
            budget.spend(len(chunk))
            size += len(chunk)
            if target is not None:
                target.write(chunk)
    return size


def member_names(path: Path) -> list[str]:
    """Name the files inside; none when the archive is damaged."""
    try:
        with open_zip(path) as archive:
            return [member_name(info) for info in archive.infolist() if not info.is_dir()]
    except (*ZIP_ERRORS, TooManyEntries):
        return []


def member_name(info: zipfile.ZipInfo) -> str:
    """Give the member's name; Vietnamese names are often UTF-8 without the flag that says so."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode()
    except UnicodeError:
        return info.orig_filename


def is_unsafe(info: zipfile.ZipInfo) -> bool:
    """Tell whether the name would leave the folder it is unpacked into, or is a link."""
    name = member_name(info).replace("\\", "/")
    drive = name[1:2] == ":"
    linked = stat.S_ISLNK(info.external_attr >> 16)
    climbs = ".." in PurePosixPath(name).parts
    return name.startswith("/") or drive or climbs or "\0" in name or linked


def is_encrypted(info: zipfile.ZipInfo) -> bool:
    """Tell whether the member can be read only with a password."""
    return bool(info.flag_bits & _ENCRYPTED)


def _listed_at_most(path: Path) -> int:
    # The count in the archive's own trailer can lie; every listed entry carries this mark.
    count, tail = 0, b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            block = tail + chunk
            count += block.count(_DIRECTORY_MARK)
            tail = block[-3:]
    return count
