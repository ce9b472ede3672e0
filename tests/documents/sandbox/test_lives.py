"""How long server, children and files of the sandbox live, and what a guard forbids."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from documents import media
from documents.errors import EngineError
from documents.sandbox import (
    LimitExceeded,
    Sandbox,
    SandboxGone,
)
from documents.sandbox.limits import (
    LANES,
    LIMITS,
    MEGABYTE,
)
from tests.documents.conftest import MakeFile
from tests.documents.document_files import pdf_bytes
from tests.documents.hostile import bomb_on_page_two, nested_forms
from tests.documents.sandbox.watching import ROOT, Hanging, is_alive, server_of, spares_of, wait_for


def test_server_and_files_are_gone_after_the_last_client(folder: Path, make_file: MakeFile) -> None:
    script = (
        "import sys; from pathlib import Path; from documents.sandbox import Sandbox;"
        "print(Sandbox(Path(sys.argv[1])).page_count(Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", script, str(folder), str(make_file(pdf_bytes("a", "b")))]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "2\n"
    server = server_of(folder)
    assert server
    assert wait_for(lambda: not is_alive(server))
    assert list((folder / "work").iterdir()) == []


def test_a_server_killed_once_in_the_middle_is_asked_once_more(
    hanging: Hanging, folder: Path, tmp_path: Path
) -> None:
    thread, raised = hanging.in_a_thread()
    started = hanging.pids()
    hanging.program.write_text("#!/bin/sh\necho no PDF today >&2\n")
    os.kill(server_of(folder), signal.SIGKILL)
    thread.join(30)
    [failure] = raised
    assert isinstance(failure, EngineError)
    assert "no PDF today" in failure.reason
    assert wait_for(lambda: not any(map(is_alive, started)))


def test_a_task_in_whose_middle_the_server_was_killed_twice_rests(
    hanging: Hanging, folder: Path, make_file: MakeFile
) -> None:
    thread, raised = hanging.in_a_thread()
    started = []
    for _ in range(2):
        started += hanging.pids()
        hanging.told.unlink()
        os.kill(server_of(folder), signal.SIGKILL)
    thread.join(30)
    assert [type(error) for error in raised] == [SandboxGone]
    assert wait_for(lambda: not any(map(is_alive, started)))
    assert hanging.sandbox.page_count(make_file(pdf_bytes())) == 1


def test_a_child_waits_for_the_next_task_and_is_another_one(
    folder: Path, make_file: MakeFile
) -> None:
    sandbox, path = Sandbox(folder), make_file(pdf_bytes())
    sandbox.page_count(path)
    assert wait_for(lambda: len(spares_of(folder)) == 1)
    [first] = spares_of(folder)
    sandbox.page_count(path)
    assert wait_for(lambda: len(spares_of(folder)) == 1 and first not in spares_of(folder))
    assert not is_alive(first)


def test_a_child_that_waits_is_shut_in(folder: Path, make_file: MakeFile) -> None:
    Sandbox(folder).page_count(make_file(pdf_bytes()))
    assert wait_for(lambda: len(spares_of(folder)) == 1)
    [spare] = spares_of(folder)
    status = Path(f"/proc/{spare}/status")
    assert wait_for(lambda: "Seccomp:\t2" in status.read_text())
    most = resource.prlimit(spare, resource.RLIMIT_AS)
    assert most == (1024 * MEGABYTE, 1024 * MEGABYTE)


def test_a_child_stands_back_when_a_page_wants_the_processor(
    folder: Path, make_file: MakeFile
) -> None:
    Sandbox(folder).page_count(make_file(pdf_bytes()))
    assert wait_for(lambda: len(spares_of(folder)) == 1)
    [spare] = spares_of(folder)
    of_a_page = os.getpriority(os.PRIO_PROCESS, 0)
    assert wait_for(lambda: os.getpriority(os.PRIO_PROCESS, spare) > of_a_page)


def test_no_task_has_wider_limits_than_the_child_it_is_given_to() -> None:
    for limits in LIMITS.values():
        most = LANES[limits.lane]
        assert (limits.processes, limits.lane) == (most.processes, most.lane)
        assert limits.cpu_seconds <= most.cpu_seconds
        assert limits.memory_bytes <= most.memory_bytes
        assert limits.output_bytes <= most.output_bytes
        assert limits.open_files <= most.open_files


def test_a_word_ahead_begins_a_child_which_goes_when_nothing_comes(
    folder: Path, make_file: MakeFile
) -> None:
    sandbox = Sandbox(folder)
    sandbox.warm()
    assert spares_of(folder) == []
    sandbox.announce()
    assert wait_for(lambda: len(spares_of(folder)) == 1)
    assert wait_for(lambda: spares_of(folder) == [])
    assert wait_for(lambda: list((folder / "work").iterdir()) == [])  # what the server clears up
    assert sandbox.page_count(make_file(pdf_bytes())) == 1


def test_a_child_killed_while_it_waits_troubles_nobody(folder: Path, make_file: MakeFile) -> None:
    sandbox, path = Sandbox(folder), make_file(pdf_bytes())
    for _ in range(3):
        assert sandbox.page_count(path) == 1
        assert wait_for(lambda: len(spares_of(folder)) == 1)
        os.kill(spares_of(folder)[0], signal.SIGKILL)
        assert sandbox.page_count(path) == 1


def test_the_guard_is_asked_before_every_task(folder: Path, make_file: MakeFile) -> None:
    class NotNow(Exception):
        pass

    def never() -> None:
        raise NotNow

    with pytest.raises(NotNow):
        Sandbox(folder, guard=never).on_behalf_of("a").page_count(make_file(pdf_bytes()))


def test_too_much_on_one_page_leaves_the_words_of_the_others(
    sandbox: Sandbox, make_file: MakeFile
) -> None:
    found = sandbox.extract_text(make_file(bomb_on_page_two()), media.PDF)
    assert found.pages == ("Trang lanh", "", "Trang lanh")
    with pytest.raises(LimitExceeded):
        sandbox.extract_text(make_file(nested_forms()), media.PDF)
