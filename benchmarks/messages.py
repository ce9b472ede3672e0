"""Measures text messages through a real Kannel: `python -m benchmarks.messages`.

First a thousand urgent ones, while worker, Redis and gateway are each killed once; then how soon a
single one leaves, and the bell of a page moves, while conversions of twenty seconds each wait in
the heavy lane. Processes and ports of its own, on loopback. The exit code says whether all held.
"""

import argparse
import http.client
import io
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from subprocess import Popen

import redis
from sqlalchemy import func, make_url, select

from app.broker import waker
from app.cli import migrate
from app.core import outbox
from app.core.db import SessionFactory, create_engine, session_factory, transaction
from app.core.feature import install
from app.core.jobs.models import Job
from app.features import FEATURES
from app.files.events import FileAdded
from app.messages import queries, service
from app.messages.models import SmsMessage
from app.setup import ensure_basics
from app.watchdog.events import Broke
from benchmarks.deadlines import yardstick
from config import Settings
from documents.media import RTF
from documents.rendition.libreoffice import find_office
from documents.storage import DiskStorage
from tests.factories.office import PASSWORD, Office, make_office
from tests.kannel import DESCRIPTION, Kannel, Operator, kannel, operator
from tests.live import Reader, kill, web_server, worker
from tests.servers import free_port, postgres_server, redis_server

ACCEPTED_WITHIN, LEAVES_WITHIN = 60.0, 5.0
SETTLED_WITHIN = 420.0
"""Of what nobody knows whether it was taken: that is asked again after five minutes."""
LOOKED_EVERY, RECEIVERS = 0.05, 50
SLOW_OFFICE = '#!/bin/sh\nsleep {seconds}\nexec "{office}" "$@"\n'


@dataclass
class Town:
    """A running office with its gateway, and how often the operator was handed each text."""

    factory: SessionFactory
    office: Office
    settings: Settings
    gateway: Kannel
    parts: ExitStack
    start_worker: Callable[[], Popen[str]]
    port: int
    took: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.wake = waker(self.settings)
        self._worker = self.start_worker()

    def count(self, centre: Operator) -> None:
        while True:
            self.took[centre.took.get()[1]] += 1

    def kill_worker(self) -> None:
        kill(self._worker)
        self._worker = self.start_worker()

    def kill_redis(self) -> None:
        url = make_url(self.settings.redis_url)
        with redis.Redis(port=url.port or 0) as server:
            os.kill(server.info()["process_id"], signal.SIGKILL)
        self.parts.enter_context(redis_server(url.port))

    def kill_gateway(self) -> None:
        self.gateway.kill()
        self.gateway.start()

    def queue(self, texts: list[str]) -> None:
        """Each to another telephone; fifty in one transaction, as of one urgent document."""
        for start in range(0, len(texts), RECEIVERS):
            with transaction(self.factory) as session:
                [person] = queries.reached(session, [self.office.head.person_id])
                for number, said in enumerate(texts[start : start + RECEIVERS], start):
                    other = person._replace(phone=f"09{number:08}")
                    service.queue_sms(session, other, key=f"bench:{said}", text=said)
            self.wake(["sms"])

    def tries(self, texts: list[str]) -> dict[str, int]:
        """How often the office itself handed each to the gateway, which repeats after a crash."""
        with self.factory() as session:
            rows = select(SmsMessage.text, SmsMessage.attempts).where(SmsMessage.text.in_(texts))
            return dict(session.execute(rows).all())

    def states(self) -> Counter[str]:
        with self.factory() as session:
            rows = select(SmsMessage.state, func.count()).group_by(SmsMessage.state)
            return Counter({row[0]: row[1] for row in session.execute(rows)})


@contextmanager
def town(database_url: str, instance: Path, seconds: int) -> Iterator[Town]:
    migrate(database_url)
    engine = create_engine(database_url)
    factory = session_factory(engine)
    with transaction(factory) as session:
        ensure_basics(session)
        office = make_office(session)
    slow, port = instance / "soffice", free_port()
    slow.write_text(SLOW_OFFICE.format(seconds=seconds, office=find_office()))
    slow.chmod(0o755)
    with ExitStack() as parts:
        environment = {
            "CONGVAN_INSTANCE": str(instance),
            "CONGVAN_DATABASE_URL": database_url,
            "CONGVAN_REDIS_URL": parts.enter_context(redis_server()),
            "CONGVAN_SECRET_KEY": "of-the-benchmark",
            "CONGVAN_OFFICE": str(slow),
        }
        centre = parts.enter_context(operator())
        gateway = parts.enter_context(kannel(centre))
        here = f"http://127.0.0.1:{port}"
        described = DESCRIPTION.format(address=gateway.address, office=here)
        (instance / "sms.toml").write_text(described, encoding="utf-8")
        parts.enter_context(web_server(environment, port=port))

        def start_worker() -> Popen[str]:
            return parts.enter_context(worker(environment))

        settings = Settings.from_environment(environment)
        known = Town(factory, office, settings, gateway, parts, start_worker, port)
        threading.Thread(target=known.count, args=(centre,), daemon=True).start()
        yield known
    engine.dispose()


def processor_seconds() -> float:
    """Of all that this process started, but PostgreSQL."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks, known = 0, {os.getpid()}
    for stat in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda one: int(one.parent.name)):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) in known:
                known.add(int(stat.parent.name))
                ticks += sum(map(int, fields[11:15]))
    return ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def until(holds: Callable[[], bool], seconds: float) -> float:
    """How many seconds it took to hold; infinity where it did not within these."""
    start, pause = time.perf_counter(), threading.Event()
    while not holds():
        if time.perf_counter() - start > seconds:
            return float("inf")
        pause.wait(LOOKED_EVERY)
    return time.perf_counter() - start


def a_storm(known: Town, count: int) -> bool:
    """So many at once while everything is killed once; whether none was lost, doubled or late."""
    texts = [f"KHAN {number}" for number in range(count)]
    start, worked = time.perf_counter(), processor_seconds()
    queueing = threading.Thread(target=known.queue, args=(texts,))
    queueing.start()
    killed = []
    for share, victim in ((0.2, "worker"), (0.45, "redis"), (0.7, "gateway")):
        until(partial(_have_left, known, share * count), 10 * ACCEPTED_WITHIN)
        getattr(known, f"kill_{victim}")()
        killed.append(f"{victim} at {time.perf_counter() - start:.0f} s ({len(known.took)})")
    queueing.join()

    def has_left() -> bool:
        now = known.states()
        return now["queued"] + now["sending"] == 0

    until(has_left, 10 * ACCEPTED_WITHIN)
    took = time.perf_counter() - start
    unknown = known.states()["unknown"]
    until(lambda: known.states()["delivered"] > count, SETTLED_WITHIN if unknown else 30)
    lost = [one for one in texts if one not in known.took]
    doubled = [one for one in texts if known.took[one] > 1]
    print(f"  {count:,} texts accepted in {took:.1f} s", end="")
    print(f", {processor_seconds() - worked:.1f} s of the processor with their reports")
    print(f"    killed: {', '.join(killed)}")
    print(f"    then not known: {unknown}; at the end {dict(known.states())}")
    print(f"    lost {len(lost)}, doubled {len(doubled)}: {known.tries(doubled)}", flush=True)
    return took < ACCEPTED_WITHIN * count / 1000 and not lost and not doubled


def beside_conversions(known: Town, count: int, times: int) -> bool:
    """How soon a text leaves and a bell moves while so many conversions wait behind a slow one."""
    storage = DiskStorage(known.settings.instance / "files")
    with transaction(known.factory) as session:
        for number in range(count):
            kept = storage.put(io.BytesIO(rb"{\rtf1 So %d\par}" % number))
            outbox.publish(session, FileAdded(kept.sha256, RTF))

    def is_converting() -> bool:
        with known.factory() as session:
            heavy = select(func.count()).where(Job.lane == "heavy")
            waiting = session.scalar(heavy.where(Job.state == "waiting")) or 0
            running = session.scalar(heavy.where(Job.state == "running")) or 0
        return running > 0 and waiting >= count - times

    assert until(is_converting, ACCEPTED_WITHIN) < ACCEPTED_WITHIN, "no conversion began"
    reader = Reader(known.port, known.office.user_name(known.office.admin), PASSWORD)
    left, moved = [], []
    for number in range(times):
        said = f"GAP {number}"
        began = time.perf_counter()
        known.queue([said])
        before_looking = time.perf_counter() - began
        is_there = partial(known.took.__contains__, said)
        left.append(before_looking + until(is_there, ACCEPTED_WITHIN))
        before = _unread(reader)
        with transaction(known.factory) as session:
            outbox.publish(session, Broke(f"bench:{number}", ["x"]))
        known.wake(["urgent"])
        moved.append(until(partial(_has_moved, reader, before), ACCEPTED_WITHIN))
    assert is_converting(), "the conversions ended too soon"
    print(f"  beside {count} conversions: a text reaches the operator in {said_of(left)};", end="")
    print(f" the bell moves in {said_of(moved)}", flush=True)
    return max(left + moved) < LEAVES_WITHIN


def _have_left(known: Town, count: float) -> bool:
    return len(known.took) >= count


def _has_moved(reader: Reader, before: bytes) -> bool:
    return _unread(reader) != before


def _unread(reader: Reader) -> bytes:
    """What the bell of a page asks; a connection that was idle may be closed."""
    try:
        return reader.get("/notices/unread")[1]
    except http.client.RemoteDisconnected:
        return reader.get("/notices/unread")[1]


def said_of(times: list[float]) -> str:
    return f"{median(times):.2f} s (worst {max(times):.2f})"


def measure(name: str, url: str, asked: argparse.Namespace) -> bool:
    print(f"{name}: load {os.getloadavg()[0]:.0f}, ten million numbers in {yardstick():.2f} s")
    with (
        tempfile.TemporaryDirectory() as folder,
        town(url or f"sqlite:///{folder}/office.db", Path(folder), asked.seconds) as known,
    ):
        known.queue(["WARM"])
        until(lambda: known.states()["delivered"] == 1, 2 * ACCEPTED_WITHIN)
        held = [
            a_storm(known, asked.messages),
            beside_conversions(known, asked.conversions, asked.times),
        ]
    return all(held)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--messages", type=int, default=1_000)
    parser.add_argument("--conversions", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=20, help="of each conversion")
    parser.add_argument("--times", type=int, default=20, help="texts and notices beside them")
    asked = parser.parse_args()
    install(FEATURES)
    held = True
    if "sqlite" in asked.databases:
        held &= measure("SQLite", "", asked)
    if "postgresql" in asked.databases:
        with postgres_server(durable=True) as url:
            held &= measure("PostgreSQL", url, asked)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
