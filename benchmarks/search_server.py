"""Figures of search in PostgreSQL beside SQLite FTS5, on the documents of `search_engine`.

    python -m benchmarks.search_server [--documents N] [--url URL]

Without a URL a server of its own is made and removed. The index of a URL is built if it has none.
A search is timed by the clock, which tells most of a machine in use, and by what it took of
the processor here and in the server.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

import psycopg

from app.core.db import SEARCH_PLANS
from benchmarks.search_engine import QUERIES, Fts5, documents, queries, synthetic_texts
from search_index import IndexedDocument, IndexUnreadable, PostgresBackend, SearchRequest
from tests.servers import postgres_server


def processor_ms(pid: int) -> float:
    """Milliseconds of the processor that a process of this machine has used."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1_000 / os.sysconf("SC_CLK_TCK")


def used(server: int, asked: Sequence[Callable[[], object]]) -> str:
    """Median and greatest by the clock; of the processor the mean here and in the server."""
    here, there, clock = time.process_time(), processor_ms(server), list[float]()
    for one in asked:
        start = time.perf_counter()
        one()
        clock.append((time.perf_counter() - start) * 1_000)
    own = (time.process_time() - here) * 1_000 / len(asked)
    its = (processor_ms(server) - there) / len(asked)
    return f"{median(clock):7.1f} {max(clock):7.1f} ms, processor {own:6.1f} + {its:6.1f}"


def report(url: str, count: int, folder: Path) -> None:
    """Build what is missing and print the figures of every class of query."""
    plans = " ".join(f"-c {name}={value}" for name, value in SEARCH_PLANS.items())
    with psycopg.connect(url, autocommit=True, options=plans) as connection:

        @contextmanager
        def lend() -> Iterator[psycopg.Connection]:
            yield connection

        def made() -> Iterator[IndexedDocument]:
            return documents(synthetic_texts(), count)

        backend, yardstick = PostgresBackend(lend), Fts5(folder / "fts5")
        print(f"{count:,} documents, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        try:
            backend.search(SearchRequest("", frozenset("x")))
        except IndexUnreadable:
            build = used(connection.info.backend_pid, [lambda: backend.rebuild(made())])
            print(f"built in {build}")
        yardstick.rebuild(made())
        sample = list(islice(made(), 0, None, max(1, count // QUERIES)))
        for name, asked in queries(sample).items():
            ours = [partial(backend.search, one) for one in asked]
            theirs = [partial(yardstick.search, one) for one in asked]
            hits = median(backend.search(one).total for one in asked)
            print(f"{name:28} {used(connection.info.backend_pid, ours)} | {hits:,.0f} hits")
            print(f"{'':28} {used(connection.info.backend_pid, theirs)} | FTS5")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--url")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if options.url:
            report(options.url, options.documents, Path(made))
        else:
            with postgres_server(durable=True) as url:
                plain = url.replace("+psycopg", "")
                report(plain, options.documents, Path(made))


if __name__ == "__main__":
    main()
