"""Reading every stored byte again: what was kept must be what is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.files.models import Inside, RecordFile, Rendition, Upload
from documents.storage import DiskStorage, NotStored, Storage

Named = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


@dataclass
class FileReport:
    """How many contents were read, and the addresses of those that are not as they were."""

    count: int = 0
    altered: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Named in the database, and not in the storage."""

    @property
    def is_whole(self) -> bool:
        return not self.altered and not self.missing


def check_files(session: Session, storage: Storage, also: Sequence[Named] = ()) -> FileReport:
    """Hash everything in the storage, then look for every content that the database names.

    `also` are columns of other features that name contents: versions of drafts, for one.
    """
    report = FileReport()
    for sha256 in storage.iterate():
        report.count += 1
        if not storage.verify(sha256):
            report.altered.append(sha256)
    report.missing = [sha256 for sha256 in _named(session, also) if not _is_there(storage, sha256)]
    return report


def named_after(session: Session, mark: str, most: int, also: Sequence[Named]) -> list[str]:
    """Contents that the database names, in the order of their addresses, behind this one."""
    found: set[str] = set()
    for column in (*_COLUMNS, *also):
        rows = select(column).where(column > mark).distinct().order_by(column).limit(most)
        found.update(sha256 for sha256 in session.scalars(rows) if sha256 is not None)
    return sorted(found)[:most]


def bring_back(storage: Storage, backup: Path, sha256: str) -> bool:
    """Put the copy of the backup in the place of what is altered or missing, if it is whole."""
    copies = DiskStorage(backup / "files") if (backup / "files").is_dir() else None
    if copies is None or not copies.exists(sha256) or not copies.verify(sha256):
        return False
    if not storage.exists(sha256) or not storage.verify(sha256):
        storage.remove(sha256, unused_seconds=0)
        with copies.open(sha256) as stream:
            storage.put(stream)
    return True


def _named(session: Session, also: Sequence[Named]) -> Iterator[str]:
    columns = (*_COLUMNS, *also)
    named = (sha256 for column in columns for sha256 in session.scalars(select(column)))
    yield from sorted({sha256 for sha256 in named if sha256 is not None})


_COLUMNS = RecordFile.sha256, Upload.sha256, Rendition.pdf_sha256, Inside.clean_sha256


def _is_there(storage: Storage, sha256: str) -> bool:
    try:
        storage.path(sha256)
    except NotStored:
        return False
    return True
