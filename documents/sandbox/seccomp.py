"""What a child may ask of the kernel: no network, no other processes, nothing of the machine.

A filter of some twenty numbers, set through prctl: the libraries for it wrap libseccomp, which a
machine need not have. Where the machine is of another kind there is no sandbox, and no reading.
"""

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
_MODE_FILTER = 2

_LOAD_WORD, _JUMP_IF_EQUAL, _JUMP_IF_NOT_LESS, _RETURN = 0x20, 0x15, 0x35, 0x06
_JUMP_IF_ANY_BIT = 0x45
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
#: Calls of the x32 interface carry this bit and would pass by their ordinary numbers.
_X32_BIT = 0x40000000
_AF_UNIX = 1
#: What the kernel grants only to a part of the same process.
_CLONE_THREAD = 0x10000


@dataclass(frozen=True)
class _Machine:
    architecture: int
    numbers: dict[str, int]


_NAMES = (
    *("socket", "connect", "clone", "fork", "vfork", "execve", "execveat", "kill"),
    *("ptrace", "process_vm_readv", "process_vm_writev", "perf_event_open", "bpf"),
    *("add_key", "request_key", "keyctl", "mount", "unshare", "setns", "userfaultfd"),
)
_X86_64 = (
    *(41, 42, 56, 57, 58, 59, 322, 62),
    *(101, 310, 311, 298, 321),
    *(248, 249, 250, 165, 272, 308, 323),
)
#: There fork and vfork are ways of clone.
_AARCH64 = (
    *(198, 203, 220, None, None, 221, 281, 129),
    *(117, 270, 271, 241, 280),
    *(217, 218, 219, 40, 97, 268, 282),
)
#: Of one number everywhere. The first would open sockets past any filter.
_COMMON = {"io_uring_setup": 425, "clone3": 435, "pidfd_send_signal": 424, "pidfd_getfd": 438}


def _machine(architecture: int, numbers: Iterable[int | None]) -> _Machine:
    known = {name: n for name, n in zip(_NAMES, numbers, strict=True) if n is not None}
    return _Machine(architecture, {**known, **_COMMON})


_MACHINES = {
    "x86_64": _machine(0xC000003E, _X86_64),
    "aarch64": _machine(0xC00000B7, _AARCH64),
}
#: Never of use to whoever reads a file.
_MACHINERY = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "perf_event_open", "bpf", "add_key"),
    *("request_key", "keyctl", "mount", "unshare", "setns", "userfaultfd"),
    *("pidfd_send_signal", "pidfd_getfd"),
)
#: What starts or ends processes.
_PROCESSES = ("fork", "vfork", "execve", "execveat", "kill")
#: The C library then tries the older call, which can be judged.
_ABSENT = ("io_uring_setup", "clone3")


class NoFilter(OSError):
    """This kernel or this kind of machine has no such filter."""


def forbid(*, programs: bool) -> None:
    """Take from this process, and all it starts, what no reader of files needs; for good.

    No socket leaves the machine. Without `programs` there is no socket at all, and no other
    process: none is started, none is ended. Threads may start, which share its limits: readers
    of pictures know no other way. Raises NoFilter.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        raise NoFilter(f"no filter for {platform.machine()}")
    rules = list(_rules(machine, programs))
    code = (ctypes.c_char * (8 * len(rules))).from_buffer_copy(b"".join(rules))
    program = struct.pack("HxxxxxxP", len(rules), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        PR_SET_SECCOMP, _MODE_FILTER, ctypes.c_char_p(program), 0, 0
    ):
        raise NoFilter(ctypes.get_errno(), "the kernel takes no filter")


def _rules(machine: _Machine, programs: bool) -> Iterator[bytes]:
    yield _rule(_LOAD_WORD, _ARCHITECTURE_AT)
    yield _rule(_JUMP_IF_EQUAL, machine.architecture, then=1)
    yield _rule(_RETURN, _KILL)
    yield _rule(_LOAD_WORD, _NUMBER_AT)
    yield _rule(_JUMP_IF_NOT_LESS, _X32_BIT, otherwise=1)
    yield _rule(_RETURN, _ERRNO | errno.ENOSYS)
    denied = dict.fromkeys(_ABSENT, errno.ENOSYS) | dict.fromkeys(_MACHINERY, errno.EPERM)
    if not programs:
        denied |= dict.fromkeys((*_PROCESSES, "socket", "connect"), errno.EPERM)
    for name, code in denied.items():
        if name in machine.numbers:
            yield _rule(_JUMP_IF_EQUAL, machine.numbers[name], otherwise=1)
            yield _rule(_RETURN, _ERRNO | code)
    if programs:
        # A program talks to its own parts through sockets of the file system.
        yield _rule(_JUMP_IF_EQUAL, machine.numbers["socket"], otherwise=3)
        yield _rule(_LOAD_WORD, _FIRST_ARGUMENT_AT)
        yield _rule(_JUMP_IF_EQUAL, _AF_UNIX, then=1)
        yield _rule(_RETURN, _ERRNO | errno.EAFNOSUPPORT)
    else:
        yield _rule(_JUMP_IF_EQUAL, machine.numbers["clone"], otherwise=3)
        yield _rule(_LOAD_WORD, _FIRST_ARGUMENT_AT)
        yield _rule(_JUMP_IF_ANY_BIT, _CLONE_THREAD, then=1)
        yield _rule(_RETURN, _ERRNO | errno.EPERM)
    yield _rule(_RETURN, _ALLOW)


def _rule(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)
