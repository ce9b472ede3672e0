"""A fresh copy of a migrated database for every test, on SQLite and on PostgreSQL alike."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session

from app.access.models import AccessEpoch
from app.cli import migrate
from app.core.db import create_engine, session_factory, transaction
from app.setup import ensure_basics
from tests.factories.office import Office, make_office

_serial = itertools.count(1)


class Store(Protocol):
    """Where databases are: `create` makes one anew, empty or as a copy of a template."""

    def url_of(self, name: str) -> str: ...

    def create(self, name: str, template: str = "") -> None: ...


@dataclass(frozen=True)
class Files:
    """SQLite's, in a folder."""

    folder: Path

    def url_of(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.db"

    def create(self, name: str, template: str = "") -> None:
        for leftover in self.folder.glob(f"{name}.db*"):
            leftover.unlink()
        if template:
            shutil.copyfile(self.folder / f"{template}.db", self.folder / f"{name}.db")


@dataclass(frozen=True)
class Server:
    """PostgreSQL's, beside the database of `url`."""

    url: str

    def url_of(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def create(self, name: str, template: str = "") -> None:
        copied = f'TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
        server = create_engine(self.url)
        with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}" {copied}'))
        server.dispose()


@dataclass
class TestDatabase:
    """`url` stays the same for all tests; `renew` puts a fresh copy of a template behind it.

    There are two: what every installation has (roles, types, holidays), and the same `peopled` with
    the small office, whose ids and actors are in `office`.
    """

    __test__ = False

    store: Store
    url: str = field(init=False)
    engine: Engine = field(init=False)
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        self.url = self.store.url_of("office")
        # What a test holds open beside the application is not the application's.
        self.engine = create_engine(self.url).execution_options(watched=False)
        self.store.create("basics")
        migrate(self.store.url_of("basics"))
        with self._filling("basics") as session:
            ensure_basics(session)
        self.store.create("peopled", "basics")
        with self._filling("peopled") as session:
            self.office = make_office(session)

    @contextmanager
    def _filling(self, name: str) -> Iterator[Session]:
        engine = create_engine(self.store.url_of(name))
        with transaction(session_factory(engine)) as session:
            yield session
        engine.dispose()

    def renew(self, *, peopled: bool = False) -> None:
        self.engine.dispose()
        self.store.create("office", "peopled" if peopled else "basics")
        with Session(self.engine) as session:
            epoch = session.get_one(AccessEpoch, 1)
            epoch.number = next(_serial) * 1000
            session.commit()
