"""Seeing and ending the processes that a task started, however it tried to leave them behind."""

import os
import signal
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

_NICE = 10


def kill(pid: int) -> None:
    """End a child of ours and its session."""
    for end in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            end(pid, signal.SIGKILL)


def kill_with_descendants(pid: int) -> None:
    """End a process and every one below it, those first that began sessions of their own."""
    for process in (*descendants(pid), pid):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def step_back(pid: int) -> None:
    """Let everybody else go first, with all that was started so far."""
    for process in (pid, *descendants(pid)):
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, process, _NICE)


def descendants(pid: int) -> list[int]:
    """Every process below this one."""
    found = _children(pid)
    for child in found:
        found += _children(child)
    return found


def end_strays(known: Container[int]) -> None:
    """End what a finished task left: it has become a child of ours that nobody knows."""
    while strays := [pid for pid in _children(os.getpid()) if pid not in known]:
        for pid in strays:
            kill_with_descendants(pid)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    threads = Path(f"/proc/{pid}/task")
    # Whatever is looked at may end meanwhile. Each thread has children of its own.
    with suppress(OSError):
        for thread in os.listdir(threads):
            with suppress(OSError):
                found += map(int, (threads / thread / "children").read_text().split())
    return found
