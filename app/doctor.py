"""Names every part of an installation, present or missing, and what it gives."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import READING, session_factory
from app.core.jobs import Job, is_stuck
from app.core.text import N_, fill
from app.search.service import drift
from app.wiring import Engines
from config import Settings
from documents.fonts import serif_faces
from documents.rendition import NoConverter
from search_index import SearchIndexError

_FONTS = "fonts-liberation2"
_DATABASE, _BROKER, _INDEX, _OUTBOX = N_("Database"), N_("Broker"), N_("Search index"), N_("Outbox")
_NO_TABLES = N_("no tables yet")
_EVERYTHING, _FINDING = N_("everything"), N_("search")
_WAKING, _EFFECTS = N_("wakes the worker at once"), N_("what follows a change")


@dataclass(frozen=True)
class Part:
    """A part: whether it is there, whether the office can do without it, and why it is wanted.

    Its texts are English message ids: the command shows them, the page translates them.
    """

    name: str
    is_there: bool
    gives: str
    note: str = ""
    is_needed: bool = False
    values: Mapping[str, object] = field(default_factory=dict)
    """What fills `note`."""

    @property
    def details(self) -> str:
        return fill(self.note, dict(self.values))


def examine(settings: Settings, engine: Engine, engines: Engines) -> Iterator[Part]:
    """Every part, the needed ones first, and the programs of this machine."""
    yield from parts_in_use(settings, engines, engine)
    yield _program("PostgreSQL server", "postgres", "the database of an office with many people")
    yield _program("Redis server", "redis-server", "wakes the worker at once, on several hosts")
    yield _program("Chromium", "chromium", "journeys of the tests, pictures of the guide")


def parts_in_use(settings: Settings, engines: Engines, engine: Engine) -> Iterator[Part]:
    """What this installation works with."""
    yield _database(engine)
    yield _storage(settings)
    yield _broker(settings)
    yield _index(engine, engines)
    yield _outbox(engine)
    yield _office(engines)
    yield Part(N_("Fonts"), bool(serif_faces()), N_("Vietnamese letters in rendered pages"), _FONTS)
    yield _sms(settings)


def _database(engine: Engine) -> Part:
    from alembic.runtime.migration import MigrationContext  # a web process seldom needs it

    kind = engine.dialect.name
    try:
        with engine.connect().execution_options(**READING[engine.dialect.name]) as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as failure:
        told = {"kind": kind, "failure": str(failure)[:200]}
        return Part(_DATABASE, False, _EVERYTHING, "%(kind)s: %(failure)s", True, told)
    note = N_("%(kind)s, migration %(revision)s") if revision else N_("%(kind)s: run migrate")
    told = {"kind": kind, "revision": str(revision)}
    return Part(_DATABASE, revision is not None, _EVERYTHING, note, True, told)


def _storage(settings: Settings) -> Part:
    folder = settings.instance / "files"
    free = shutil.disk_usage(settings.instance).free
    note, told = N_("%(folder)s, %(free)s GB free"), {"folder": folder, "free": free // 10**9}
    return Part(N_("Files"), free > 10**9, N_("files of documents"), note, True, told)


def _broker(settings: Settings) -> Part:
    if not settings.redis_url:
        return Part(_BROKER, True, _WAKING, N_("files in the instance folder"))
    from redis import Redis  # only where an office has set one up
    from redis.exceptions import RedisError

    try:
        Redis.from_url(settings.redis_url, socket_timeout=2).ping()
    except RedisError as failure:
        note = N_("%(failure)s; the worker still looks into the outbox by itself")
        return Part(_BROKER, False, _WAKING, note, values={"failure": failure})
    return Part(_BROKER, True, _WAKING, "Redis")


def _index(engine: Engine, engines: Engines) -> Part:
    """The worker follows every change within seconds; what differs for longer has been missed."""
    try:
        found = drift(session_factory(engine), engines.search)
        count = sum(1 for _ in engines.search.stamps())
    except SearchIndexError as failure:
        note = N_("%(failure)s; the worker builds it")
        return Part(_INDEX, False, _FINDING, note, values={"failure": failure})
    except SQLAlchemyError:
        return Part(_INDEX, False, _FINDING, _NO_TABLES)
    differ = len(found.missing) + len(found.outdated) + len(found.superfluous)
    note = N_("%(count)s documents, %(differ)s not as in the database")
    return Part(_INDEX, True, _FINDING, note, values={"count": count, "differ": differ})


def _outbox(engine: Engine) -> Part:
    stuck_rows = select(func.count()).select_from(Job).where(is_stuck())
    try:
        with engine.connect().execution_options(**READING[engine.dialect.name]) as connection:
            stuck = connection.execute(stuck_rows).scalar_one()
    except SQLAlchemyError:
        return Part(_OUTBOX, False, _EFFECTS, _NO_TABLES)
    note = N_("%(stuck)s failed or wait too long, or no worker runs: see /admin/outbox")
    note = note if stuck else N_("nothing is stuck")
    return Part(_OUTBOX, not stuck, _EFFECTS, note, values={"stuck": stuck})


def _office(engines: Engines) -> Part:
    is_there = not isinstance(engines.converter, NoConverter)
    gives = N_("office files as pages, old .doc files, the print preview of drafts")
    note = "" if is_there else "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"
    return Part("LibreOffice", is_there, gives, note)


def _sms(settings: Settings) -> Part:
    note = settings.sms_url or N_("not set: messages are kept on the page /admin/sms")
    return Part(
        N_("SMS gateway"), bool(settings.sms_url), N_("urgent messages to telephones"), note
    )


def _program(name: str, program: str, gives: str) -> Part:
    folders = ":".join(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
    found = shutil.which(program) or shutil.which(program, path=folders)
    return Part(name, found is not None, gives, _version(found) if found else "not installed")


def _version(path: str) -> str:
    """The first line the program says of itself."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20).stdout
    return next(iter(said.splitlines()), "")
