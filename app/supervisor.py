"""Keeps the processes of one machine running: what ends is started again, and all end together.

Only the standard library, for this process stays small. Whatever a program started bears its mark
in the environment and is ended with it (a LibreOffice whose worker was killed). What was started
without the mark serves them all (the sandbox, whoever needed it first) and ends with the last.
Usage:

    python -m app.supervisor .setup/Procfile
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

STEADY_SECONDS = 60.0
"""Who ran so long is started again at once."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds before a process that keeps ending is started again; they double each time."""
STOP_SECONDS = 8.0
"""So long all have to end by themselves after Ctrl-C, SIGTERM, or the end of the terminal."""

_MARK = "SUPERVISED_AS"
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Program:
    """A line of the Procfile, and the process that runs it now."""

    name: str
    command: str
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    starts_at: float = 0.0
    wait: float = FIRST_WAIT

    def start(self) -> None:
        """In a session of its own: Ctrl-C reaches only the supervisor, which tells the others."""
        self.started_at = monotonic()
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {self.command}"],
            stdin=subprocess.DEVNULL,
            env=os.environ | {_MARK: self._mark()},
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    def kill(self) -> None:
        """End all that bears its mark, whether it lives itself or not."""
        wanted = f"{_MARK}={self._mark()}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if wanted in (process / "environ").read_bytes().split(b"\0"):
                    os.kill(int(process.name), signal.SIGKILL)

    def _mark(self) -> str:
        return f"{os.getpid()}:{self.name}"

    def note_end(self, status: int) -> None:
        """Plan the next start: soon after a single mishap, ever later when it keeps ending."""
        self.process = None
        if monotonic() - self.started_at > STEADY_SECONDS:
            self.wait = FIRST_WAIT
        self.starts_at = monotonic() + self.wait
        _say(f"{self.name} ended ({status}); started again in {self.wait:g} s")
        self.wait = min(self.wait * 2, LONGEST_WAIT)


def programs_in(procfile: str) -> list[Program]:
    """Lines of "name: command"; the command is one the shell can exec."""
    lines = (line.partition(":") for line in procfile.splitlines() if line.strip())
    return [Program(name.strip(), command.strip()) for name, _, command in lines]


class Supervisor:
    """Runs the programs until it is told to stop."""

    def __init__(self, programs: Iterable[Program]) -> None:
        self.programs = list(programs)
        self._is_stopping = False

    def run(self) -> None:
        """Return when everything has ended."""
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        awaited = {signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
        signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
        while True:
            self._start_due()
            told = signal.sigtimedwait(awaited, self._patience())
            self._reap()
            if told is not None and told.si_signo != signal.SIGCHLD:
                break
        self._stop(awaited)

    def _start_due(self) -> None:
        for program in self.programs:
            if program.process is None and program.starts_at <= monotonic():
                program.start()

    def _patience(self) -> float:
        """Until the next start, or long when nobody waits for one."""
        due = [p.starts_at - monotonic() for p in self.programs if p.process is None]
        return max(0.0, min(due, default=3600.0))

    def _reap(self) -> None:
        """Note who ended, and end what they left behind."""
        while (found := _ended_child()) is not None:
            pid, status = found
            for program in self.programs:
                if program.process is not None and program.process.pid == pid:
                    program.process.returncode = status
                    program.kill()
                    if not self._is_stopping:
                        program.note_end(status)
                    program.process = None

    def _stop(self, awaited: set[signal.Signals]) -> None:
        self._is_stopping = True
        for program in self.programs:
            if program.process is not None:
                program.process.send_signal(signal.SIGTERM)
        ends_at = monotonic() + STOP_SECONDS
        while self._running() and monotonic() < ends_at:
            signal.sigtimedwait(awaited, ends_at - monotonic())
            self._reap()
        for program in self._running():
            program.kill()
        for pid in _children():
            os.kill(pid, signal.SIGKILL)

    def _running(self) -> list[Program]:
        return [program for program in self.programs if program.process is not None]


def _die_with_parent() -> None:
    """Runs in the child: unblocks signals, and has the kernel end it when the supervisor dies."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _ended_child() -> tuple[int, int] | None:
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, os.waitstatus_to_exitcode(status)) if pid else None


def _children() -> set[int]:
    pids = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
    return {int(pid) for pid in pids.split()}


def _say(words: str) -> None:
    print(f"supervisor: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    Supervisor(programs_in(Path(sys.argv[1]).read_text())).run()
