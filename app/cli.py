"""The office's commands: `python -m app.cli --help`."""

import socket
from pathlib import Path
from typing import Any

import click
from alembic import command
from alembic.config import Config

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.core.db import create_engine, session_factory, transaction
from app.core.errors import OfficeError
from app.core.feature import install
from app.core.installation import Installation
from app.core.jobs import LANES
from app.demo import large, small
from app.demo.office import KNOWN, PASSWORD
from app.features import FEATURES
from app.search.service import rebuild
from app.setup import Founder, ensure_basics, found_administrator
from app.watchdog.commands import told
from app.watchdog.service import Looking
from app.wiring import build_engines
from config import Settings

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


class Commands(click.Group):
    """Tells in one line why the office does not do something."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except OfficeError as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.group(cls=Commands)
@click.pass_context
def main(context: click.Context) -> None:
    """CongVan: commands for whoever keeps the office running."""
    context.obj = open_installation()


def migration_config(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config


def migrate(database_url: str) -> None:
    """Bring the database at this URL to the newest tables."""
    command.upgrade(migration_config(database_url), "head")


def open_installation() -> Installation:
    install(FEATURES)
    settings = Settings.from_environment()
    engine = create_engine(settings.database_url)
    engines = build_engines(settings)
    return Installation(settings, engine, session_factory(engine), engines, FEATURES)


@main.command("migrate")
@click.pass_obj
def migrate_command(office: Installation) -> None:
    """Bring the database to the newest tables, and put in what every office needs."""
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
@click.pass_obj
def create_administrator_command(office: Installation, /, **values: str) -> None:
    """Found the first agency of an empty office, with an administrator who makes the rest."""
    with transaction(office.factory) as session:
        password = found_administrator(session, Founder(**values))
    click.echo(f"{values['user_name']} signs in once with {password} and then chooses another.")


@main.command("prepare")
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000)
@click.pass_obj
def prepare_command(office: Installation, host: str, port: int) -> None:
    """Migrate; load the demonstration when the database is empty; say how to sign in."""
    _refuse_port_in_use(host, port)
    migrate(office.settings.database_url)
    with transaction(office.factory) as session:
        ensure_basics(session)
    if small.is_empty(office.factory):
        click.echo("Loading the demonstration district (about a minute) …")
        handlers = office.features.handlers(office.engines)
        small.load(office.settings.database_url, office.engines, handlers)
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
    looking = Looking(office.factory, office.engines, office.features)
    wanted = (one for one in office.features.invariants if one.name == "parts.conversions")
    for one in looking.look(wanted):
        if one.state != "kept":
            click.echo(told(one))


@main.command("demo-large")
@click.option("--documents", default=100_000, show_default=True)
@click.pass_obj
def demo_large_command(office: Installation, documents: int) -> None:
    """Fill an empty database with 62 agencies and units, 921 accounts, and documents."""
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
@click.pass_obj
def worker_command(office: Installation, lanes: tuple[str, ...], threads: int | None) -> None:
    """Do what follows changes and what the clock brings, until stopped.

    Any number may run, on any number of hosts: all lanes together, or each lane by itself.
    """
    from app.celery_app import run_worker  # only this command needs Celery

    chosen = [LANES[name] for name in dict.fromkeys(lanes)]
    run_worker(office.settings, {lane: threads or lane.threads for lane in chosen})


for command_of_feature in FEATURES.commands:
    main.add_command(command_of_feature.found())

if __name__ == "__main__":
    main()
