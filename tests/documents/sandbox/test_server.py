"""A server of the sandbox that survives whatever befalls it."""

import errno
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from documents import media
from documents.sandbox import (
    LimitExceeded,
    Sandbox,
    processes,
)
from documents.sandbox.line import _is_cut
from documents.sandbox.meeting import Meeting
from documents.sandbox.server import Server
from tests.documents.conftest import MakeFile
from tests.documents.document_files import docx_bytes, pdf_bytes
from tests.documents.sandbox.watching import ROOT, Hanging, is_alive, server_of, wait_for


@pytest.mark.parametrize(
    "said",
    [b"no JSON", b"[]", b"{}", b'{"task": "delete", "arguments": {}, "party": ""}', b"x" * 70_000],
    ids=["no JSON", "a list", "nothing", "no such task", "too long"],
)
def test_whatever_it_is_told_the_server_goes_on(
    said: bytes, folder: Path, make_file: MakeFile
) -> None:
    sandbox, path = Sandbox(folder), make_file(pdf_bytes())
    assert sandbox.page_count(path) == 1
    server = server_of(folder)
    with Meeting(folder).connect() as connection, path.open("rb") as file:
        socket.send_fds(connection, [said], [file.fileno()])
        assert connection.recv(100) == b""
    assert sandbox.page_count(path) == 1
    assert server_of(folder) == server


FAULTS = {
    "no process": ("os.fork", errno.EAGAIN),
    "no memory": ("os.fork", errno.ENOMEM),
    "no descriptor for a process": ("os.pidfd_open", errno.EMFILE),
    "a full disk": ("tempfile.mkdtemp", errno.ENOSPC),
    "no pair of sockets": ("socket.socketpair", errno.EMFILE),
}


@pytest.mark.parametrize(("name", "code"), FAULTS.values(), ids=list(FAULTS))
def test_a_machine_that_has_nothing_left_ends_one_task(
    name: str, code: int, server: Server, monkeypatch: pytest.MonkeyPatch, make_file: MakeFile
) -> None:
    path = make_file(pdf_bytes())
    with monkeypatch.context() as poor:
        poor.setattr(name, failing(code))
        assert asked_of(server, path) == "fault"
    assert asked_of(server, path) == "done"


def test_a_child_that_cannot_be_stepped_back_is_left_as_it_is(
    server: Server, monkeypatch: pytest.MonkeyPatch, make_file: MakeFile
) -> None:
    with monkeypatch.context() as refusing:
        refusing.setattr(processes, "step_back", failing(errno.EPERM))
        refusing.setattr("documents.sandbox.server.SOON_SECONDS", 0.0)
        assert asked_of(server, make_file(pdf_bytes())) in ("done", "fault")
    assert asked_of(server, make_file(pdf_bytes())) == "done"


def test_no_descriptor_for_a_client_ends_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch, make_file: MakeFile
) -> None:
    with monkeypatch.context() as poor, Meeting(server_folder(server)).connect():
        poor.setattr(Server, "_welcome", failing(errno.EMFILE))
        server._turn()
    assert asked_of(server, make_file(pdf_bytes())) == "done"


def failing(code: int) -> Callable[..., Any]:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def server_folder(server: Server) -> Path:
    return server._work.parent


def asked_of(server: Server, path: Path) -> str:
    """What it says of one task."""
    with (
        Meeting(server_folder(server)).connect() as connection,
        path.open("rb") as file,
        tempfile.TemporaryFile() as answer,
    ):
        asked = {"task": "page_count", "arguments": {}, "party": "a"}
        files = [answer.fileno(), file.fileno()]
        socket.send_fds(connection, [json.dumps(asked).encode()], files)
        connection.setblocking(False)
        while True:
            server._turn()
            with suppress(BlockingIOError):
                return connection.recv(100).decode()


def test_a_client_that_dies_takes_its_task_along(
    hanging: Hanging, folder: Path, tmp_path: Path
) -> None:
    hanging.sandbox.warm()
    script = (
        "import sys; from pathlib import Path; from documents.sandbox import Sandbox;"
        "folder, office, source, kind = sys.argv[1:];"
        "Sandbox(Path(folder), office=Path(office)).to_pdf(Path(source), kind)"
    )
    arguments = map(str, (folder, hanging.program, hanging.source, media.DOCX))
    client = subprocess.Popen([sys.executable, "-c", script, *arguments], cwd=ROOT)
    started = hanging.pids()
    assert all(map(is_alive, started))
    client.kill()
    client.wait()
    assert wait_for(lambda: not any(map(is_alive, started)))
    assert wait_for(lambda: list((folder / "work").iterdir()) == [])


def test_a_program_that_starts_too_many_others_is_ended(tmp_path: Path, folder: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nfor n in $(seq 40); do sleep 1000 & done\nwait\n")
    program.chmod(0o700)
    source = tmp_path / "thu.docx"
    source.write_bytes(docx_bytes())
    with pytest.raises(LimitExceeded) as ended:
        Sandbox(folder, office=program).to_pdf(source, media.DOCX)
    assert ended.value.code == "too_many_processes"
    assert wait_for(lambda: processes.descendants(server_of(folder)) == [])


def test_a_path_that_is_too_long_for_a_socket_serves_too(
    tmp_path: Path, make_file: MakeFile
) -> None:
    long = tmp_path / ("x" * 90) / "sandbox"
    assert Sandbox(long).page_count(make_file(pdf_bytes())) == 1


def test_two_that_find_no_server_start_one(folder: Path, make_file: MakeFile) -> None:
    path, counts = make_file(pdf_bytes()), []
    sandboxes = [Sandbox(folder).on_behalf_of(f"person {number}") for number in range(4)]
    threads = [
        threading.Thread(target=lambda s=s: counts.append(s.page_count(path))) for s in sandboxes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [1] * 4


def test_a_line_is_known_to_be_cut() -> None:
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with here:
        assert not _is_cut(here)
        there.close()
        assert _is_cut(here)
