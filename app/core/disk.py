"""A disk that takes nothing more: full, or read-only. Whatever is written may meet it."""

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.core.errors import Problem
from app.core.text import N_

FULL = Problem(
    N_(
        "The disk of the office is full, so nothing can be saved at this moment. Tell whoever "
        "keeps the system; once there is room, send it again."
    )
)
READ_ONLY = Problem(
    N_(
        "The disk of the office takes nothing at this moment, so nothing can be saved. Tell "
        "whoever keeps the system; once it does, send it again."
    )
)

_BY_ERRNO = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EIO: READ_ONLY,
}
_BY_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,  # its log has to be made beside it, even to read
}
_SQLITE_WRITING = {
    sqlite3.SQLITE_IOERR_WRITE: FULL,
    sqlite3.SQLITE_IOERR_FSYNC: FULL,
    sqlite3.SQLITE_IOERR_TRUNCATE: FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: FULL,
}
_BY_SQLSTATE = {"53100": FULL, "25006": READ_ONLY, "58030": READ_ONLY}


def trouble(error: BaseException) -> Problem | None:
    """What to tell of this error, or of what caused it; None where the disk is not to blame."""
    return next(filter(None, map(_of, _causes(error))), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [
            one.__context__,
            one.__cause__,
            one.orig if isinstance(one, DBAPIError) else None,
        ]


def _of(error: BaseException) -> Problem | None:
    if isinstance(error, sqlite3.Error):
        code = vars(error).get("sqlite_errorcode", 0)
        return _SQLITE_WRITING.get(code) or _BY_SQLITE.get(code & 0xFF)
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0)
    return _BY_SQLSTATE.get(sqlstate(error))


def sqlstate(error: BaseException | None) -> str:
    """PostgreSQL's name of an error; empty for one of SQLite, or of no database."""
    return getattr(error, "sqlstate", None) or ""


def free_bytes(folder: Path) -> int:
    """What the office may still write there."""
    return shutil.disk_usage(folder).free


def takes_writing(folder: Path) -> bool:
    """Whether something can be written there just now."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
    except OSError:
        return False
    return True
