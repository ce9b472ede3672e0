"""The sandbox's server: one small process that has everything loaded and gives each task a child.

It reads nothing of a file itself. It knows one thread only, so that it may fork at any moment, and
ends soon after the last process that uses it. Whatever goes wrong with one task ends that task.
"""

import json
import os
import resource
import selectors
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from documents.sandbox import processes
from documents.sandbox.children import Child, verdict
from documents.sandbox.confinement import adopt_orphans
from documents.sandbox.fairness import FairQueue
from documents.sandbox.limits import (
    BEHIND_ONES_OWN_SECONDS,
    IDLE_SECONDS,
    LIMITS,
    PLACES,
    PLACES_OF_A_PARTY,
    PROCESS,
    SOON_SECONDS,
    SPARE_SECONDS,
    WAIT_SECONDS,
    TaskLimits,
)
from documents.sandbox.meeting import Meeting
from documents.sandbox.warming import Samples, warm_up
from documents.sandbox.wire import MAX_FILES, MAX_REQUEST_BYTES

#: How often the processes of a program that runs are counted.
_COUNT_EVERY_SECONDS = 0.25
#: A pause for the machine to have again what it had none left of: files, memory, processes.
_BREATH_SECONDS = 0.1
_CREDENTIALS = struct.Struct("3i")
_SPARE_LANE = "quick"


@dataclass(eq=False)
class Task:
    """One question on its way: it waits, then is a child's until that ends or is ended."""

    connection: socket.socket
    name: str
    arguments: dict[str, Any]
    party: str
    files: list[int]
    """First the one to answer into, then those to read."""
    since: float = field(default_factory=time.monotonic)
    child: Child | None = None
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

    def close(self) -> None:
        """Let go of its files."""
        while self.files:
            os.close(self.files.pop())


def start(folder: Path) -> None:
    """Serve this folder from a process of its own; return, in the old one, when it listens."""
    meeting = Meeting(folder)
    lock = meeting.only_one()
    samples = warm_up(meeting.folder_of_samples())
    server = Server(meeting, samples)
    if os.fork():
        # The starter waits for this end, and finds the server listening.
        os._exit(0)
    os.setsid()
    os.chdir("/")
    server.serve()
    os.close(lock)


class Server:
    """Hears of tasks, gives them to children, and sees to it that these end."""

    def __init__(self, meeting: Meeting, samples: Samples) -> None:
        self._samples = samples
        self._work = meeting.work_folder()
        self._listener = meeting.listen()
        self._selector = selectors.PollSelector()
        self._queue: FairQueue[Task] = FairQueue(PLACES, PLACES_OF_A_PARTY)
        self._clients: dict[socket.socket, Task | None] = {}
        self._running: dict[Task, Child] = {}
        self._spare: Child | None = None
        self._spare_until = 0.0
        self._idle_since = time.monotonic()

    def serve(self) -> None:
        """Until nobody is there any more."""
        adopt_orphans()
        _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
        self._watch(self._listener, self._welcome)
        while self._is_wanted():
            self._turn()
        # Whoever comes now is refused, and starts another server.
        self._listener.close()
        self._drop_spare()

    def _turn(self) -> None:
        for key, _ in self._selector.select(self._patience()):
            # What came before in this turn may have ended what this would have told.
            if key.fd in self._selector.get_map():
                with self._surviving():
                    key.data()
        for task in list(self._running):
            with self._surviving(task):
                self._end_overdue(task)
        for task in self._queue.waiting():
            if time.monotonic() - task.since >= self._longest_wait(task):
                self._queue.remove(task)
                self._give_up(task, "busy")
        while (next_one := self._queue.take()) is not None:
            with self._surviving(next_one):
                self._start(next_one)
        if self._spare is not None and time.monotonic() >= self._spare_until:
            self._drop_spare()

    @contextmanager
    def _surviving(self, task: Task | None = None) -> Iterator[None]:
        """A fault is told in the log and ends the task it befell; all others go on."""
        try:
            yield
        except Exception:
            traceback.print_exc()
            sys.stderr.flush()
            if task is not None:
                self._give_up(task, "fault")
            time.sleep(_BREATH_SECONDS)

    def _is_wanted(self) -> bool:
        if self._clients or self._running:
            self._idle_since = time.monotonic()
        return time.monotonic() - self._idle_since < IDLE_SECONDS

    def _patience(self) -> float:
        now = time.monotonic()
        ends = [task.deadline for task in self._running]
        ends += [task.began + SOON_SECONDS for task in self._running if not task.is_slow]
        ends += [task.since + self._longest_wait(task) for task in self._queue.waiting()]
        if not self._clients:
            ends.append(self._idle_since + IDLE_SECONDS)
        if self._spare is not None:
            ends.append(self._spare_until)
        if any(task.limits.processes > 1 for task in self._running):
            ends.append(now + _COUNT_EVERY_SECONDS)
        return max(0.0, min(ends, default=now + 60) - now) + 0.001

    def _longest_wait(self, task: Task) -> float:
        own = (one for one in self._running if (one.lane, one.party) == (task.lane, task.party))
        is_behind = task.lane == _SPARE_LANE and not task.party.startswith(PROCESS)
        if is_behind and any(one.is_slow for one in own):
            return BEHIND_ONES_OWN_SECONDS
        return WAIT_SECONDS[task.lane]

    # -- Clients -----------------------------------------------------------------------------------

    def _watch(self, what: socket.socket | int, then: Callable[[], None]) -> None:
        self._selector.register(what, selectors.EVENT_READ, then)

    def _unwatch(self, what: socket.socket | int) -> None:
        with suppress(KeyError):
            self._selector.unregister(what)

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
        """A task with its files; or a word without any, that one will come soon; or the end."""
        try:
            said, files, flags, _ = socket.recv_fds(connection, MAX_REQUEST_BYTES, MAX_FILES)
        except BlockingIOError:
            return
        except OSError:
            said, files, flags = b"", [], 0
        if not said:
            _close(files)
            self._lose(connection)
        elif files or flags:
            self._take_in(connection, said, files, flags)
        else:
            self._have_spare()

    def _take_in(
        self, connection: socket.socket, said: bytes, files: list[int], flags: int
    ) -> None:
        """Put a task where it waits. What is no task, or was cut off on its way, is not for us."""
        try:
            asked = json.loads(said)
            task = Task(connection, asked["task"], asked["arguments"], asked["party"], files)
            if flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC) or task.name not in LIMITS:
                raise ValueError("this was cut off, or is no task")
            if self._clients[connection] is not None:
                raise ValueError("one connection has one task at a time")
        except Exception:
            _close(files)
            self._lose(connection)
            raise
        self._clients[connection] = task
        self._queue.add(task)

    def _lose(self, connection: socket.socket) -> None:
        """A client went; what it asked for goes too."""
        task = self._clients.pop(connection)
        self._unwatch(connection)
        connection.close()
        if task is None:
            return
        if task.child is not None:
            processes.kill(task.child.pid)
        else:
            self._queue.remove(task)
            task.close()

    def _say(self, task: Task, word: str) -> None:
        """Tell how it ended to whoever still waits for that."""
        if self._clients.get(task.connection) is task:
            self._clients[task.connection] = None
            with suppress(OSError):
                task.connection.send(word.encode())

    def _give_up(self, task: Task, word: str) -> None:
        """It will not be done; should a child be at it, that ends."""
        self._say(task, word)
        task.close()
        if task.child is not None:
            processes.kill(task.child.pid)

    # -- Children ----------------------------------------------------------------------------------

    def _start(self, task: Task) -> None:
        try:
            child = self._taken_spare() if task.lane == _SPARE_LANE else None
            child = child or Child.born(task.lane, self._work, self._samples)
        except BaseException:
            self._queue.leave(task)
            raise
        task.child = self._running[task] = child
        task.began = time.monotonic()
        task.deadline = task.began + task.limits.wall_seconds
        self._watch(child.handle, lambda: self._ended(task, child))
        self._watch(child.channel, lambda: self._heard_of(task, child))
        child.give(task.name, task.arguments, task.files)
        task.close()
        if task.lane == _SPARE_LANE:
            with self._surviving():
                self._have_spare()

    def _have_spare(self) -> None:
        """For the next task of a letter, which often comes at once."""
        self._spare_until = time.monotonic() + SPARE_SECONDS
        if self._spare is None:
            self._spare = Child.born(_SPARE_LANE, self._work, self._samples)
            self._watch(self._spare.handle, self._drop_spare)

    def _taken_spare(self) -> Child | None:
        child, self._spare = self._spare, None
        if child is not None:
            self._unwatch(child.handle)
        return child

    def _drop_spare(self) -> None:
        child = self._taken_spare()
        if child is not None:
            processes.kill(child.pid)
            child.bury()

    def _heard_of(self, task: Task, child: Child) -> None:
        """A child says that it is done; it may not do anything else afterwards."""
        self._unwatch(child.channel)
        if child.is_done():
            self._say(task, task.verdict or "done")
            processes.kill(child.pid)

    def _ended(self, task: Task, child: Child) -> None:
        self._unwatch(child.handle)
        self._unwatch(child.channel)
        del self._running[task]
        self._queue.leave(task)
        is_done = child.is_done()
        status, used = child.bury()
        self._say(task, task.verdict or ("done" if is_done else verdict(task.limits, status, used)))
        if task.limits.processes > 1:
            # Whoever asked need not wait for this.
            known = {other.pid for other in self._running.values()}
            processes.end_strays(known | ({self._spare.pid} if self._spare else set()))

    def _end_overdue(self, task: Task) -> None:
        now, pid = time.monotonic(), self._running[task].pid
        if not task.is_slow and now - task.began >= SOON_SECONDS:
            task.is_slow = True
            processes.step_back(pid)
        if now >= task.deadline:
            self._end(task, "too_long")
        elif task.limits.processes > 1 and (
            len(processes.descendants(pid)) > task.limits.processes
        ):
            self._end(task, "too_many_processes")

    def _end(self, task: Task, word: str) -> None:
        task.verdict = task.verdict or word
        # Its end is heard of at once, and should it not be: again later, not in a hurry.
        task.deadline = time.monotonic() + 1
        processes.kill(self._running[task].pid)


def _close(files: list[int]) -> None:
    for descriptor in files:
        os.close(descriptor)
