"""The office's commands: `python -m app.cli --help`."""

import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.access.queries import account_by_user_name
from app.access.service.accounts import reset_password
from app.audit.service import verify
from app.core.db import SessionFactory, create_engine, reading, session_factory, transaction
from app.core.errors import OfficeError
from app.core.jobs import LANES
from app.correspondence.service import check_files
from app.demo import large, small
from app.demo.office import KNOWN, PASSWORD
from app.doctor import examine, parts_in_use
from app.drafting.models import DraftAttachment, DraftVersion
from app.search.service import rebuild
from app.setup import Founder, ensure_basics, found_administrator
from app.wiring import Engines, build_engines, build_handlers
from config import Settings

DRAFTED = (DraftVersion.sha256, DraftAttachment.sha256)
"""Contents that drafts name, beside those of documents."""

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


class Commands(click.Group):
    """Tells in one line why the office does not do something."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except OfficeError as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.group(cls=Commands)
def main() -> None:
    """CongVan: commands for whoever keeps the office running."""


def migration_config(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config


def migrate(database_url: str) -> None:
    """Bring the database at this URL to the newest tables."""
    command.upgrade(migration_config(database_url), "head")


@dataclass(frozen=True)
class Installation:
    """The settings of this environment and what they open."""

    settings: Settings
    engine: Engine
    factory: SessionFactory
    engines: Engines


def open_installation() -> Installation:
    settings = Settings.from_environment()
    engine = create_engine(settings.database_url)
    return Installation(settings, engine, session_factory(engine), build_engines(settings))


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest tables, and put in what every office needs."""
    office = open_installation()
    migrate(office.settings.database_url)
    with transaction(office.factory) as session:
        ensure_basics(session)


@main.command("create-administrator")
@click.option("--agency", required=True, help='Full name: "Ủy ban nhân dân xã Tân Khê"')
@click.option("--code", required=True, help='Identifier of the agency: "H49.10"')
@click.option("--place", required=True, help='Place name before dates: "Tân Khê"')
@click.option("--symbol", default="UBND", show_default=True, help="In references: 12/QĐ-UBND")
@click.option("--name", required=True, help="The administrator's name")
@click.option("--user-name", required=True)
def create_administrator_command(**values: str) -> None:
    """Found the first agency of an empty office, with an administrator who makes the rest."""
    with transaction(open_installation().factory) as session:
        password = found_administrator(session, Founder(**values))
    click.echo(f"{values['user_name']} signs in once with {password} and then chooses another.")


@main.command("reset-password")
@click.argument("user_name")
def reset_password_command(user_name: str) -> None:
    """Let somebody in again whom no other administrator can help: unlock, one-time password."""
    with transaction(open_installation().factory) as session:
        known = account_by_user_name(session, user_name)
        if known is None:
            raise click.ClickException(f"Nobody has the user name {user_name}.")
        password = reset_password(session, None, known.person_id)
    click.echo(f"{user_name} signs in once with {password} and then chooses another.")


@main.command("prepare")
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000)
def prepare_command(host: str, port: int) -> None:
    """Migrate; load the demonstration when the database is empty; say how to sign in."""
    _refuse_port_in_use(host, port)
    office = open_installation()
    migrate(office.settings.database_url)
    with transaction(office.factory) as session:
        ensure_basics(session)
    if small.is_empty(office.factory):
        click.echo("Loading the demonstration district (about a minute) …")
        handlers = build_handlers(office.engines)
        small.load(office.settings.database_url, office.engines.storage, handlers)
    _say_missing(office)
    click.echo(f"\n  CongVan: http://localhost:{port}\n  Password of all accounts: {PASSWORD}\n")
    for known in KNOWN:
        click.echo(f"    {known.user_name:<12} {known.name:<18} {known.title}")
    click.echo("\n  Ctrl-C stops everything.\n")


def _refuse_port_in_use(host: str, port: int) -> None:
    """Told before anything starts: the web server would try for long, and say it among much."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as failure:
            told = f"{host}:{port} cannot be used ({failure.strerror})."
            raise click.ClickException(f"{told} Another: make run PORT={port + 1}") from failure


def _say_missing(office: Installation) -> None:
    for part in parts_in_use(office.settings, office.engines, office.engine):
        if part.name in ("LibreOffice", "Fonts") and not part.is_there:
            click.echo(f"Without {part.name}: no {part.gives}. {part.details}")


@main.command("demo-large")
@click.option("--documents", default=100_000, show_default=True)
def demo_large_command(documents: int) -> None:
    """Fill an empty database with 62 agencies and units, 921 accounts, and documents."""
    office = open_installation()
    migrate(office.settings.database_url)
    with transaction(office.factory) as session:
        ensure_basics(session)
    if not small.is_empty(office.factory):
        raise click.ClickException(
            "The database is not empty; set CONGVAN_INSTANCE to a new folder."
        )
    with office.factory() as session:
        large.build(session, documents, large.contents(office.engines.storage))
    click.echo(f"{documents} documents. Accounts user001 to user{large.ACCOUNTS}: {large.PASSWORD}")
    click.echo("Building the search index …")
    click.echo(f"{rebuild(office.factory, office.engines.search)} documents are searchable.")


@main.command("worker")
@click.option("--lane", "lanes", type=click.Choice(list(LANES)), multiple=True, default=list(LANES))
@click.option("--threads", type=click.IntRange(1, 32), help="For each lane; else what it needs.")
def worker_command(lanes: tuple[str, ...], threads: int | None) -> None:
    """Do what follows changes and what the clock brings, until stopped.

    Any number may run, on any number of hosts: all lanes together, or each lane by itself.
    """
    from app.celery_app import run_worker  # only this command needs Celery

    chosen = [LANES[name] for name in dict.fromkeys(lanes)]
    run_worker(Settings.from_environment(), {lane: threads or lane.threads for lane in chosen})


@main.command("doctor")
def doctor_command() -> None:
    """Name every part, present or missing, and what it gives."""
    office = open_installation()
    needed = True
    for part in examine(office.settings, office.engine, office.engines):
        mark = "there  " if part.is_there else "MISSING"
        click.echo(
            f"{mark}  {part.name:<18} {part.gives}{f' [{part.details}]' if part.note else ''}"
        )
        needed = needed and (part.is_there or not part.is_needed)
    sys.exit(0 if needed else 1)


@main.command("verify-audit")
def verify_audit_command() -> None:
    """Read the audit trail and name the first row that was altered."""
    with reading(open_installation().factory) as session:
        report = verify(session)
    if report.is_whole:
        click.echo(f"The trail is whole: {report.count} entries, the last hash {report.last_hash}.")
    else:
        click.echo(f"Entry {report.first_altered_id} is {report.damage}.", err=True)
        sys.exit(1)


@main.command("check-files")
def check_files_command() -> None:
    """Read every stored byte and name what is missing or not as it was stored."""
    office = open_installation()
    with reading(office.factory) as session:
        report = check_files(session, office.engines.storage, DRAFTED)
    click.echo(f"{report.count} contents read.")
    for sha256 in report.altered:
        click.echo(f"altered {sha256}", err=True)
    for sha256 in report.missing:
        click.echo(f"missing {sha256}", err=True)
    sys.exit(0 if report.is_whole else 1)


@main.command("rebuild-index")
def rebuild_index_command() -> None:
    """Build the search index anew beside the old one, and swap them."""
    office = open_installation()
    click.echo(f"{rebuild(office.factory, office.engines.search)} documents are searchable.")


if __name__ == "__main__":
    main()
