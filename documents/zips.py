"""Reading zip files from strangers: sizes are measured while unpacking, never believed."""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from documents import charsets

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
_JUNK = frozenset({".ds_store", ".localized", "icon\r", "thumbs.db", "ehthumbs.db", "desktop.ini"})
_JUNK_STARTS = ("._", "~$", ".~lock.")
_JUNK_FOLDERS = frozenset({"__macosx", ".spotlight-v100", ".trashes", ".fseventsd", "@eadir"})
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


def files_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Give what was sent, without what an operating system put beside it."""
    return [info for info in archive.infolist() if not (info.is_dir() or _junk(info))]


def member_name(info: zipfile.ZipInfo) -> str:
    """Give the member's name in NFC; unless a flag says UTF-8, its bytes have to."""
    if info.flag_bits & _UTF8_NAME:
        return unicodedata.normalize("NFC", info.orig_filename)
    return charsets.text_of(info.orig_filename.encode("cp437"))


def left_aside(archive: zipfile.ZipFile) -> list[str]:
    """Name once each what macOS, Windows or an office program left beside the files."""
    return list(dict.fromkeys(filter(None, map(_junk, archive.infolist()))))


def _junk(info: zipfile.ZipInfo) -> str:
    """What of the member's path no person put there; empty for a file that was sent."""
    *folders, base = member_name(info).replace("\\", "/").rstrip("/").split("/")
    for folder in folders if not info.is_dir() else (*folders, base):
        if folder.lower() in _JUNK_FOLDERS:
            return folder
    return base if base.lower() in _JUNK or base.startswith(_JUNK_STARTS) else ""


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
