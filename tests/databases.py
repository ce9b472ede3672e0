"""A fresh copy of a migrated database for every test, on SQLite and on PostgreSQL alike."""

import itertools
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session

from app.access.models import AccessEpoch
from app.cli import migrate
from app.core.db import create_engine, session_factory, transaction
from app.setup import ensure_basics

_serial = itertools.count(1)


@dataclass
class TestDatabase:
    """`url` stays the same for all tests; `renew` puts a fresh copy of the template behind it."""

    __test__ = False

    url: str
    template: str
    folder: Path
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        # What a test holds open beside the application is not the application's.
        self.engine = create_engine(self.url).execution_options(watched=False)

    def renew(self) -> None:
        self.engine.dispose()
        if self.url.startswith("sqlite"):
            self._copy_file()
        else:
            self._copy_database()
        with Session(self.engine) as session:
            epoch = session.get_one(AccessEpoch, 1)
            epoch.number = next(_serial) * 1000
            session.commit()

    def _copy_file(self) -> None:
        target = Path(make_url(self.url).database or "")
        for leftover in target.parent.glob(f"{target.name}*"):
            leftover.unlink()
        shutil.copyfile(make_url(self.template).database or "", target)

    def _copy_database(self) -> None:
        name, template = make_url(self.url).database, make_url(self.template).database
        server = create_engine(make_url(self.url).set(database="postgres").render_as_string(False))
        with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(
                text(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
            )
        server.dispose()


def sqlite_database(folder: Path) -> TestDatabase:
    template = f"sqlite:///{folder / 'template.db'}"
    _build(template)
    return TestDatabase(f"sqlite:///{folder / 'office.db'}", template, folder)


def postgres_database(server_url: str, folder: Path) -> TestDatabase:
    server = create_engine(server_url)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text('CREATE DATABASE "template_office"'))
    server.dispose()
    template = make_url(server_url).set(database="template_office").render_as_string(False)
    url = make_url(server_url).set(database="office").render_as_string(False)
    _build(template)
    return TestDatabase(url, template, folder)


def _build(url: str) -> None:
    """Migrate, and put in what every installation has: roles, types, holidays."""
    migrate(url)
    engine = create_engine(url)
    with transaction(session_factory(engine)) as session:
        ensure_basics(session)
    engine.dispose()
