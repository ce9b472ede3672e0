"""A backup: the database, then the files that it names, then the key; at last that it was made."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from app.core import clock
from app.core.errors import OfficeError
from app.core.installation import Engines
from documents.storage import DiskStorage

MADE = "made"
"""Touched when a backup is whole; by whatever script makes it."""


class BackupFailed(OfficeError):
    """The backup could not be made; the one before stays."""


def make_backup(engines: Engines) -> int:
    """Bring the folder of the backup up to date while everybody works; how many files were new."""
    settings, folder = engines.settings, engines.settings.backup
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _copy_database(settings.database_url, folder)
    copies, count = DiskStorage(folder / "files"), 0
    for sha256 in engines.storage.iterate():
        if not copies.exists(sha256):
            with engines.storage.open(sha256) as stream:
                copies.put(stream)
            count += 1
    key = settings.instance / "secret-key"
    if key.exists():
        shutil.copy2(key, folder)
    (folder / MADE).write_text(clock.now().isoformat(), encoding="utf-8")
    return count


def _copy_database(database_url: str, folder: Path) -> None:
    """Whole or not at all: it takes its name when it is."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        unfinished, name = folder / "congvan.db.new", "congvan.db"
        with (
            closing(sqlite3.connect(url.database or "")) as one,
            closing(sqlite3.connect(unfinished)) as other,
        ):
            one.backup(other)
    else:
        unfinished, name = folder / "congvan.dump.new", "congvan.dump"
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        asked = ["pg_dump", "--format", "custom", "--file", str(unfinished), plain]
        said = subprocess.run(asked, capture_output=True, text=True, check=False)
        if said.returncode:
            raise BackupFailed(said.stderr.strip()[:300])
    unfinished.replace(folder / name)
