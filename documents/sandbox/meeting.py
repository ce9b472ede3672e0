"""Where clients and server meet: a socket in a folder, and locks that tell who starts whom."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
#: What the server sees of the environment: no secret of the office, for its children read
#: what strangers sent.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR")

#: A picture's memory comes in pages of 2 MB: a child that is new to all of it saves 20 ms. And no
#: threads for the matrices of numpy, which openpyxl loads: the server forks.
_TUNING = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1", "OPENBLAS_NUM_THREADS": "1"}


class Meeting:
    """One folder, one server; whoever finds none there starts one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    # -- Of the server -----------------------------------------------------------------------------

    def only_one(self) -> int:
        """Wait until an older server is gone; the lock lasts as long as this process."""
        lock = os.open(self._folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    def folder_of_samples(self) -> Path:
        """Where the server keeps what it rehearses with."""
        samples = self._folder / "samples"
        samples.mkdir(mode=0o700, exist_ok=True)
        return samples

    def work_folder(self) -> Path:
        """An empty folder for the files of children; those of a killed server go."""
        work = self._folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        return work

    def listen(self) -> socket.socket:
        """Wait for clients of this user."""
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        (self._folder / "socket").unlink(missing_ok=True)
        with self._address() as address:
            listener.bind(address)
        listener.listen(128)
        return listener

    # -- Of clients --------------------------------------------------------------------------------

    def connect(self) -> socket.socket:
        """Reach the server, which is started if there is none. Raises OSError."""
        with suppress(FileNotFoundError, ConnectionRefusedError):
            return self._reached()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self._folder / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with suppress(FileNotFoundError, ConnectionRefusedError):
                return self._reached()
            self._start()
        return self._reached()

    def _reached(self) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with self._address() as address:
                line.connect(address)
        except OSError:
            line.close()
            raise
        return line

    def _start(self) -> None:
        """Start the server; it has left this process's family when this returns."""
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        with open(self._folder / "log", "ab") as log:
            subprocess.run(
                [sys.executable, "-m", "documents.sandbox", str(self._folder)],
                cwd=_ROOT,
                env={**environment, **_TUNING},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                check=True,
                timeout=60,
            )

    @contextmanager
    def _address(self) -> Iterator[str]:
        """The socket by a short name: a path of more than 107 bytes is none for a socket."""
        folder = os.open(self._folder, os.O_PATH | os.O_DIRECTORY)
        try:
            yield f"/proc/self/fd/{folder}/socket"
        finally:
            os.close(folder)
