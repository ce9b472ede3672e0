"""Names every part of an installation, present or missing, and what it gives."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core import disk
from app.core.db import READING
from app.core.feature import Features, Health
from app.core.installation import Engines
from app.core.jobs import Job, is_stuck
from app.core.settings import value
from app.core.text import N_
from app.upkeep.settings import FREE_GIGABYTES
from config import Settings
from documents.fonts import serif_faces
from documents.sandbox import SandboxGone

_FONTS = "fonts-liberation2"
GIGABYTE = 10**9
TEMPORARY = Path(tempfile.gettempdir())
_DISK = N_("Files")
_DATABASE, _BROKER, _OUTBOX = N_("Database"), N_("Broker"), N_("Outbox")
_NO_TABLES = N_("no tables yet")
_EVERYTHING = N_("everything")
_WAKING, _EFFECTS = N_("wakes the worker at once"), N_("what follows a change")


def examine(
    settings: Settings, engines: Engines, features: Features, engine: Engine
) -> Iterator[Health]:
    """Every part, the needed ones first, and the programs of this machine."""
    yield from parts_in_use(settings, engines, features, engine)
    yield _program("PostgreSQL server", "postgres", "the database of an office with many people")
    yield _program("Redis server", "redis-server", "wakes the worker at once, on several hosts")
    yield _program("Chromium", "chromium", "journeys of the tests, pictures of the guide")


def parts_in_use(
    settings: Settings, engines: Engines, features: Features, engine: Engine
) -> Iterator[Health]:
    """What this installation works with."""
    yield _database(engine)
    yield from _disks(settings, engine)
    yield _broker(settings)
    yield _outbox(engine)
    yield _sandbox(engines)
    yield _office(engines)
    yield Health(
        N_("Fonts"), bool(serif_faces()), N_("Vietnamese letters in rendered pages"), _FONTS
    )
    yield from features.health(engine, engines)


def _database(engine: Engine) -> Health:
    from alembic.runtime.migration import MigrationContext  # a web process seldom needs it

    kind = engine.dialect.name
    try:
        with engine.connect().execution_options(**READING[engine.dialect.name]) as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as failure:
        told = {"kind": kind, "failure": str(failure)[:200]}
        return Health(_DATABASE, False, _EVERYTHING, "%(kind)s: %(failure)s", True, told)
    note = N_("%(kind)s, migration %(revision)s") if revision else N_("%(kind)s: run migrate")
    told = {"kind": kind, "revision": str(revision)}
    return Health(_DATABASE, revision is not None, _EVERYTHING, note, True, told)


def _disks(settings: Settings, engine: Engine) -> Iterator[Health]:
    """Where files are kept and where they are received: told before there is no room."""
    least = _least_gigabytes(engine)
    folders = (settings.instance / "files", N_("files of documents")), (TEMPORARY, N_("uploads"))
    for folder, gives in folders:
        free = disk.free_bytes(folder) // GIGABYTE
        told = {"folder": folder, "free": free, "least": least}
        note, is_there = N_("%(folder)s, %(free)s GB free"), True
        if not disk.takes_writing(folder):
            note, is_there = N_("%(folder)s cannot be written: full, or read-only"), False
        elif free < least:
            note = N_("%(folder)s, only %(free)s GB free: make room before it is full")
            is_there = False
        yield Health(_DISK, is_there, gives, note, True, told)


def _least_gigabytes(engine: Engine) -> int:
    try:
        with Session(engine) as session:
            session.connection(execution_options=READING[engine.dialect.name])
            return value(session, FREE_GIGABYTES, None)
    except SQLAlchemyError:
        return FREE_GIGABYTES.default


def _broker(settings: Settings) -> Health:
    if not settings.redis_url:
        return Health(_BROKER, True, _WAKING, N_("files in the instance folder"))
    from redis import Redis  # only where an office has set one up
    from redis.exceptions import RedisError

    try:
        Redis.from_url(settings.redis_url, socket_timeout=2).ping()
    except RedisError as failure:
        note = N_("%(failure)s; the worker still looks into the outbox by itself")
        return Health(_BROKER, False, _WAKING, note, values={"failure": failure})
    return Health(_BROKER, True, _WAKING, "Redis")


def _outbox(engine: Engine) -> Health:
    stuck_rows = select(func.count()).select_from(Job).where(is_stuck())
    try:
        with engine.connect().execution_options(**READING[engine.dialect.name]) as connection:
            stuck = connection.execute(stuck_rows).scalar_one()
    except SQLAlchemyError:
        return Health(_OUTBOX, False, _EFFECTS, _NO_TABLES)
    note = N_("%(stuck)s failed or wait too long, or no worker runs: see /admin/outbox")
    note = note if stuck else N_("nothing is stuck")
    return Health(_OUTBOX, not stuck, _EFFECTS, note, values={"stuck": stuck})


def _sandbox(engines: Engines) -> Health:
    name, gives = N_("Sandbox"), N_("opens what people send, with limits and without a network")
    try:
        engines.sandbox.try_out()
    except SandboxGone as failure:
        return Health(name, False, gives, "%(failure)s", True, {"failure": failure})
    return Health(name, True, gives, is_needed=True)


def _office(engines: Engines) -> Health:
    is_there = engines.sandbox.converts
    gives = N_("office files as pages, old .doc files, the print preview of drafts")
    parts = " ".join(f"libreoffice-{part}-nogui" for part in ("writer", "calc", "impress"))
    note = "" if is_there else f"apt-get install {parts}"
    return Health("LibreOffice", is_there, gives, note)


def _program(name: str, program: str, gives: str) -> Health:
    folders = ":".join(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
    found = shutil.which(program) or shutil.which(program, path=folders)
    return Health(name, found is not None, gives, _version(found) if found else "not installed")


def _version(path: str) -> str:
    """The first line the program says of itself."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20).stdout
    return next(iter(said.splitlines()), "")
