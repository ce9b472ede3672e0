"""Names every part of an installation, present or missing, and what it gives."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from app.core.outbox import OutboxRow, is_stuck
from app.demo.papers import fonts_are_there
from app.wiring import Engines
from config import Settings
from documents.rendition import NoConverter
from search_index import SearchIndexError


@dataclass(frozen=True)
class Part:
    """A part: whether it is there, whether the office can do without it, and why it is wanted."""

    name: str
    is_there: bool
    gives: str
    note: str = ""
    is_needed: bool = False


def examine(settings: Settings, engine: Engine, engines: Engines) -> Iterator[Part]:
    """Every part, the needed ones first."""
    yield _database(engine)
    yield _storage(settings)
    yield _broker(settings)
    yield _index(engines)
    yield _outbox(engine)
    yield _office(engines)
    yield Part(
        "Fonts", fonts_are_there(), "Vietnamese letters in rendered pages (fonts-liberation2)"
    )
    yield _sms(settings)
    yield _program("PostgreSQL server", "postgres", "the database of an office with many people")
    yield _program("Redis server", "redis-server", "wakes the worker at once, on several hosts")
    yield _program("Chromium", "chromium", "journeys of the tests, pictures of the guide")


def _database(engine: Engine) -> Part:
    kind = engine.dialect.name
    try:
        with engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as failure:
        return Part("Database", False, "everything", f"{kind}: {failure}"[:200], is_needed=True)
    note = f"{kind}, migration {revision or 'none: run migrate'}"
    return Part("Database", revision is not None, "everything", note, is_needed=True)


def _storage(settings: Settings) -> Part:
    folder = settings.instance / "files"
    free = shutil.disk_usage(settings.instance).free
    note = f"{folder}, {free // 10**9} GB free"
    return Part("Files", free > 10**9, "files of documents, by content", note, is_needed=True)


def _broker(settings: Settings) -> Part:
    if not settings.redis_url:
        return Part("Broker", True, "wakes the worker", "files in the instance folder")
    from redis import Redis  # only where an office has set one up
    from redis.exceptions import RedisError

    try:
        Redis.from_url(settings.redis_url, socket_timeout=2).ping()
    except RedisError as failure:
        note = f"{failure}; the worker still looks into the outbox by itself"
        return Part("Broker", False, "wakes the worker", note)
    return Part("Broker", True, "wakes the worker", "Redis")


def _index(engines: Engines) -> Part:
    try:
        count = sum(1 for _ in engines.search.stamps())
    except SearchIndexError as failure:
        return Part("Search index", False, "search", f"{failure}; the worker builds it")
    return Part("Search index", True, "search", f"{count} documents")


def _outbox(engine: Engine) -> Part:
    stuck_rows = select(func.count()).select_from(OutboxRow).where(is_stuck())
    try:
        with engine.connect() as connection:
            stuck = connection.execute(stuck_rows).scalar_one()
    except SQLAlchemyError:
        return Part("Outbox", False, "effects after a change", "no tables yet")
    note = (
        f"{stuck} effects fail again and again, or no worker runs: see /admin/outbox"
        if stuck
        else "nothing is stuck"
    )
    return Part("Outbox", not stuck, "effects after a change", note)


def _office(engines: Engines) -> Part:
    is_there = not isinstance(engines.converter, NoConverter)
    gives = "office files as pages, old .doc files, the print preview of drafts"
    note = "" if is_there else "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"
    return Part("LibreOffice", is_there, gives, note)


def _sms(settings: Settings) -> Part:
    note = settings.sms_url or "not set: messages are kept on the page /admin/sms"
    return Part("SMS gateway", bool(settings.sms_url), "urgent messages to telephones", note)


def _program(name: str, program: str, gives: str) -> Part:
    folders = ":".join(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
    found = shutil.which(program) or shutil.which(program, path=folders)
    return Part(name, found is not None, gives, _version(found) if found else "not installed")


def _version(path: str) -> str:
    """The first line the program says of itself."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20).stdout
    return next(iter(said.splitlines()), "")
