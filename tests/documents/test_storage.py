"""One contract for every storage, and what only a disk can break."""

import hashlib
import io
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.errors import BadFile
from documents.storage import DiskStorage, MemoryStorage, NotStored, Storage, StoredBlob

CONTENT = "Quyết định số 01/QĐ-UBND".encode()
ADDRESS = hashlib.sha256(CONTENT).hexdigest()
ABSENT = "0" * 64


@pytest.fixture(params=["disk", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    makers: dict[str, Callable[[], Storage]] = {
        "disk": lambda: DiskStorage(tmp_path / "files"),
        "memory": MemoryStorage,
    }
    return makers[request.param]()


def put(storage: Storage, content: bytes = CONTENT, **options: int) -> StoredBlob:
    return storage.put(io.BytesIO(content), **options)


def test_gives_back_what_was_put(storage: Storage) -> None:
    blob = put(storage)
    assert blob == StoredBlob(ADDRESS, len(CONTENT))
    with storage.open(ADDRESS) as stored:
        assert stored.read() == CONTENT
    assert storage.path(ADDRESS).read_bytes() == CONTENT
    assert storage.exists(ADDRESS)
    assert storage.verify(ADDRESS)


def test_keeps_the_same_content_once(storage: Storage) -> None:
    assert put(storage) == put(storage)
    put(storage, b"another")
    assert sorted(storage.iterate()) == sorted([ADDRESS, hashlib.sha256(b"another").hexdigest()])


def test_keeps_empty_content(storage: Storage) -> None:
    blob = put(storage, b"")
    assert blob.size == 0
    assert storage.verify(blob.sha256)


def test_stops_at_the_size_limit_and_keeps_nothing(storage: Storage) -> None:
    with pytest.raises(BadFile) as refused:
        put(storage, b"x" * 11, max_bytes=10)
    assert [(p.code, p.params) for p in refused.value.problems] == [
        ("file_too_large", {"limit": 10})
    ]
    assert list(storage.iterate()) == []
    assert put(storage, b"x" * 10, max_bytes=10).size == 10


@pytest.mark.parametrize("address", [ABSENT, "", "../../etc/passwd", ADDRESS.upper(), "é" * 64])
def test_knows_nothing_of_other_addresses(storage: Storage, address: str) -> None:
    put(storage)
    assert not storage.exists(address)
    for operation in (storage.open, storage.path, storage.verify):
        with pytest.raises(NotStored):
            operation(address)


def test_reads_larger_content_than_one_chunk(storage: Storage) -> None:
    content = os.urandom(3 * 1024 * 1024 + 7)
    blob = put(storage, content)
    assert blob == StoredBlob(hashlib.sha256(content).hexdigest(), len(content))
    assert storage.path(blob.sha256).read_bytes() == content


def test_keeps_nothing_of_a_stream_that_breaks(storage: Storage) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        storage.put(Broken())  # type: ignore[arg-type]
    assert list(storage.iterate()) == []


def test_disk_shards_and_closes_its_folders_to_others(tmp_path: Path) -> None:
    put(DiskStorage(tmp_path / "files"))
    place = tmp_path / "files" / ADDRESS[:2] / ADDRESS[2:4] / ADDRESS
    assert place.read_bytes() == CONTENT
    for folder in (tmp_path / "files", place.parent, place.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.stat().st_mode) == 0o400
    assert list((tmp_path / "files" / "unfinished").iterdir()) == []


def test_disk_notices_changed_bytes_and_heals_a_cut_copy(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    put(storage)
    place = storage.path(ADDRESS)
    place.chmod(0o600)
    place.write_bytes(CONTENT.replace(b"01", b"02"))
    assert not storage.verify(ADDRESS)
    place.write_bytes(CONTENT[:5])
    put(storage)
    assert storage.verify(ADDRESS)


KILLED_WRITER = """
import sys
from pathlib import Path
from documents.storage import DiskStorage

class Slow:
    sent = False
    def read(self, size):
        if self.sent:
            print("half written", flush=True)
            sys.stdin.read()
        self.sent = True
        return b"x" * size

DiskStorage(Path(sys.argv[1])).put(Slow())
"""


def test_killed_writer_leaves_nothing_visible(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", KILLED_WRITER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert writer.stdout is not None
    assert writer.stdin is not None
    assert writer.stdout.readline() == b"half written\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdin.close()
    writer.stdout.close()

    storage = DiskStorage(tmp_path)
    assert list(storage.iterate()) == []
    assert storage.remove_unfinished(older_than_seconds=3600) == 0
    assert storage.remove_unfinished(older_than_seconds=-1) == 1
    assert list((tmp_path / "unfinished").iterdir()) == []
