"""Taking turns in the sandbox: one party keeps no other waiting."""

import os
import signal
import socket
import subprocess
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import pytest

from documents import media
from documents.sandbox import (
    SandboxBusy,
    processes,
)
from documents.sandbox.children import Child
from documents.sandbox.fairness import FairQueue
from documents.sandbox.limits import (
    BEHIND_ONES_OWN_SECONDS,
    CALLS_OF_A_PARTY,
    PROCESS,
)
from documents.sandbox.line import Line
from documents.sandbox.server import Server, Task
from tests.documents.sandbox.watching import Hanging, server_of, wait_for


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
