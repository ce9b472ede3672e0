"""Figures of search with an index in PostgreSQL, on the documents of `search_engine`.

    python -m benchmarks.search_server [--documents N] [--url URL] [--folder DIR]

Without a URL a server of its own is made and removed. The index of a URL is built if it has none.
Time is that of the processor, here and (building) in the server, and what passed on the clock.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import psycopg

from benchmarks.search_engine import (
    QUERIES,
    documents,
    figures,
    memory_mb,
    page,
    queries,
    synthetic_texts,
    timed,
)
from search_index import IndexedDocument, IndexUnreadable, PostgresBackend, SearchRequest
from tests.servers import postgres_server

UPDATES = 200


def processor_ms(pid: int) -> float:
    """Milliseconds of the processor that a process of this machine has used."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1_000 / os.sysconf("SC_CLK_TCK")


def report(connection: psycopg.Connection, count: int, folder: Path) -> None:
    """Build what is missing and print the figures of every class of query."""

    def made() -> Iterator[IndexedDocument]:
        return documents(synthetic_texts(), count)

    def lend() -> nullcontext[psycopg.Connection]:
        return nullcontext(connection)

    print(f"{count:,} documents, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    try:
        PostgresBackend(lend, folder).search(SearchRequest("", frozenset("x")))
    except IndexUnreadable:
        report_building(PostgresBackend(lend, folder), made(), count, connection)
    sample = list(islice(made(), 0, None, max(1, count // QUERIES)))
    classes, bodies = queries(sample), [document.body for document in sample]
    started = PostgresBackend(lend, folder / "new")
    spent = timed(partial(started.search, classes["common word"][0]))
    print("first search of a new host, which copies all: {:,.0f} ms, {:,.0f}".format(*spent))
    backend = PostgresBackend(lend, folder / "new")
    spent = timed(partial(backend.search, classes["common word"][0]))
    print("first search of a process: {:.0f} ms, {:.0f} on the clock".format(*spent))
    print("median / 95th percentile, ms         processor, clock")
    for name, asked in classes.items():
        times = [timed(partial(page, backend, one, bodies)) for one in asked]
        print(f"{name:36} {figures(times)}", flush=True)
    print(f"memory {memory_mb('RssAnon'):.0f} MB of its own, {memory_mb('RssFile'):.0f} of files")
    report_updates(backend, sample, connection)


def report_building(
    backend: PostgresBackend,
    made: Iterator[IndexedDocument],
    count: int,
    connection: psycopg.Connection,
) -> None:
    """Print documents a second and bytes a document in the database."""
    server = connection.info.backend_pid
    before = processor_ms(server)
    here, clock = timed(partial(backend.rebuild, made))
    there = processor_ms(server) - before
    held = connection.execute(
        "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'search_index'::regnamespace"
    ).fetchone()
    assert held is not None, "a sum is one row"
    print(
        f"{count * 1e3 / (here + there):,.0f} documents a second of the processor, of whose time"
        f" {here / 1e3:.0f} s here and {there / 1e3:.0f} in the server;"
        f" {count * 1e3 / clock:,.0f} of the clock; {held[0] / count:,.0f} bytes each;"
        f" greatest memory {memory_mb('VmHWM'):.0f} MB",
        flush=True,
    )


def report_updates(
    backend: PostgresBackend, sample: list[IndexedDocument], connection: psycopg.Connection
) -> None:
    """Print the time to write one document in a transaction and find it, and of the round after."""

    def update(document: IndexedDocument) -> None:
        with connection.transaction():
            backend.write_within(connection, [document], ())
        backend.search(SearchRequest(document.reference, document.readers))

    within, after = [], []
    for nth, one in islice(enumerate(cycle(sample)), UPDATES):
        document = replace(one, version=nth)
        within.append(timed(partial(update, document)))
        after.append(timed(partial(backend.write, [document])))
    print(f"{'write one within and find it':36} {figures(within)}")
    print(f"{'write it again, and merge':36} {figures(after)}")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--url")
    parser.add_argument("--folder", type=Path, help="where to keep the copies")
    options = parser.parse_args()
    with ExitStack() as opened:
        folder = options.folder or Path(opened.enter_context(tempfile.TemporaryDirectory()))
        url = options.url or opened.enter_context(postgres_server(durable=True))
        plain = url.replace("+psycopg", "")
        report(
            opened.enter_context(psycopg.connect(plain, autocommit=True)), options.documents, folder
        )


if __name__ == "__main__":
    main()
