"""Every file of the hostile corpus: refused or marked in bounded time and memory, with a reason."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from documents.errors import BadFile, EngineError
from documents.media import BUNDLES, MEDIA_TYPES, PICTURES, PRINTED, SELF_READ
from documents.sandbox import Sandbox, processes
from documents.sandbox.limits import LIMITS, MEGABYTE, TaskLimits
from documents.sniffing import held_type
from tests.documents.hostile import CORPUS, LONG, TAKEN, Hostile
from tests.documents.sandbox.watching import server_of, wait_for

#: A program's private memory is bounded; what it shares with the disk comes on top.
SHARED_MB = 300


@dataclass
class Watch:
    """The memory of everything below a process, in MB, at its highest; what is shared counts once:
    a program that has forked has not twice of what it had.
    """

    server: int
    peak_mb: float = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        while not self._over.wait(0.05):
            below = processes.descendants(self.server)
            self.peak_mb = max(self.peak_mb, sum(map(_own_mb, below)))

    @contextmanager
    def watching(self) -> Iterator[None]:
        thread = threading.Thread(target=self.look)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()


def _own_mb(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found.group(1)) / 1024 if found else 0


def verdicts(task: Callable[[], object]) -> set[str]:
    try:
        task()
    except BadFile as refusal:
        return {problem.code for problem in refusal.problems}
    except EngineError as failure:
        return {failure.problem.code}
    return {TAKEN}


@pytest.fixture(scope="session")
def server(sandbox: Sandbox, sandbox_folder: Path) -> int:
    sandbox.warm()
    return server_of(sandbox_folder)


@pytest.fixture
def bounded(server: int) -> Callable[[str, Callable[[], object]], set[str]]:
    """Give the verdicts of a task that kept its limits of time and memory."""

    def run(task: str, ask: Callable[[], object]) -> set[str]:
        limits: TaskLimits = LIMITS[task]
        watch, began = Watch(server), time.monotonic()
        with watch.watching():
            found = verdicts(ask)
        assert time.monotonic() - began <= limits.wall_seconds + 5
        assert watch.peak_mb <= limits.memory_bytes / MEGABYTE + SHARED_MB
        return found

    return run


Bounded = Callable[[str, Callable[[], object]], set[str]]


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(one, id=one.name, marks=[pytest.mark.slow] * (one.name in LONG))
        for one in CORPUS
    ],
)
def test_what_is_hostile_is_bounded(
    hostile: Hostile, tmp_path: Path, sandbox: Sandbox, bounded: Bounded
) -> None:
    path = tmp_path / "upload"
    path.write_bytes(hostile.build())
    media_type = MEDIA_TYPES[Path(hostile.name).suffix]
    found = bounded("inspect", lambda: sandbox.inspect(path, hostile.name))
    assert found & hostile.inspected, found
    kind = Path(hostile.name).suffix
    if kind == ".docx":
        now = datetime.now(UTC)
        bounded("marks", lambda: sandbox.marks(path))
        bounded("layout", lambda: sandbox.layout(path, type_name="Báo cáo", signer="A"))
        bounded("clean", lambda: sandbox.cleaned(path, now))
    if kind == ".pdf":
        number = 2 if hostile.name == "bom-trang-hai.pdf" else 1
        shown = bounded("page_image", lambda: sandbox.page_image(path, number, 1240))
    elif media_type in PICTURES:
        shown = bounded("image_preview", lambda: sandbox.image_preview(path, 1240))
    elif media_type in PRINTED and sandbox.converts:
        if media_type in SELF_READ:  # of the others the words are those of what is printed
            bounded("modernise", lambda: sandbox.extract_text(path, held_type(path, kind)))
        if media_type in BUNDLES:
            bounded("taken_out", lambda: sandbox.taken_out(path, media_type, 1))
        shown = bounded("to_pdf", lambda: sandbox.to_pdf(path, held_type(path, kind)))
    else:
        return
    assert shown <= hostile.pages, shown


def test_after_all_of_them_a_good_letter_is_read(
    sandbox: Sandbox, server: int, make_file: Callable[[bytes], Path]
) -> None:
    from tests.documents.document_files import pdf_bytes

    assert sandbox.inspect(make_file(pdf_bytes("a")), "a.pdf").page_count == 1
    # The child that waits for the next task goes when none comes.
    assert wait_for(lambda: processes.descendants(server) == [])
