"""Real worker processes under the real supervisor: killed, ruined by a job, deaf to their limit."""

import os
import queue
import signal
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select as wait_readable
from time import monotonic

import pytest
from sqlalchemy import select

from app.core.db import SessionFactory
from app.core.jobs import HEAVY, Job
from app.core.jobs.claiming import LOST, TOOK_TOO_LONG
from app.supervisor import programs_in
from documents.sandbox.line import _is_cut
from documents.sandbox.meeting import Meeting
from tests.databases import TestDatabase
from tests.integration.jobs.making import Elsewhere, Happened, job, names, publish
from tests.live import ROOT

PATIENCE = 60
"""Seconds; far more than anything here takes."""


class Told:
    """Words that worker processes tell, in order, each with the pid of who told it."""

    def __init__(self) -> None:
        self.words: queue.Queue[tuple[str, int]] = queue.Queue()
        self.worker_pid = 0

    def wait_for(self, word: str) -> int:
        """The pid of who says this next."""
        while True:
            told, pid = self.words.get(timeout=PATIENCE)
            if told == word:
                return pid


@pytest.fixture
def told() -> Iterator[tuple[Told, int]]:
    told = Told()

    class Hearing(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            word, pid = self.rfile.readline().decode().split()
            told.words.put((word, int(pid)))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Hearing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield told, server.server_address[1]
        server.shutdown()


@contextmanager
def supervised(procfile: Path, *lines: str) -> Iterator[subprocess.Popen[bytes]]:
    procfile.write_text("\n".join(lines))
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "app.supervisor", str(procfile)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield supervisor
    finally:
        supervisor.send_signal(signal.SIGTERM)
        assert supervisor.wait(PATIENCE) == 0


@pytest.fixture
def worker(told: tuple[Told, int], database: TestDatabase, tmp_path: Path) -> Iterator[Told]:
    """A supervised worker, ready."""
    words, port = told
    with supervised(tmp_path / "Procfile", worker_line(database, port)):
        words.worker_pid = words.wait_for("ready")
        yield words


def worker_line(database: TestDatabase, port: int) -> str:
    module = "tests.integration.jobs.worker_process"
    return f"worker: {sys.executable} -m {module} '{database.url}' {port}"


def test_a_killed_worker_comes_back_by_itself(worker: Told) -> None:
    os.kill(worker.worker_pid, signal.SIGKILL)
    assert worker.wait_for("ready") != worker.worker_pid


def test_a_job_that_kills_its_worker_each_time_rests_and_the_others_go_on(
    worker: Told, factory: SessionFactory
) -> None:
    publish(factory, Happened("poison"), Elsewhere("An"), Happened("fine"), Elsewhere("Bình"))
    seen = Counter[str]()
    ends_at = monotonic() + PATIENCE
    while _states(factory) != {"failed": 1, "done": 3} and monotonic() < ends_at:
        with suppress(queue.Empty):  # what is written after the last start tells nothing
            seen[worker.words.get(timeout=0.2)[0]] += 1
    with factory() as session:
        poison = session.scalars(select(Job).where(Job.state == "failed")).one()
    assert (poison.tries, poison.error, seen["poison"]) == (HEAVY.tries, LOST, HEAVY.tries)
    assert sorted(names(factory)) == ["An", "Bình", "fine survived"]


def _states(factory: SessionFactory) -> Counter[str]:
    with factory() as session:
        return Counter(session.scalars(select(Job.state)))


def test_work_deaf_to_its_limit_ends_with_its_worker_and_is_told(
    worker: Told, factory: SessionFactory
) -> None:
    publish(factory, Happened("deaf"))
    first = worker.wait_for("deaf")
    assert worker.wait_for("ready") != first, "the worker ended, and another was started"
    deaf = job(factory, "test.slow")
    assert (deaf.state, deaf.tries, deaf.error) == ("failed", 1, TOOK_TOO_LONG)


def test_what_a_killed_process_leaves_behind_is_ended_with_it(
    told: tuple[Told, int], tmp_path: Path
) -> None:
    """As LibreOffice does, the child stands in a session of its own."""
    words, port = told
    program = tmp_path / "parent.py"
    program.write_text(
        "import os, signal, socket, subprocess, sys\n"
        f"with socket.create_connection(('127.0.0.1', {port})) as s:\n"
        "    child = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
        "    s.sendall(f'child {child.pid}\\n'.encode())\n"
        "signal.pause()\n"
    )
    with supervised(tmp_path / "Procfile", f"parent: {sys.executable} {program}"):
        child = words.wait_for("child")
        parent = _parent_of(child)
        pidfd = os.pidfd_open(child)
        os.kill(parent, signal.SIGKILL)
        assert words.wait_for("child") != child
        _await_end(pidfd)


def test_the_sandbox_outlives_the_program_that_needed_it_first(
    told: tuple[Told, int], tmp_path: Path
) -> None:
    """A person who sends a file while the worker is started again notices nothing."""
    words, port = told
    folder = tmp_path / "sandbox"
    program = tmp_path / "needs.py"
    program.write_text(
        "import os, signal, socket, sys\n"
        "from pathlib import Path\n"
        "from documents.sandbox import Sandbox\n"
        f"Sandbox(Path({str(folder)!r})).warm()\n"
        f"with socket.create_connection(('127.0.0.1', {port})) as s:\n"
        "    s.sendall(f'{sys.argv[1]} {os.getpid()}\\n'.encode())\n"
        "signal.pause()\n"
    )
    line = f"env PYTHONPATH={ROOT} {sys.executable} {program}"
    with supervised(tmp_path / "Procfile", f"one: {line} one"):
        first = words.wait_for("one")
        with Meeting(folder).connect() as held:
            os.kill(first, signal.SIGKILL)
            assert words.wait_for("one") != first
            assert not _is_cut(held)
    with pytest.raises((FileNotFoundError, ConnectionRefusedError)):
        Meeting(folder)._reached()


def test_all_end_within_seconds_and_whoever_will_not_is_made_to(
    told: tuple[Told, int], tmp_path: Path
) -> None:
    words, port = told
    program = tmp_path / "stubborn.py"
    program.write_text(
        "import os, signal, socket, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"with socket.create_connection(('127.0.0.1', {port})) as s:\n"
        "    s.sendall(f'there {os.getpid()}\\n'.encode())\n"
        "time.sleep(600)\n"
    )
    line = f"{sys.executable} {program}"
    with supervised(tmp_path / "Procfile", f"one: {line}", f"two: {line}") as supervisor:
        pidfds = [os.pidfd_open(words.wait_for("there")) for _ in range(2)]
        supervisor.send_signal(signal.SIGHUP)  # the terminal is gone
        supervisor.wait(PATIENCE)
        for pidfd in pidfds:
            _await_end(pidfd)


def test_a_killed_supervisor_takes_its_programs_along(
    told: tuple[Told, int], database: TestDatabase, tmp_path: Path
) -> None:
    words, port = told
    procfile = tmp_path / "Procfile"
    procfile.write_text(worker_line(database, port))
    command = [sys.executable, "-m", "app.supervisor", str(procfile)]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as supervisor:
        pidfd = os.pidfd_open(words.wait_for("ready"))
        supervisor.kill()
        _await_end(pidfd)


def _parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _await_end(pidfd: int) -> None:
    ready, _, _ = wait_readable([pidfd], [], [], PATIENCE)
    os.close(pidfd)
    assert ready


def test_the_procfile_starts_the_whole_office() -> None:
    programs = programs_in((ROOT / ".setup" / "Procfile").read_text())
    assert [program.name for program in programs] == ["web", "worker"]
