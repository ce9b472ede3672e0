"""The sandbox's server: one small process that has everything loaded and forks a child per task.

It reads nothing of a file itself. It knows one thread only, so that it may fork at any moment, and
ends soon after the last process that uses it.
"""

import json
import os
import selectors
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from documents.sandbox import processes
from documents.sandbox.confinement import adopt_orphans, become_leader, confine
from documents.sandbox.fairness import FairQueue
from documents.sandbox.limits import (
    IDLE_SECONDS,
    LIMITS,
    PLACES,
    PLACES_OF_A_PARTY,
    SOON_SECONDS,
    WAIT_SECONDS,
    TaskLimits,
)
from documents.sandbox.meeting import Meeting
from documents.sandbox.tasks import EXIT_OF, perform
from documents.sandbox.warming import warm_up
from documents.sandbox.wire import MAX_FILES, MAX_REQUEST_BYTES, write_start

#: How often the processes of a program that runs are counted.
_COUNT_EVERY_SECONDS = 0.25
#: The child could not be shut in, and looked at nothing.
EXIT_UNCONFINED = 70
_CREDENTIALS = struct.Struct("3i")


@dataclass(eq=False)
class Task:
    """One question on its way: it waits, then runs as a child until that ends or is ended."""

    connection: socket.socket
    name: str
    arguments: dict[str, Any]
    party: str
    files: list[int]
    """First the one to answer into, then those to read."""
    since: float = field(default_factory=time.monotonic)
    scratch: Path = Path()
    pid: int = 0
    handle: int = -1
    began: float = 0
    deadline: float = 0
    verdict: str = ""
    is_slow: bool = False

    @property
    def limits(self) -> TaskLimits:
        return LIMITS[self.name]

    @property
    def lane(self) -> str:
        return self.limits.lane


def start(folder: Path) -> None:
    """Serve this folder from a process of its own; return, in the old one, when it listens."""
    server = Server(Meeting(folder))
    warm_up()
    if os.fork():
        # The starter waits for this end, and finds the server listening.
        os._exit(0)
    os.setsid()
    os.chdir("/")
    server.serve()


class Server:
    """Hears of tasks, gives them to children, and sees to it that these end."""

    def __init__(self, meeting: Meeting) -> None:
        self._lock = meeting.only_one()
        self._work = meeting.work_folder()
        self._listener = meeting.listen()
        self._selector = selectors.PollSelector()
        self._queue: FairQueue[Task] = FairQueue(PLACES, PLACES_OF_A_PARTY)
        self._clients: dict[socket.socket, Task | None] = {}
        self._running: list[Task] = []
        self._idle_since = time.monotonic()

    def serve(self) -> None:
        """Until nobody is there any more."""
        adopt_orphans()
        self._watch(self._listener, self._welcome)
        while self._is_wanted():
            for key, _ in self._selector.select(self._patience()):
                key.data()
            self._end_overdue()
            self._tell_impatient()
            while (task := self._queue.take()) is not None:
                self._start(task)
        # Whoever comes now is refused, and starts another server.
        self._listener.close()

    def _is_wanted(self) -> bool:
        if self._clients or self._running:
            self._idle_since = time.monotonic()
        return time.monotonic() - self._idle_since < IDLE_SECONDS

    def _patience(self) -> float:
        now = time.monotonic()
        ends = [task.deadline for task in self._running]
        ends += [task.began + SOON_SECONDS for task in self._running if not task.is_slow]
        ends += [task.since + WAIT_SECONDS[task.lane] for task in self._queue.waiting()]
        if not self._clients:
            ends.append(self._idle_since + IDLE_SECONDS)
        if any(task.limits.processes > 1 for task in self._running):
            ends.append(now + _COUNT_EVERY_SECONDS)
        return max(0.0, min(ends, default=now + 60) - now) + 0.001

    # -- Clients -----------------------------------------------------------------------------------

    def _watch(self, what: socket.socket | int, then: Callable[[], None]) -> None:
        self._selector.register(what, selectors.EVENT_READ, then)

    def _welcome(self) -> None:
        connection, _ = self._listener.accept()
        raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        if _CREDENTIALS.unpack(raw)[1] != os.getuid():
            connection.close()
            return
        connection.setblocking(False)
        self._clients[connection] = None
        self._watch(connection, lambda: self._hear(connection))

    def _hear(self, connection: socket.socket) -> None:
        try:
            said, files, _, _ = socket.recv_fds(connection, MAX_REQUEST_BYTES, MAX_FILES)
        except BlockingIOError:
            return
        except OSError:
            said, files = b"", []
        task = self._task(connection, said, files) if said else None
        if task is None:
            for descriptor in files:
                os.close(descriptor)
            # An empty word is the end of a client; another one is a line that is only held.
            if not said:
                self._lose(connection)
            return
        self._clients[connection] = task
        self._queue.add(task)

    def _task(self, connection: socket.socket, said: bytes, files: list[int]) -> Task | None:
        if not files or self._clients[connection] is not None:
            return None
        asked = json.loads(said)
        return Task(connection, asked["task"], asked["arguments"], asked["party"], files)

    def _lose(self, connection: socket.socket) -> None:
        """A client went; what it asked for goes too."""
        task = self._clients.pop(connection)
        self._selector.unregister(connection)
        connection.close()
        if task is None:
            return
        if task.pid:
            processes.kill(task.pid)
        else:
            self._queue.remove(task)
            _close(task)

    def _say(self, task: Task, verdict: str) -> None:
        with suppress(OSError):
            task.connection.send(verdict.encode())

    # -- Children ----------------------------------------------------------------------------------

    def _start(self, task: Task) -> None:
        task.scratch = Path(tempfile.mkdtemp(dir=self._work))
        server = os.getpid()
        task.pid = os.fork()
        if not task.pid:
            _be_child(task, server)
        task.handle = os.pidfd_open(task.pid)
        task.began = time.monotonic()
        task.deadline = task.began + task.limits.wall_seconds
        self._running.append(task)
        self._watch(task.handle, lambda: self._ended(task))

    def _ended(self, task: Task) -> None:
        _, status, used = os.wait4(task.pid, 0)
        self._selector.unregister(task.handle)
        os.close(task.handle)
        self._running.remove(task)
        self._queue.leave(task)
        if task.connection in self._clients:
            self._clients[task.connection] = None
            peak, seconds = used.ru_maxrss * 1024, used.ru_utime + used.ru_stime
            self._say(task, task.verdict or _verdict(task.limits, status, peak, seconds))
        # Whoever asked need not wait for this.
        processes.end_strays({other.pid for other in self._running})
        shutil.rmtree(task.scratch, ignore_errors=True)
        _close(task)

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for task in self._running:
            if not task.is_slow and now - task.began >= SOON_SECONDS:
                task.is_slow = True
                processes.step_back(task.pid)
            if now >= task.deadline:
                self._end(task, "too_long")
            elif task.limits.processes > 1 and (
                len(processes.descendants(task.pid)) > task.limits.processes
            ):
                self._end(task, "too_many_processes")

    def _end(self, task: Task, verdict: str) -> None:
        task.verdict = task.verdict or verdict
        # Its end is heard of at once, and should it not be: again later, not in a hurry.
        task.deadline = time.monotonic() + 1
        processes.kill(task.pid)

    def _tell_impatient(self) -> None:
        now = time.monotonic()
        for task in self._queue.waiting():
            if now - task.since >= WAIT_SECONDS[task.lane]:
                self._queue.remove(task)
                self._clients[task.connection] = None
                _close(task)
                self._say(task, "busy")


def _be_child(task: Task, server: int) -> None:
    """What the forked child does; it never returns."""
    code = EXIT_UNCONFINED
    try:
        become_leader(server, task.files)
        confine(task.limits, task.scratch)
        code = 1
        paths = [Path(f"/proc/self/fd/{descriptor}") for descriptor in task.files[1:]]
        with open(task.files[0], "wb", closefd=False) as answer:
            write_start(answer)
            code = perform(task.name, paths, task.arguments, answer)
    except BaseException as failure:
        print(f"{task.name}: {failure!r}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def _close(task: Task) -> None:
    for descriptor in task.files:
        os.close(descriptor)


def _verdict(limits: TaskLimits, status: int, peak: int, seconds: float) -> str:
    """How a child ended, from what the kernel says of it."""
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return "done"
    if code == EXIT_UNCONFINED:
        return "unconfined"
    for verdict, known in EXIT_OF.items():
        if code == known:
            return verdict
    if code == -signal.SIGXCPU or seconds >= limits.cpu_seconds:
        return "too_long"
    # The libraries that cannot go on without memory end the process in their own ways.
    if code == -signal.SIGKILL or peak >= limits.memory_bytes // 2:
        return "too_much_memory"
    return "broken"
