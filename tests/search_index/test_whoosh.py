"""What only the backend in files has to promise: durability, several processes, damage."""

import gc
import os
import signal
import stat
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest

from search_index import IndexBusy, IndexUnreadable, SearchRequest, WhooshBackend
from tests.search_index.samples import CLERK, document, ids

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from search_index import WhooshBackend
from tests.search_index.samples import document

backend = WhooshBackend(Path(sys.argv[1]))
for version in range(1, 1000):
    backend.write([document(n, "họp", version=version, body="đất đai " * 50) for n in range(20)])
    print(version, flush=True)
"""


def run_python(script: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("commits", [1, 4, 9])
def test_killed_writer_leaves_its_last_commit(
    whoosh: WhooshBackend, tmp_path: Path, commits: int
) -> None:
    with run_python(WRITER, str(tmp_path / "index")) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(commits)][-1]
        writer.send_signal(signal.SIGKILL)
        told = max([told, *map(int, writer.stdout)])

    stamps = dict(whoosh.stamps())

    assert stamps.keys() == set(range(20))
    assert set(stamps.values()) in ({told}, {told + 1})
    assert len(ids(whoosh, "đất")) == 20
    whoosh.write([document(3, "sau đó", version=5_000)])
    assert ids(whoosh, "sau đó") == [3]


def test_killed_rebuild_leaves_the_old_index_and_is_swept(
    whoosh: WhooshBackend, tmp_path: Path
) -> None:
    whoosh.write([document(1, "họp")])
    script = """
import os, signal, sys
from pathlib import Path
from search_index import WhooshBackend
from tests.search_index.samples import document

def documents():
    yield document(2, "họp")
    os.kill(os.getpid(), signal.SIGKILL)

WhooshBackend(Path(sys.argv[1])).rebuild(documents())
"""
    with run_python(script, str(tmp_path / "index")) as killed:
        assert killed.wait() == -signal.SIGKILL
    assert ids(whoosh, "họp") == [1]

    whoosh.rebuild([document(3, "họp")])

    assert ids(whoosh, "họp") == [3]
    assert len(list((tmp_path / "index").glob("v*"))) == 1


def test_reader_beside_a_writer_sees_whole_commits(whoosh: WhooshBackend, tmp_path: Path) -> None:
    writer = WhooshBackend(tmp_path / "index")
    writer.write([document(n, "họp") for n in range(20)])
    seen: list[tuple[int, int, set[int]]] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                page = whoosh.search(SearchRequest("họp", CLERK, limit=100))
                stamps = list(whoosh.stamps())
                seen.append((page.total, len(stamps), {version for _, version in stamps}))
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for version in range(2, 25):
        writer.write([document(n, "họp", version=version) for n in range(20)])
    done.set()
    for thread in readers:
        thread.join()

    assert failures == []
    assert {(total, held) for total, held, _ in seen} == {(20, 20)}
    assert all(len(versions) == 1 for _, _, versions in seen)
    assert set(dict(whoosh.stamps()).values()) == {24}


def test_readers_survive_a_rebuild(whoosh: WhooshBackend, tmp_path: Path) -> None:
    whoosh.write([document(1, "họp")])
    assert ids(whoosh, "họp") == [1]

    WhooshBackend(tmp_path / "index").rebuild([document(2, "họp")])

    assert ids(whoosh, "họp") == [2]


def test_threads_share_one_backend(whoosh: WhooshBackend) -> None:
    for start in range(0, 60, 10):
        whoosh.write([document(n, f"số{n} chung") for n in range(start, start + 10)])
    wrong: list[int] = []

    def look(offset: int) -> None:
        for n in range(60):
            identity = (n + offset) % 60
            if ids(whoosh, f"số{identity} chung") != [identity]:
                wrong.append(identity)

    threads = [threading.Thread(target=look, args=(n * 13,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_search_waits_for_no_other(whoosh: WhooshBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    from search_index.backends._arrays.finding import Finding

    whoosh.write([document(1, "họp")])
    entered, go_on = threading.Event(), threading.Event()

    def finding(snapshot, request):
        if request.query.wanted[0].text == "chậm":
            entered.set()
            assert go_on.wait(60)
        return Finding(snapshot, request)

    monkeypatch.setattr("search_index.backends._arrays.page.Finding", finding)
    slow = threading.Thread(target=ids, args=(whoosh, "chậm"))
    slow.start()
    assert entered.wait(60)

    assert ids(whoosh, "họp") == [1]

    go_on.set()
    slow.join()


def test_nothing_waits_for_the_collector_of_cycles(
    whoosh: WhooshBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counts objects, not the megabytes of a search's arrays nor the files that are open."""
    from search_index.backends._arrays.finding import Finding

    made: list[weakref.ref[Finding]] = []

    def finding(snapshot, request):
        made.append(weakref.ref(found := Finding(snapshot, request)))
        return found

    monkeypatch.setattr("search_index.backends._arrays.page.Finding", finding)
    gc.disable()
    try:
        for n, text in enumerate(("họp giao", '"giao ban" -hôm', "ho* OR giao", "họp thiếu") * 2):
            whoosh.write([document(n, "họp giao ban")])
            assert whoosh.search(SearchRequest(text, CLERK, facets=("kind",))).total == n + 1
        with os.scandir("/proc/self/fd") as links:
            opened = [os.readlink(link) for link in links]
    finally:
        gc.enable()

    assert [one() for one in made] == [None] * 8
    assert not [name for name in opened if name.startswith(str(tmp_path)) and "deleted" in name]


def test_second_writer_is_told_to_come_again(tmp_path: Path) -> None:
    patient = WhooshBackend(tmp_path / "index")
    hasty = WhooshBackend(tmp_path / "index", lock_timeout=0)
    patient.rebuild([])

    def documents():
        with pytest.raises(IndexBusy):
            hasty.write([document(2, "họp")])
        with pytest.raises(IndexBusy):
            hasty.delete([1])
        with pytest.raises(IndexBusy):
            hasty.rebuild([])
        yield document(1, "họp")

    patient.rebuild(documents())
    hasty.write([document(2, "họp")])

    assert ids(hasty, "họp") == [2, 1]


def test_waiting_writer_gets_its_turn(whoosh: WhooshBackend, tmp_path: Path) -> None:
    def write(first: int) -> None:
        backend = WhooshBackend(tmp_path / "index", lock_timeout=60)
        for n in range(first, first + 8):
            backend.write([document(n, "họp")])

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ids(whoosh, "họp")) == 24


def test_missing_index_is_told(tmp_path: Path) -> None:
    backend = WhooshBackend(tmp_path / "index")

    for action in (
        lambda: ids(backend, "họp"),
        lambda: backend.write([document(1)]),
        lambda: backend.delete([1]),
        lambda: list(backend.stamps()),
    ):
        with pytest.raises(IndexUnreadable, match="no index"):
            action()

    backend.rebuild([document(1, "họp")])
    assert ids(backend, "họp") == [1]


@pytest.mark.parametrize("pattern", ["*.toc", "*.pst"])
@pytest.mark.parametrize("damage", ["cut", "zeros", "removed"])
def test_damaged_file_is_told_and_rebuilt(tmp_path: Path, pattern: str, damage: str) -> None:
    WhooshBackend(tmp_path / "index").rebuild([document(n, "họp", body="đất") for n in range(50)])
    (file,) = (tmp_path / "index" / "current").glob(pattern)
    content = file.read_bytes()
    if damage == "removed":
        file.unlink()
    else:
        file.write_bytes(content[: len(content) // 2] if damage == "cut" else bytes(len(content)))
    backend = WhooshBackend(tmp_path / "index")

    with pytest.raises(IndexUnreadable):
        ids(backend, "đất")

    backend.rebuild([document(1, "đất")])
    assert ids(backend, "đất") == [1]


def test_index_of_another_version_is_not_read(whoosh: WhooshBackend, tmp_path: Path) -> None:
    whoosh.write([document(1, "họp")])
    current = tmp_path / "index" / "current"
    old = os.readlink(current).replace("v", "v0", 1)
    (tmp_path / "index" / os.readlink(current)).rename(tmp_path / "index" / old)
    current.unlink()
    current.symlink_to(old)

    with pytest.raises(IndexUnreadable, match="another version"):
        ids(whoosh, "họp")

    whoosh.rebuild([document(2, "họp")])
    assert ids(whoosh, "họp") == [2]


def test_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    root = tmp_path / "index"
    root.mkdir(mode=0o755)

    WhooshBackend(root).rebuild([])

    folders = [root, (root / "current").resolve()]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]


def test_everything_is_on_disk_before_the_commit_counts(
    whoosh: WhooshBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after the rename must find whole files; only the order of calls can show it."""
    calls: list[str] = []
    real_fsync, real_rename = os.fsync, os.rename

    def fsync(handle: int) -> None:
        calls.append(f"fsync {Path(os.readlink(f'/proc/self/fd/{handle}')).suffix}")
        real_fsync(handle)

    def rename(old: str, new: str) -> None:
        calls.append("rename")
        real_rename(old, new)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "rename", rename)

    whoosh.write([document(1, "họp")])

    assert "fsync .pst" in calls[:-2]
    assert calls[-2:] == ["rename", "fsync "]


def test_whoosh_refresh_does_not_bring_back_the_deleted(tmp_path: Path) -> None:
    """The reason for the pin of Whoosh 2.7.4: its forks show old versions again after a refresh."""
    from whoosh import fields, index

    schema = fields.Schema(id=fields.ID(unique=True, stored=True), text=fields.TEXT(stored=True))
    made = index.create_in(str(tmp_path), schema)
    with made.writer() as writer:
        writer.add_document(id="1", text="old")
        writer.add_document(id="2", text="old")
    searcher = made.searcher()
    with made.writer() as writer:
        writer.delete_by_term("id", "2")
        writer.update_document(id="1", text="new")

    searcher = searcher.refresh()

    assert list(searcher.documents()) == [{"id": "1", "text": "new"}]


def test_importing_and_making_a_backend_loads_no_engine(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from search_index import WhooshBackend
WhooshBackend(Path(sys.argv[1]))
print("whoosh" in sys.modules, "numpy" in sys.modules)
"""
    with run_python(script, str(tmp_path)) as process:
        output, _ = process.communicate()

    assert output == "False False\n"
