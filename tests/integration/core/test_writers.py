"""Writers of an SQLite office take turns in the order in which they came."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from sqlalchemy import text

from app.core.db import READING, create_engine

WRITERS = 5
PATIENCE_S = 20


def waiting(door: Path) -> int:
    """How many stand in the queue, by the kernel's own list of locks."""
    inode = f":{door.stat().st_ino} "
    locks = Path("/proc/locks").read_text().splitlines()
    return sum(" -> " in line and inode in line for line in locks)


def wait_for_queue_of(count: int, door: Path) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while waiting(door) != count:
        assert time.monotonic() < give_up, f"{waiting(door)} are waiting, not {count}"
        os.sched_yield()


def an_office(folder: Path):
    engine = create_engine(f"sqlite:///{folder / 'office.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE entry (who INTEGER)"))
    return engine, folder / "office.db-writers"


def test_whoever_comes_first_writes_first(tmp_path):
    engine, door = an_office(tmp_path)

    def write(who: int) -> None:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO entry VALUES (:who)"), {"who": who})

    threads = [threading.Thread(target=write, args=(who,)) for who in range(WRITERS)]
    with engine.begin() as first:
        first.execute(text("INSERT INTO entry VALUES (-1)"))
        for number, thread in enumerate(threads):
            thread.start()
            wait_for_queue_of(number + 1, door)
    for thread in threads:
        thread.join(PATIENCE_S)
    with engine.connect().execution_options(**READING["sqlite"]) as connection:
        written = connection.scalars(text("SELECT who FROM entry ORDER BY rowid")).all()
    assert written == [-1, *range(WRITERS)]
    engine.dispose()


def test_readers_do_not_queue(tmp_path):
    engine, _door = an_office(tmp_path)
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO entry VALUES (1)"))
        with engine.connect().execution_options(**READING["sqlite"]) as reader:
            assert reader.scalar(text("SELECT count(*) FROM entry")) == 0
    engine.dispose()


HOLDER = """
import sys
from app.core.db import create_engine
with create_engine(sys.argv[1]).begin() as connection:
    connection.exec_driver_sql("INSERT INTO entry VALUES (7)")
    print("holding", flush=True)
    sys.stdin.read()
"""


def test_a_killed_writer_frees_its_place_and_leaves_nothing(tmp_path):
    engine, _door = an_office(tmp_path)
    command = [sys.executable, "-c", HOLDER, str(engine.url)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "holding\n"
        holder.send_signal(signal.SIGKILL)
        holder.wait(PATIENCE_S)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO entry VALUES (8)"))
        assert connection.scalars(text("SELECT who FROM entry")).all() == [8]
    engine.dispose()
