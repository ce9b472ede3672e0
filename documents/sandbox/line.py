"""A process's line to the server: held as long as the process lives, a new one for every task."""

import json
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from documents.sandbox import answers
from documents.sandbox.limits import BEHIND_ONES_OWN_SECONDS, CALLS_OF_A_PARTY, LIMITS, PROCESS
from documents.sandbox.meeting import Meeting
from documents.sandbox.problems import LimitExceeded, SandboxBusy, SandboxGone
from documents.sandbox.wire import Frame, has_start, read_frames

#: A server that goes just when it is asked has started nothing; another is asked.
_TRIES = 4
#: Whoever was killed in the middle of a task may have been killed by something else, but not twice.
_BEGINNINGS = 2
_WORD_BYTES = 64
_WITHOUT_LOOKING = ("busy", "unconfined")


@dataclass(frozen=True)
class Reply:
    """What a task answered, and the limit that ended it."""

    frames: tuple[Frame, ...]
    limit: LimitExceeded | None

    def whole(self) -> list[Frame]:
        """The answer of a task that came to its end; raise LimitExceeded for another."""
        if self.limit is not None:
            raise self.limit
        return list(self.frames)


class Line:
    """The way from this process to the server of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._meeting = Meeting(folder)
        self._held: socket.socket | None = None
        self._holder = 0
        self._lock = threading.Lock()
        self._calls: dict[tuple[str, str], list[float]] = {}

    @staticmethod
    def to(folder: Path) -> "Line":
        """The line of this process to a folder: there is one, whoever asks."""
        return _line(folder.absolute())

    def hold(self) -> None:
        """Keep the server for as long as this process lives. Raises SandboxGone."""
        with self._lock:
            if self._held is not None and (self._holder != os.getpid() or _is_cut(self._held)):
                self._held.close()
                self._held = None
            if self._held is None:
                self._held, self._holder = self._connected(), os.getpid()

    def announce(self) -> None:
        """Say that a task will come soon, so that a child waits for it; to no server, nothing."""
        if self._held is not None and self._holder == os.getpid():
            with suppress(OSError):
                self._held.send(b"soon", socket.MSG_DONTWAIT)

    def ask(self, task: str, arguments: dict[str, Any], files: Sequence[int], party: str) -> Reply:
        """Have one task done; raise what it raised, SandboxBusy, or SandboxGone."""
        asked = {"task": task, "arguments": arguments, "party": party}
        request = json.dumps(asked).encode()
        begun = 0
        with self._turn(LIMITS[task].lane, party), tempfile.TemporaryFile() as answer:
            for _ in range(_TRIES):
                self.hold()
                with self._connected() as connection:
                    verdict = _verdict(connection, request, [answer.fileno(), *files])
                # Whoever had not begun says nothing of the file.
                if verdict in _WITHOUT_LOOKING or (verdict and has_start(answer)):
                    return _reply(answer, verdict)
                begun += has_start(answer)
                if begun == _BEGINNINGS:
                    raise SandboxGone("the sandbox ended twice in the middle of this task")
                # Server and child write where this process left the file.
                answer.seek(0)
                answer.truncate()
        raise SandboxGone("no server took the task")

    def _connected(self) -> socket.socket:
        try:
            return self._meeting.connect()
        except (OSError, subprocess.SubprocessError) as failure:
            raise SandboxGone(str(failure)) from failure

    @contextmanager
    def _turn(self, lane: str, party: str) -> Iterator[None]:
        began = time.monotonic()
        with self._lock:
            before = self._calls.get((lane, party), [])
            of_all_lanes = sum(len(at) for (_, whose), at in self._calls.items() if whose == party)
            if of_all_lanes >= CALLS_OF_A_PARTY or _is_behind(before, lane, party):
                raise SandboxBusy(f"{party} asks for too much at once")
            self._calls[lane, party] = before
            before.append(began)
        try:
            yield
        finally:
            with self._lock:
                before.remove(began)
                if not before:
                    del self._calls[lane, party]


def _is_behind(calls: Sequence[float], lane: str, party: str) -> bool:
    """Whether one who waits for their own slow call asks for more."""
    is_somebody = lane == "quick" and not party.startswith(PROCESS)
    return is_somebody and bool(calls) and time.monotonic() - calls[0] > BEHIND_ONES_OWN_SECONDS


@cache
def _line(folder: Path) -> Line:
    return Line(folder)


def _is_cut(line: socket.socket) -> bool:
    """Whether the other end is closed; nothing is ever said on a line that is only held."""
    with suppress(BlockingIOError):
        return not line.recv(1, socket.MSG_DONTWAIT)
    return False


def _verdict(connection: socket.socket, request: bytes, files: Sequence[int]) -> str:
    """How the task ended; empty when the server went before it said so."""
    try:
        socket.send_fds(connection, [request], files)
        return connection.recv(_WORD_BYTES).decode()
    except OSError:
        return ""


def _reply(answer: BinaryIO, verdict: str) -> Reply:
    if verdict == "busy":
        raise SandboxBusy("no place became free in time")
    if verdict == "unconfined":
        raise SandboxGone("this machine cannot shut a process in; the log in the folder says more")
    frames = tuple(answers.checked(read_frames(answer))) if has_start(answer) else ()
    return Reply(frames, None if verdict == "done" else LimitExceeded(verdict))
