"""What only the backend in a database has to promise, and changing over to it and back."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from app.core.db import lender
from search_index import (
    IndexBusy,
    IndexUnreadable,
    PostgresBackend,
    Successor,
    WhooshBackend,
)
from tests.conftest import DATABASES
from tests.databases import Server
from tests.search_index.conftest import connected, lending
from tests.search_index.samples import document, ids

pytestmark = pytest.mark.skipif("postgresql" not in DATABASES, reason="without a server")


@pytest.fixture(scope="module")
def name(postgres: str) -> str:
    Server(postgres).create("alone")
    return "alone"


@pytest.fixture
def other(postgres: str, name: str) -> Iterator[psycopg.Connection]:
    """Another process."""
    with connected(postgres, name) as opened:
        yield opened


@pytest.fixture
def server(postgres: str, name: str, tmp_path: Path) -> PostgresBackend:
    """It reads where another server may answer searches, as a replica does."""
    connect = partial(connected, postgres, name)
    made = PostgresBackend(connect, tmp_path, connect, lock_timeout=0.05)
    made.rebuild([document(1, "họp giao ban")])
    return made


def test_what_is_written_within_a_transaction_ends_as_it_does(
    server: PostgresBackend, other: psycopg.Connection
) -> None:
    with other.transaction():
        server.write_within(other, [document(2, "họp")], [1])
        assert ids(server, "họp") == [1]
    assert ids(server, "họp") == [2]
    with other.transaction(force_rollback=True):
        server.write_within(other, [document(3, "họp")], [2])
    assert ids(server, "họp") == [2]


def test_without_an_index_a_transaction_goes_on(
    server: PostgresBackend, other: psycopg.Connection
) -> None:
    server.forget()
    with pytest.raises(IndexUnreadable):
        ids(server, "họp")
    with other.transaction():
        server.write_within(other, [document(2, "họp")], [])
    server.rebuild([document(3, "họp")])
    assert ids(server, "họp") == [3]


def test_while_one_builds_others_search_write_within_and_are_told_to_wait(
    server: PostgresBackend, other: psycopg.Connection, tmp_path: Path
) -> None:
    second = PostgresBackend(lending(other), tmp_path / "second", lock_timeout=0.05)

    def meanwhile() -> Iterator[object]:
        yield document(1, "họp lại")
        assert ids(second, "họp") == [1]
        with other.transaction():
            second.write_within(other, [document(2, "họp gấp")], [])
        assert ids(second, "gấp") == [2]
        with pytest.raises(IndexBusy):
            second.write([document(2, "họp gấp")])

    server.rebuild(meanwhile())  # type: ignore[arg-type]
    assert ids(second, "lại") == [1]


@pytest.mark.parametrize("chosen", ["server", "files"])
def test_the_one_before_answers_until_the_chosen_one_is_built(
    server: PostgresBackend, tmp_path: Path, chosen: str
) -> None:
    files = WhooshBackend(tmp_path / "index")
    files.rebuild([document(1, "họp giao ban")])
    before, after = (files, server) if chosen == "server" else (server, files)
    after.forget()
    both = Successor(after, before)
    assert ids(both, "giao ban") == [1]
    with pytest.raises(IndexUnreadable):
        both.write([document(2, "giao ban")])
    assert ids(both, "giao ban") == [2, 1], "a change is found all the same"

    def read() -> Iterator[object]:
        for n in (1, 2, 3):
            assert ids(both, "giao ban") == [2, 1]
            yield document(n, "giao ban")

    both.rebuild(read())  # type: ignore[arg-type]
    assert ids(both, "giao ban") == ids(after, "giao ban") == [3, 2, 1]
    with pytest.raises(IndexUnreadable):
        ids(before, "giao ban")
    both.delete([3])
    assert ids(both, "giao ban") == [2, 1]


def test_a_replica_that_does_not_answer_is_stood_in_for(
    server: PostgresBackend,
    postgres: str,
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that is refused, that is cut off, and that has no index yet; then it answers again."""
    Server(postgres).create("replica")
    url = make_url(postgres).set(database="replica").render_as_string(hide_password=False)
    connect = partial(connected, postgres, name)
    both = PostgresBackend(connect, tmp_path / "copies", lender(url))
    assert ids(both, "họp") == [1], "it has no index yet"

    PostgresBackend(lender(url), tmp_path / "replica").rebuild([document(2, "họp")])
    assert ids(both, "họp") == [1], "it is spared for a while"
    monkeypatch.setattr(both, "_spared_until", 0.0)
    assert ids(both, "họp") == [2]

    with connect() as primary:
        primary.execute("ALTER DATABASE replica ALLOW_CONNECTIONS false")
        ended = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
        primary.execute(ended, ("replica",))
        assert ids(both, "họp") == [1], "it is gone"
        primary.execute("ALTER DATABASE replica ALLOW_CONNECTIONS true")
    monkeypatch.setattr(both, "_spared_until", 0.0)
    assert ids(both, "họp") == [2]
