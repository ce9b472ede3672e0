"""How a child shuts itself in before it looks at a foreign byte."""

import ctypes
import os
import resource
import signal
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from documents.sandbox import processes, seccomp
from documents.sandbox.limits import TaskLimits

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_FIRST_TO_GO = b"1000"
_COURTESY = 5
"""How far foreign bytes stand back (as in `nice`) when a page asks for the same processor."""


def adopt_orphans() -> None:
    """Let whatever a task leaves behind become a child of this process, which can end it."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def become_leader(parent: int, keep: Iterable[int]) -> None:
    """Begin a session of one's own that ends with the parent, and let go of all other files."""
    os.setsid()
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    kept = {0, 1, 2, *keep}
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        if descriptor not in kept:
            with suppress(OSError):
                os.close(descriptor)


def confine(limits: TaskLimits, scratch: Path) -> None:
    """Take the limits upon this process and all it starts. Raises OSError where it cannot."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(_FIRST_TO_GO)
    _stand_back()
    os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
    os.umask(0o077)
    limit(limits)
    programs = limits.processes > 1
    if programs:
        _end_with_parent_and_all_started()
    seccomp.forbid(programs=programs)


def limit(limits: TaskLimits) -> None:
    """Take these limits upon this process, which may be narrowed later and never widened."""
    memory = resource.RLIMIT_DATA if limits.processes > 1 else resource.RLIMIT_AS
    _limit(memory, limits.memory_bytes)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 2)
    _limit(resource.RLIMIT_FSIZE, limits.output_bytes)
    _limit(resource.RLIMIT_NOFILE, limits.open_files)
    _limit(resource.RLIMIT_CORE, 0)


def _stand_back() -> None:
    """A session may be weighed as a group of its own, in which `nice` compares only its members."""
    os.nice(_COURTESY)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(_COURTESY))


def _end_with_parent_and_all_started() -> None:
    """The signal of the parent's death reaches this process only, which passes it on."""
    signal.signal(signal.SIGTERM, lambda *_: processes.kill_with_descendants(os.getpid()))
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    wanted = soft if hard is None else hard
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        soft, wanted = min(soft, most), min(wanted, most)
    resource.setrlimit(kind, (soft, wanted))


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, int(value), 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl {option}")
