"""A child: shut in before it knows its task, it does the one it is given, and is no more.

One that waits is ready sooner than a task is: to begin a process, to shut it in, and to touch for
the first time what it shares with the server takes longer than to read a letter.
"""

import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from documents.sandbox import processes
from documents.sandbox.confinement import become_leader, confine, limit
from documents.sandbox.limits import LANES, LIMITS, TaskLimits
from documents.sandbox.tasks import EXIT_OF, Arguments, perform
from documents.sandbox.warming import Samples
from documents.sandbox.wire import MAX_FILES, MAX_REQUEST_BYTES, write_start

#: The child could not be shut in, and looked at nothing.
EXIT_UNCONFINED = 70
_DONE = b"done"


@dataclass(frozen=True)
class Child:
    """The server's hold on one process."""

    lane: str
    pid: int
    handle: int
    """Becomes readable when the process has ended."""
    channel: socket.socket
    """Where it takes its task from, and says that it is done."""
    scratch: Path

    @classmethod
    def born(cls, lane: str, work: Path, samples: Samples) -> "Child":
        """Begin one that waits for a task of this lane. Raises OSError, leaving nothing behind."""
        with ExitStack() as undo:
            scratch = Path(tempfile.mkdtemp(dir=work))
            undo.callback(shutil.rmtree, scratch, ignore_errors=True)
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            undo.callback(ours.close)
            server = os.getpid()
            with theirs:
                pid = os.fork()
                if not pid:
                    _live(lane, scratch, theirs, server, samples)
            undo.callback(os.waitpid, pid, 0)
            undo.callback(processes.kill, pid)
            handle = os.pidfd_open(pid)
            undo.pop_all()
        ours.setblocking(False)
        return cls(lane, pid, handle, ours, scratch)

    def give(self, task: str, arguments: Arguments, files: Sequence[int]) -> None:
        """Have it do this; first of the files is the one to answer into. Raises OSError."""
        socket.send_fds(self.channel, [json.dumps([task, arguments]).encode()], list(files))

    def is_done(self) -> bool:
        """Whether it says that its answer is whole: nobody need wait for its end."""
        with suppress(OSError):
            return self.channel.recv(len(_DONE)) == _DONE
        return False

    def bury(self) -> tuple[int, resource.struct_rusage]:
        """After its end: how it ended and what it used; its files go."""
        _, status, used = os.wait4(self.pid, 0)
        os.close(self.handle)
        self.channel.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
        return status, used


def _live(
    lane: str, scratch: Path, channel: socket.socket, server: int, samples: Samples
) -> NoReturn:
    """What the forked child does."""
    code = EXIT_UNCONFINED
    try:
        become_leader(server, [channel.fileno()])
        confine(LANES[lane], scratch)
        code = 1
        if LANES[lane].processes == 1:
            samples.rehearse(until=lambda: _has_word(channel))
        code = _do_what_is_said(channel)
    except BaseException as failure:
        print(f"a child ended: {failure!r}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def _has_word(channel: socket.socket) -> bool:
    return bool(select.select([channel], [], [], 0)[0])


def _do_what_is_said(channel: socket.socket) -> int:
    said, files, *_ = socket.recv_fds(channel, MAX_REQUEST_BYTES, MAX_FILES)
    if not said:
        return 0  # there was no task for it
    task, arguments = json.loads(said)
    limit(LIMITS[task])
    paths = [Path(f"/proc/self/fd/{descriptor}") for descriptor in files[1:]]
    with open(files[0], "wb", closefd=False) as answer:
        write_start(answer)
        code = perform(task, paths, arguments, answer)
    if code == 0:
        channel.send(_DONE)
    return code


def verdict(limits: TaskLimits, status: int, used: resource.struct_rusage) -> str:
    """How a child ended, from what the kernel says of it."""
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return "done"
    if code == EXIT_UNCONFINED:
        return "unconfined"
    for word, known in EXIT_OF.items():
        if code == known:
            return word
    if code == -signal.SIGXCPU or used.ru_utime + used.ru_stime >= limits.cpu_seconds:
        return "too_long"
    # The libraries that cannot go on without memory end the process in their own ways.
    if code == -signal.SIGKILL or used.ru_maxrss * 1024 >= limits.memory_bytes // 2:
        return "too_much_memory"
    return "broken"
