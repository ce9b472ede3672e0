"""Measures every check of the watchdog in an office of full size: `python -m benchmarks.watching`.

Beside the clock stands the time of the processor: of the thread that checks, and so not of a
database server. Milliseconds, median of the rounds; without an index of the search, of which only
what the database answers is measured.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.core.db import create_engine, reading, session_factory
from app.core.feature import Found, Invariant, Watching, install
from app.features import FEATURES
from app.wiring import build_engines
from benchmarks.data import postgres_office, sqlite_office
from benchmarks.deadlines import fill_up, yardstick
from config import Settings

SHOWN_FROM = 20.0
"""Checks below this are told together."""


def looked(url: str, instance: Path, rounds: int) -> Iterator[tuple[Invariant, float, float, int]]:
    """Each with what it takes by the clock and of the processor, and how many break it."""
    environment = {**os.environ, "CONGVAN_INSTANCE": str(instance), "CONGVAN_DATABASE_URL": url}
    engines = build_engines(Settings.from_environment(environment))
    factory = session_factory(create_engine(url))
    for one in FEATURES.invariants:
        clock, processor, found = [], [], Found()
        for _round in range(rounds):
            began, worked = time.perf_counter(), time.thread_time()
            with reading(factory) as session:
                found = one.check(Watching(session, engines, FEATURES, Found()))
            clock.append((time.perf_counter() - began) * 1000)
            processor.append((time.thread_time() - worked) * 1000)
        yield one, statistics.median(clock), statistics.median(processor), found.count


def measure(name: str, url: str, instance: Path, lines: int, rounds: int) -> None:
    print(f"{name}: ten million numbers in {yardstick():.2f} s", flush=True)
    engine = create_engine(url)
    fill_up(engine, lines)
    engine.dispose()
    rows = list(looked(url, instance, rounds))
    for one, clock, processor, count in sorted(rows, key=lambda row: -row[1]):
        if clock >= SHOWN_FROM:
            print(f"  {one.name:<40} {clock:9.1f} {processor:9.1f}   breaks it: {count}")
    whole = sum(row[1] for row in rows), sum(row[2] for row in rows)
    print(f"  all {len(rows)}: {whole[0]:.0f} by the clock, {whole[1]:.0f} of the processor")
    usual = [row for row in rows if row[0].every.total_seconds() <= 300]
    whole = sum(row[1] for row in usual), sum(row[2] for row in usual)
    print(f"  the {len(usual)} of every five minutes: {whole[0]:.0f}, {whole[1]:.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    install(FEATURES)
    with tempfile.TemporaryDirectory() as folder:
        instance, figures = Path(folder), (asked.lines, asked.rounds)
        if "sqlite" in asked.databases:
            with sqlite_office(instance, asked.documents, instance) as url:
                measure("SQLite", url, instance, *figures)
        if "postgresql" in asked.databases:
            with postgres_office(asked.documents, instance) as url:
                measure("PostgreSQL", url, instance, *figures)


if __name__ == "__main__":
    main()
