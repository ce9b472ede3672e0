"""What must never be false of the installation itself: its parts, disks, clock, backup."""

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.audit.queries import first_and_last
from app.core import clock, disk
from app.core.feature import Breach, Found, Invariant, Watching
from app.core.settings import value
from app.core.text import N_
from app.watchdog.service.backup import MADE
from app.watchdog.settings import BACKUP_HOURS, FREE_GIGABYTES
from documents.fonts import serif_faces
from documents.sandbox import SandboxGone

GIGABYTE = 10**9
TEMPORARY = Path(tempfile.gettempdir())
SKEW = timedelta(seconds=5)
"""So far clocks of one office may lie apart."""


def _database(watching: Watching) -> Found:
    from alembic.runtime.migration import MigrationContext  # a web process seldom needs it

    connection = watching.session.connection()
    revision = MigrationContext.configure(connection).get_current_revision()
    told = {"kind": connection.dialect.name, "revision": str(revision)}
    note = N_("%(kind)s, migration %(revision)s")
    missing = [] if revision else [Breach(words=N_("%(kind)s: run migrate"), values=told)]
    return Found.of(missing, note=note, values=told)


def _disks(watching: Watching) -> Found:
    """Where files are kept, received and copied to: told before there is no room."""
    try:
        least = value(watching.session, FREE_GIGABYTES, None)
    except SQLAlchemyError:  # no tables yet
        least = FREE_GIGABYTES.default
    full, told, near = [], [], False
    for folder in (watching.engines.settings.instance / "files", TEMPORARY):
        free = disk.free_bytes(folder) // GIGABYTE
        told.append(f"{folder}: {free} GB")
        near = near or free < least
        if not disk.takes_writing(folder):
            words = N_("%(folder)s cannot be written: full, or read-only")
            full.append(Breach(words=words, values={"folder": str(folder)}))
    note = N_("Free: %(free)s. Warned below %(least)s GB.")
    return Found.of(full, is_near=near, note=note, values={"free": ", ".join(told), "least": least})


def _broker(watching: Watching) -> Found:
    url = watching.engines.settings.redis_url
    if not url:
        return Found(note=N_("files in the instance folder"))
    from redis import Redis  # only where an office has set one up
    from redis.exceptions import RedisError

    try:
        Redis.from_url(url, socket_timeout=2).ping()
    except RedisError as failure:
        words = N_("%(failure)s; the worker still looks into the outbox by itself")
        return Found.of([Breach(words=words, values={"failure": str(failure)})])
    return Found(note="Redis")


def _sandbox(watching: Watching) -> Found:
    try:
        watching.engines.sandbox.try_out()
    except SandboxGone as failure:
        return Found.of([Breach(words="%(failure)s", values={"failure": str(failure)})])
    return Found()


def _conversions(watching: Watching) -> Found:
    """An office may do without LibreOffice, or without its fonts: it works on, in part."""
    is_there = watching.engines.sandbox.converts
    packages = (
        [] if is_there else [f"libreoffice-{one}-nogui" for one in ("writer", "calc", "impress")]
    )
    packages += [] if serif_faces() else ["fonts-liberation2"]
    if not packages:
        return Found()
    wanted = watching.engines.settings.office_executable != "none"
    note, told = "apt-get install %(packages)s", {"packages": " ".join(packages)}
    return Found(is_near=wanted, note=note, values=told)


def _clock(watching: Watching) -> Found:
    """Held against the clocks of database and file system, and against what was written last."""
    now, wrong = clock.now(), []
    for words, other in (
        (N_("the clock of the database is at %(other)s"), _clock_of_database(watching)),
        (N_("the clock of the disk is at %(other)s"), _clock_of_disk(watching)),
    ):
        if abs(other - now) > SKEW:
            wrong.append(Breach(words=words, values={"other": _said(other)}))
    _first, last = first_and_last(watching.session)
    if last is not None and last > now + SKEW:
        words = N_("the trail was written at %(other)s, which is yet to come")
        wrong.append(Breach(words=words, values={"other": _said(last)}))
    return Found.of(wrong, note=N_("Here it is %(now)s"), values={"now": _said(now)})


def _said(moment: datetime) -> str:
    """To the second, as clocks here show it."""
    return f"{clock.local(moment):%H:%M:%S %d/%m/%Y}"


def _clock_of_database(watching: Watching) -> datetime:
    if watching.session.get_bind().dialect.name == "sqlite":
        said = watching.session.scalar(select(func.strftime("%Y-%m-%dT%H:%M:%f", "now")))
        return datetime.fromisoformat(str(said)).replace(tzinfo=UTC)
    found: datetime = watching.session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return found.astimezone(UTC)


def _clock_of_disk(watching: Watching) -> datetime:
    with tempfile.TemporaryFile(dir=watching.engines.settings.instance) as probe:
        return datetime.fromtimestamp(os.fstat(probe.fileno()).st_mtime, UTC)


def _backup(watching: Watching) -> Found:
    """The mark of the last one; an office without any has some days to make one."""
    hours = value(watching.session, BACKUP_HOURS, None)
    mark = watching.engines.settings.backup / MADE
    told = {"hours": hours}
    since, _last = first_and_last(watching.session)
    words = N_("No backup was ever made")
    if mark.exists():
        since = datetime.fromtimestamp(mark.stat().st_mtime, UTC)
        words = N_("The last backup is older than %(hours)s hours")
    if since is None or clock.now() - since <= timedelta(hours=hours):
        return Found(
            is_near=not mark.exists(), note=words if not mark.exists() else "", values=told
        )
    return Found.of([Breach(words=words, values=told, since=since.isoformat())])


INVARIANTS = (
    Invariant(
        name="parts.database",
        words=N_("The database answers, and has the tables of this release"),
        hurts=N_("Everybody."),
        check=_database,
    ),
    Invariant(
        name="parts.disks_have_room",
        words=N_("Disks can be written, and have room"),
        hurts=N_("Everybody: on a full disk nothing is registered."),
        check=_disks,
        keeps_from_noting=True,
    ),
    Invariant(
        name="parts.broker",
        words=N_("The worker is woken at once when there is work"),
        hurts=N_("Whoever waits for a notice: it comes some seconds later."),
        check=_broker,
    ),
    Invariant(
        name="parts.sandbox",
        words=N_("Files that people send are opened with limits and without a network"),
        hurts=N_("Whoever sends a file: it is refused."),
        check=_sandbox,
    ),
    Invariant(
        name="parts.conversions",
        words=N_("Office files can be shown as pages (LibreOffice, fonts)"),
        hurts=N_("Whoever reads .doc, .xls or .pptx files, or previews a draft."),
        check=_conversions,
        every=timedelta(hours=1),
    ),
    Invariant(
        name="parts.clock",
        words=N_("The clock is right"),
        hurts=N_("Everybody: numbers, due dates and the trail bear wrong hours."),
        check=_clock,
    ),
    Invariant(
        name="parts.backup",
        words=N_("There is a backup, and it is not too old"),
        hurts=N_("Everybody: what was done since is lost with the disk."),
        check=_backup,
    ),
)
