"""What only the backend in a database has to promise, and changing over to it and back."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from search_index import (
    IndexBusy,
    IndexUnreadable,
    MemoryBackend,
    PostgresBackend,
    SearchRequest,
    Successor,
    WhooshBackend,
)
from search_index.backends._postgres import finding, layout, table
from tests.conftest import DATABASES
from tests.databases import Server
from tests.search_index.conftest import connected, lending
from tests.search_index.samples import CLERK, document, ids

pytestmark = pytest.mark.skipif("postgresql" not in DATABASES, reason="without a server")


@pytest.fixture(scope="module")
def name(postgres: str) -> str:
    Server(postgres).create("alone")
    return "alone"


@pytest.fixture
def connection(postgres: str, name: str) -> Iterator[psycopg.Connection]:
    with connected(postgres, name) as opened:
        yield opened


@pytest.fixture
def other(postgres: str, name: str) -> Iterator[psycopg.Connection]:
    """Another process."""
    with connected(postgres, name) as opened:
        yield opened


@pytest.fixture
def server(connection: psycopg.Connection, postgres: str, name: str) -> Iterator[PostgresBackend]:
    """It reads by a connection of its own, as where another server answers searches."""
    with connected(postgres, name) as reading:
        made = PostgresBackend(lending(connection), lending(reading), lock_timeout=0.05)
        made.rebuild([document(1, "họp giao ban")])
        yield made


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
    server: PostgresBackend, other: psycopg.Connection
) -> None:
    second = PostgresBackend(lending(other), lock_timeout=0.05)

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


def test_of_more_than_can_be_reckoned_those_with_more_flags_come_first_then_the_newest(
    server: PostgresBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_WEIGHED", 3)
    documents = [document(n, body="họp" if n % 2 else "hop") for n in range(1, 30)]
    server.rebuild([*documents, document(0, "họp"), document(99, "", reference="5/KH", body="hop")])
    page = server.search(SearchRequest("họp", CLERK, facets=("kind",)))
    assert [hit.id for hit in page.hits] == [0, 29, 27]
    assert (page.total, page.complete, page.total_is_capped) == (31, 31, False)
    assert page.facets == {"kind": (("incoming", 31),)}
    assert ids(server, "họp 5/KH")[0] == 99


def test_a_sample_says_how_rare_a_word_is_for_whom_it_is_large_enough(
    server: PostgresBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every document in the sample the answer is that of counting all of them."""
    monkeypatch.setattr(layout, "STEP", 1)
    monkeypatch.setattr(table, "SEEN", 1)
    others = frozenset({"agency:9"})
    made = [document(n, "họp" + " ban" * (n % 2) + " ngay" * (n % 3)) for n in range(1, 30)]
    made += [document(n, "ban ngay", readers=others) for n in range(30, 60)]
    memory = MemoryBackend()
    for backend in (memory, server):
        backend.rebuild(made)
    for enough in (20, 40):  # the clerk's 29 are enough, or are not
        monkeypatch.setattr(table, "ENOUGH", enough)
        for text in ("họp ban", "ngay ban họp", "ban"):
            asked = SearchRequest(text, CLERK)
            assert server.search(asked) == memory.search(asked)


def test_what_is_long_is_found_all_the_same(server: PostgresBackend) -> None:
    """A word of a thousand letters; more pairs of neighbours than a vector takes."""
    many = " ".join(f"x{n}" for n in range(layout._MOST_PAIRS + 2))
    server.write([document(2, body="a" * 3_000), document(3, body=many)])
    assert ids(server, "a" * 900 + "*") == []
    assert ids(server, '"x5 x6 x7"') == [3]
    assert ids(server, '"x7 x6"') == []
