"""A sandbox of one's own, its server in this process, and one that hangs."""

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.sandbox import (
    confinement,
    processes,
)
from documents.sandbox.meeting import Meeting
from documents.sandbox.server import Server
from documents.sandbox.warming import Samples
from tests.documents.sandbox.watching import Hanging, is_alive, server_of, wait_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sandbox"


@pytest.fixture
def hanging(tmp_path: Path, folder: Path) -> Iterator[Hanging]:
    made = Hanging(tmp_path, folder)
    yield made
    server = server_of(folder)
    if server:
        os.kill(server, signal.SIGKILL)
        assert wait_for(lambda: not is_alive(server))


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """One that runs in this process, turn by turn.

    Its children inherit all that the tests before have mapped, which is no work of theirs.
    """
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    bound = confinement._limit

    def beyond_what_tests_mapped(kind: int, soft: int, hard: int | None = None) -> None:
        bound(kind, soft + mapped if kind == resource.RLIMIT_AS else soft, hard)

    monkeypatch.setattr(confinement, "_limit", beyond_what_tests_mapped)
    meeting = Meeting(tmp_path / "here")
    (tmp_path / "here").mkdir()
    made = Server(meeting, Samples(meeting.folder_of_samples()))
    made._watch(made._listener, made._welcome)
    yield made
    made._drop_spare()
    for child in made._running.values():
        processes.kill(child.pid)
        child.bury()
    for connection in (made._listener, *made._clients):
        connection.close()
    made._selector.close()
