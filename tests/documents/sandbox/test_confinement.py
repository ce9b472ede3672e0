"""What a child of the sandbox may."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from documents.sandbox import (
    Sandbox,
    SandboxGone,
    seccomp,
)
from documents.sandbox.line import _reply
from tests.documents.sandbox.watching import ROOT, server_of

TRIES = {
    "an internet socket": "socket.socket(socket.AF_INET)",
    "another family": "socket.socket(socket.AF_INET6)",
    "raw packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
}
QUICK_TRIES = {
    **TRIES,
    "a socket of this machine": "socket.socket(socket.AF_UNIX)",
    "a process": "os.fork()",
    "a program": "os.execv('/bin/true', ['true'])",
    "ending the parent": "os.kill(os.getppid(), 0)",
}


def confined(attempt: str, *, programs: bool) -> str:
    """What comes of it in a process that was shut in."""
    lines = (
        "import os, socket",
        "from documents.sandbox import seccomp",
        f"seccomp.forbid(programs={programs})",
        "try:",
        f"    {attempt}",
        "except OSError as refused: print(type(refused).__name__, refused.errno)",
        "else: print('allowed')",
    )
    told = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], cwd=ROOT, capture_output=True, text=True
    )
    return told.stdout.strip()


@pytest.mark.parametrize("attempt", QUICK_TRIES.values(), ids=list(QUICK_TRIES))
def test_a_reader_of_files_has_no_network_and_no_processes(attempt: str) -> None:
    assert confined(attempt, programs=False) == "PermissionError 1"


@pytest.mark.parametrize("attempt", TRIES.values(), ids=list(TRIES))
def test_a_program_has_no_network(attempt: str) -> None:
    assert confined(attempt, programs=True).startswith("OSError 97")


def test_what_a_program_starts_has_no_network_either() -> None:
    inner = f"{sys.executable} -c 'import socket; socket.socket()'"
    attempt = f"raise OSError(os.waitstatus_to_exitcode(os.system({inner!r} + ' 2>&1')), 'ended')"
    assert "Address family not supported" in confined(attempt, programs=True)


def test_a_program_may_talk_to_its_own_parts() -> None:
    assert confined("socket.socket(socket.AF_UNIX)", programs=True) == "allowed"


def test_an_unknown_machine_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "vax")
    with pytest.raises(seccomp.NoFilter):
        seccomp.forbid(programs=False)


def test_a_child_that_cannot_be_shut_in_looks_at_nothing(
    folder: Path,
) -> None:
    Sandbox(folder).try_out()
    with pytest.raises(SandboxGone):
        _reply(io.BytesIO(), "unconfined")


def test_the_office_s_secrets_are_not_in_its_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONGVAN_SECRET_KEY", "never-there")
    Sandbox(folder).warm()
    assert b"never-there" not in Path(f"/proc/{server_of(folder)}/environ").read_bytes()
