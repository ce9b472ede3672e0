"""The office's commands: `python -m app.cli --help`."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config

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


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest tables."""
    migrate(Settings.from_environment().database_url)


if __name__ == "__main__":
    main()
