"""The sandbox: what a child may, how long it lives, and that nothing stays behind."""

import errno
import io
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, cast

import pytest

from documents import media
from documents.errors import EngineError
from documents.sandbox import (
    LimitExceeded,
    Sandbox,
    SandboxBusy,
    SandboxGone,
    confinement,
    processes,
    seccomp,
)
from documents.sandbox.children import Child
from documents.sandbox.fairness import FairQueue
from documents.sandbox.limits import (
    BEHIND_ONES_OWN_SECONDS,
    CALLS_OF_A_PARTY,
    LANES,
    LIMITS,
    MEGABYTE,
    PROCESS,
)
from documents.sandbox.line import Line, _is_cut, _reply
from documents.sandbox.meeting import Meeting
from documents.sandbox.server import Server, Task
from documents.sandbox.warming import Samples
from tests.documents.conftest import MakeFile
from tests.documents.document_files import docx_bytes, pdf_bytes
from tests.documents.hostile import bomb_on_page_two, nested_forms

ROOT = Path(__file__).resolve().parents[2]
#: Stands for LibreOffice: says who it is, starts one that outlives it, and never ends.
HANGS = """#!/bin/sh
sleep 1000 &
echo $! $$ > {told}.part && mv {told}.part {told}
exec sleep 1000
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sandbox"


def server_of(folder: Path) -> int:
    """The process that serves this folder; 0 when none does."""
    wanted = f"-m\0documents.sandbox\0{folder}\0".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if wanted in (entry / "cmdline").read_bytes():
                    return int(entry.name)
            except OSError:
                continue
    return 0


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(end: Callable[[], bool], seconds: float = 30) -> bool:
    """Look again and again, for what happens outside this process; False when it never came."""
    pause = threading.Event()
    for _ in range(int(seconds * 50)):
        if end():
            return True
        pause.wait(0.02)
    return False


class Hanging:
    """A LibreOffice that never ends, in a sandbox of its own."""

    def __init__(self, tmp_path: Path, folder: Path) -> None:
        self.told = tmp_path / "told"
        self.program = tmp_path / "soffice"
        self.program.write_text(HANGS.format(told=self.told))
        self.program.chmod(0o700)
        self.sandbox = Sandbox(folder, office=self.program)
        self.source = tmp_path / "thu.docx"
        self.source.write_bytes(docx_bytes())

    def pids(self) -> list[int]:
        assert wait_for(self.told.exists)
        return [int(pid) for pid in self.told.read_text().split()]

    def in_a_thread(self) -> tuple[threading.Thread, list[BaseException]]:
        raised: list[BaseException] = []

        def convert() -> None:
            try:
                self.sandbox.to_pdf(self.source, media.DOCX)
            except (EngineError, SandboxGone) as error:
                raised.append(error)

        thread = threading.Thread(target=convert)
        thread.start()
        return thread, raised


@pytest.fixture
def hanging(tmp_path: Path, folder: Path) -> Iterator[Hanging]:
    made = Hanging(tmp_path, folder)
    yield made
    server = server_of(folder)
    if server:
        os.kill(server, signal.SIGKILL)
        assert wait_for(lambda: not is_alive(server))


# -- What a child may ------------------------------------------------------------------------------

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


# -- How long things live --------------------------------------------------------------------------


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


# -- A child that waits ----------------------------------------------------------------------------


def spares_of(folder: Path) -> list[int]:
    return processes.descendants(server_of(folder))


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


# -- A server that survives ------------------------------------------------------------------------


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


# -- Taking turns ----------------------------------------------------------------------------------


class Waiting:
    def __init__(self, name: str, lane: str = "quick") -> None:
        self.name, self.lane, self.party = name, lane, name[0]


def order(queue: FairQueue[Waiting]) -> list[str]:
    """Who gets a place now, all of them."""
    return [one.name for one in iter(queue.take, None)]


def test_parties_take_turns() -> None:
    queue: FairQueue[Waiting] = FairQueue({"quick": 2, "office": 1}, 1)
    first = Waiting("a1")
    for item in (first, Waiting("a2"), Waiting("a3"), Waiting("b1"), Waiting("c1", "office")):
        queue.add(item)
    assert order(queue) == ["a1", "b1", "c1"]
    queue.leave(first)
    assert order(queue) == ["a2"]
    assert [item.name for item in queue.waiting()] == ["a3"]


def test_a_new_party_comes_before_the_second_turn_of_another() -> None:
    queue: FairQueue[Waiting] = FairQueue({"quick": 1}, 1)
    first = Waiting("a1")
    for item in (first, Waiting("a2"), Waiting("b1")):
        queue.add(item)
    assert order(queue) == ["a1"]
    queue.leave(first)
    assert order(queue) == ["b1"]


def test_one_party_cannot_hold_every_thread(hanging: Hanging, folder: Path) -> None:
    waiting = [hanging.in_a_thread() for _ in range(CALLS_OF_A_PARTY)]
    hanging.pids()
    line = Line.to(folder)
    assert wait_for(lambda: sum(map(len, line._calls.values())) == CALLS_OF_A_PARTY)
    with pytest.raises(SandboxBusy):
        hanging.sandbox.to_pdf(hanging.source, media.DOCX)
    os.kill(server_of(folder), signal.SIGKILL)
    # Those that had not begun begin anew with the next server; end these too.
    while any(thread.is_alive() for thread, _ in waiting):
        server = server_of(folder)
        if server:
            os.kill(server, signal.SIGKILL)
        threading.Event().wait(0.1)


def test_nobody_waits_long_behind_a_slow_one_of_their_own(server: Server) -> None:
    own, other, ours = "person 1", "person 2", f"{PROCESS}1"
    for party in (own, ours):
        slow = a_task(party)
        slow.is_slow = True
        server._running[slow] = cast("Child", None)
    waits = {party: server._longest_wait(a_task(party)) for party in (own, other, ours)}
    server._running.clear()
    assert waits == {own: BEHIND_ONES_OWN_SECONDS, other: 20, ours: 20}


def a_task(party: str) -> Task:
    return Task(cast("socket.socket", None), "page_count", {}, party, [])


def test_nobody_comes_behind_a_slow_one_of_their_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.sandbox.line.BEHIND_ONES_OWN_SECONDS", -1.0)
    line, ours = Line(folder), f"{PROCESS}1"
    with ExitStack() as calls:
        for party in ("person 1", ours):
            calls.enter_context(line._turn("quick", party))
        with pytest.raises(SandboxBusy), line._turn("quick", "person 1"):
            pass
        for lane, party in (("office", "person 1"), ("quick", "person 2"), ("quick", ours)):
            calls.enter_context(line._turn(lane, party))
    assert line._calls == {}


def test_processes_that_end_while_they_are_counted_trouble_nobody() -> None:
    for _ in range(200):
        process = subprocess.Popen(["true"])
        reaper = threading.Thread(target=process.wait)
        reaper.start()
        while reaper.is_alive():
            assert processes.descendants(process.pid) == []


# -- What a guard forbids --------------------------------------------------------------------------


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
