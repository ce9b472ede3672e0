"""Every backend, empty, under one contract."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from search_index import MemoryBackend, PostgresBackend, SearchBackend, WhooshBackend
from tests.conftest import DATABASES
from tests.databases import Server
from tests.search_index.samples import OFFICE

KINDS = ("memory", "whoosh", *(["postgresql"] if "postgresql" in DATABASES else []))

Make = Callable[..., Any]
_names = count(1)


@pytest.fixture(scope="session")
def make(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Make]:
    """Makes a backend of a kind, without documents; each has a folder or database of its own."""
    connections: list[psycopg.Connection] = []

    def make(kind: str, **options: Any) -> SearchBackend:
        if kind == "memory":
            return MemoryBackend(**options)
        if kind == "whoosh":
            return WhooshBackend(tmp_path_factory.mktemp("office") / "index", **options)
        url, name = request.getfixturevalue("postgres"), f"search{next(_names)}"
        Server(url).create(name)
        connections.append(connected(url, name))
        folder = tmp_path_factory.mktemp("copies")
        return PostgresBackend(lending(connections[-1]), folder, **options)

    yield make
    for connection in connections:
        connection.close()


def connected(url: str, name: str) -> psycopg.Connection:
    there = make_url(url).set(drivername="postgresql", database=name)
    return psycopg.connect(there.render_as_string(hide_password=False), autocommit=True)


def lending(connection: psycopg.Connection) -> Callable[[], Any]:
    @contextmanager
    def lend() -> Iterator[psycopg.Connection]:
        yield connection

    return lend


@pytest.fixture(scope="session", params=KINDS)
def shared(request: pytest.FixtureRequest, make: Make) -> SearchBackend:
    """One of each kind, for all tests that begin with an empty one."""
    return make(request.param)


@pytest.fixture
def backend(shared: SearchBackend) -> Iterator[SearchBackend]:
    shared.rebuild([])
    yield shared
    shared.close()


@pytest.fixture(scope="session", params=KINDS)
def office(request: pytest.FixtureRequest, make: Make) -> Iterator[SearchBackend]:
    """The documents of an office in each backend, to be read only."""
    made = make(request.param)
    made.rebuild(OFFICE)
    yield made
    made.close()


@pytest.fixture
def whoosh(tmp_path: Path) -> Iterator[WhooshBackend]:
    made = WhooshBackend(tmp_path / "index")
    made.rebuild([])
    yield made
    made.close()
