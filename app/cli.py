"""The office's commands: `python -m app.cli --help`."""

import sys
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.audit.service import verify
from app.core.db import create_engine, reading, session_factory, transaction
from app.setup import ensure_basics
from config import Settings

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


@click.group()
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


def open_database() -> tuple[Settings, Engine]:
    settings = Settings.from_environment()
    return settings, create_engine(settings.database_url)


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest tables, and put in what every office needs."""
    settings, engine = open_database()
    migrate(settings.database_url)
    with transaction(session_factory(engine)) as session:
        ensure_basics(session)


@main.command("worker")
@click.option("--clock/--no-clock", default=True, help="Exactly one worker keeps the clock.")
@click.option("--processes", default=2, help="How many rows are dealt with at once.")
def worker_command(clock: bool, processes: int) -> None:
    """Drain the outbox and go the rounds, until stopped."""
    from app.celery_app import create_worker  # only this command needs Celery

    arguments = ["worker", "--loglevel", "WARNING", "--concurrency", str(processes)]
    create_worker(Settings.from_environment()).worker_main([*arguments, *(["-B"] if clock else [])])


@main.command("verify-audit")
def verify_audit_command() -> None:
    """Read the audit trail and name the first row that was altered."""
    _settings, engine = open_database()
    with reading(session_factory(engine)) as session:
        report = verify(session)
    if report.is_whole:
        click.echo(f"The trail is whole: {report.count} entries.")
    else:
        click.echo(f"Altered at entry {report.first_altered_id}.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
