"""Measures a holiday that moves 20,000 lines and the reminder round over 300,000:
`python -m benchmarks.deadlines`. Beside each stands what plain SQL needs for the same rows, and how
long the machine takes to add ten million numbers. Times are seconds.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from datetime import time as hour
from pathlib import Path

from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import create_engine, session_factory, transaction
from app.core.feature import install
from app.core.policy import Actor
from app.deadlines.inputs import DayData
from app.deadlines.queries.moving import digest, fixed_on, moves, told_apart
from app.deadlines.rules.spans import Rule, Span
from app.deadlines.rules.working_time import STANDARD, Works
from app.deadlines.service import change_day
from app.features import FEATURES
from app.organisation.models import Person
from app.work.models import Assignment
from app.work.service import remind
from benchmarks.data import postgres_office, sqlite_office

NOW = clock.at(date(2026, 11, 23), hour(9))
HOLIDAY = DayData(date(2026, 11, 27), Works.OFF, "Nghỉ tránh lũ")
MOVED, ROUNDS, BATCH = 20_000, 5, 10_000
COPIED = [column.name for column in Assignment.__table__.columns if column.name != "id"]


def yardstick() -> float:
    return timed(lambda: sum(range(10_000_000)))


def timed(work: Callable[..., object], *args: object) -> float:
    start = time.perf_counter()
    work(*args)
    return time.perf_counter() - start


def fill_up(engine: Engine, lines: int) -> None:
    """So many open lines more, of which MOVED were counted across the holiday; the others are due
    in the half year around now."""
    rule = Rule(Span(5), NOW)
    counted = {"due_span": rule.span.kept, "due_since": NOW, "due_at": rule.due(STANDARD).at}
    opened = {"state": "open", "finished_at": None, "parent_id": None}
    with transaction(session_factory(engine)) as session:
        columns = [getattr(Assignment, name) for name in COPIED]
        known = [row._asdict() for row in session.execute(select(*columns).limit(5_000))]
        for start in range(0, lines, BATCH):
            rows = [
                {
                    **known[number % len(known)],
                    **opened,
                    **(
                        counted
                        if number < MOVED
                        else {"due_at": NOW + timedelta(days=number % 180 - 90)}
                    ),
                }
                for number in range(start, start + BATCH)
            ]
            session.execute(insert(Assignment), rows)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


@contextmanager
def a_reader(engine: Engine) -> Iterator[list[float]]:
    """Somebody who reads all the while: how long each answer took."""
    waits: list[float] = []
    done = threading.Event()
    few = text("SELECT id, due_at FROM assignment WHERE state = 'open' ORDER BY id LIMIT 30")

    def ask() -> None:
        with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            connection.execute(few).all()

    def read() -> None:
        while not done.is_set():
            waits.append(timed(ask))
            done.wait(0.01)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield waits
    finally:
        done.set()
        thread.join()


def holiday(engine: Engine) -> None:
    previews, applied, waits, plain = [], [], [], []
    processor: dict[str, list[float]] = {"preview": [], "apply": []}
    for round_ in range(ROUNDS):
        with session_factory(engine)() as session, clock.stopped_at(NOW):
            actor = _anybody(session)
            change = HOLIDAY if round_ % 2 == 0 else DayData(HOLIDAY.day, None, HOLIDAY.name)
            start, worked = time.perf_counter(), time.thread_time()
            found = moves(session, change)
            told_apart(session, actor, found)
            seen = digest(change, found, fixed_on(session, change))
            previews.append(time.perf_counter() - start)
            processor["preview"].append(time.thread_time() - worked)
            session.rollback()
            with a_reader(engine) as waited:
                start, worked = time.perf_counter(), time.thread_time()
                moved = change_day(session, actor, change, seen, pull=True)
                session.commit()
                applied.append(time.perf_counter() - start)
                processor["apply"].append(time.thread_time() - worked)
            assert moved >= MOVED, moved
            waits += waited
        with engine.begin() as connection:
            same = text("UPDATE assignment SET version = version WHERE due_span IS NOT NULL")
            plain.append(timed(connection.execute, same))
    print(f"  holiday, {moved:,} lines: preview {said(previews)}; apply {said(applied)}")
    print(f"    of the processor {'; '.join(f'{n} {said(t)}' for n, t in processor.items())}")
    print(f"    plain SQL writes the same rows in {said(plain)}; a reader meanwhile {said(waits)}")


def said(times: list[float]) -> str:
    return f"{statistics.median(times):.2f} s (worst {max(times):.2f})"


def _anybody(session: Session) -> Actor:
    person = session.scalars(select(Person).order_by(Person.id)).first()
    assert person is not None
    return Actor(person.id, person.name, None, permissions=frozenset({"organisation.manage"}))


def reminders(url: str) -> None:
    """In a process of its own, whose memory is measured."""
    engine = create_engine(url)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with session_factory(engine)() as session, clock.stopped_at(NOW):
        people: list[int] = []
        took = timed(lambda: people.append(remind(session)))
        session.rollback()
        lines = session.scalar(select(func.count(Assignment.id)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  reminder round, {lines:,} lines: {took:.2f} s for {people[0]} people,", end="")
    print(f" {peak} MB at most ({before} MB before it)", flush=True)


def measure(name: str, url: str, lines: int) -> None:
    print(f"{name}: ten million numbers in {yardstick():.2f} s", flush=True)
    engine = create_engine(url)
    fill_up(engine, lines)
    holiday(engine)
    engine.dispose()
    subprocess.run([sys.executable, "-m", "benchmarks.deadlines", "--remind", url], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=300_000)
    parser.add_argument("--remind", help="measure one round on this database")
    asked = parser.parse_args()
    install(FEATURES)
    if asked.remind:
        reminders(asked.remind)
        return
    with tempfile.TemporaryDirectory() as folder:
        if "sqlite" in asked.databases:
            with sqlite_office(Path(folder), asked.documents, Path(folder)) as url:
                measure("SQLite", url, asked.lines)
        if "postgresql" in asked.databases:
            with postgres_office(asked.documents, Path(folder)) as url:
                measure("PostgreSQL", url, asked.lines)


if __name__ == "__main__":
    main()
