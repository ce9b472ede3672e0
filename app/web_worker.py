"""gunicorn's threads, kept from waiting for slow clients: a request reaches one when it is whole.

Whoever sends a head or a body slowly, or not at all, would hold one of a few threads; ten of them
would stop the office. Here the one loop that watches all sockets takes in what comes, into memory
and then a file; a thread is asked when the request is complete. What does not come within its time
is dropped, and so is what there are too many of, from whoever has the most.
"""

import re
import selectors
import socket
import tempfile
import time
from collections import Counter
from functools import partial
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

CHUNK = 64 * 1024
IN_MEMORY = 256 * 1024
LONGEST_HEAD = 64 * 1024
"""More than gunicorn reads: it says what is wrong with such a head."""
HEAD_SECONDS = 10.0
BODY_SECONDS = 30.0
SLOWEST = 16 * 1024
"""Bytes in a second, beyond the first half minute: a file of 50 MB has 54 minutes."""
LARGEST_BODY = 2 * 1024**3
"""A larger one is not waited for: the application says that it is too large."""

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.I | re.M)
_CHUNKED = re.compile(rb"^transfer-encoding:", re.I | re.M)


class NotTaken(Exception):
    """Why a request is not waited for, as a status and its reason."""


class Arrived:
    """A socket whose first bytes were taken in before somebody reads from it."""

    def __init__(self, sock: socket.socket, before: Any) -> None:
        self.sock, self.before = sock, before

    def recv(self, size: int) -> bytes:
        return bytes(self.before.read(size)) or self.sock.recv(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)


class Arriving:
    """A request of which not everything is here yet."""

    def __init__(self, conn: TConn) -> None:
        self.conn = conn
        self.taken = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (it outlives us)
        self.size = 0
        self.needed: int | None = None
        """Bytes of head and body together, once the head is here."""
        self.ends_at = time.monotonic() + HEAD_SECONDS
        self._head = b""

    def take(self, data: bytes) -> None:
        """Raises NotTaken, and OSError where no disk takes it."""
        self.taken.write(data)
        self.size += len(data)
        if self.needed is None:
            self._head += data
            self._look_at_head()

    def _look_at_head(self) -> None:
        end = self._head.find(b"\r\n\r\n")
        if end < 0:
            self.needed = 0 if len(self._head) > LONGEST_HEAD else None
            return
        lines = self._head[: end + 2]
        if _CHUNKED.search(lines):
            raise NotTaken(411, "Length Required")
        length = _LENGTH.search(lines)
        body = int(length.group(1)) if length else 0
        self.needed = end + 4 + body if body <= LARGEST_BODY else 0
        self.ends_at = time.monotonic() + BODY_SECONDS + body / SLOWEST

    @property
    def is_whole(self) -> bool:
        return self.needed is not None and self.size >= self.needed

    def hand_over(self) -> TConn:
        """The connection, from which everything can be read anew."""
        self.taken.seek(0)
        self.conn.sock = Arrived(self.conn.sock, self.taken)
        if self.conn.initialized:
            self.conn.parser.unreader.sock = self.conn.sock
        self.conn.data_ready = True
        return self.conn


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Asks a thread for a request only when all of it is here."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.arriving: dict[int, Arriving] = {}
        self.most_arriving = max(1, self.worker_connections // 2)

    def enqueue_req(self, conn: TConn) -> None:
        """A request begins on this connection, with what was read ahead of it before."""
        ahead = _read_ahead(conn)
        arriving = Arriving(conn)
        if len(self.arriving) >= self.most_arriving:
            self._drop(self._one_too_many())
        conn.sock.setblocking(False)
        self.arriving[conn.sock.fileno()] = arriving
        take_in = partial(self._take_in, arriving)
        self.poller.register(conn.sock.fileno(), selectors.EVENT_READ, take_in)
        if ahead:
            self._take(arriving, ahead)

    def murder_pending(self) -> None:
        """Asked every second: what did not come in its time is dropped."""
        super().murder_pending()
        now = time.monotonic()
        for one in list(self.arriving.values()):
            if one.ends_at < now or not (self.alive or one.size):
                self._drop(one)

    def _take_in(self, arriving: Arriving, _fileno: object) -> None:
        try:
            data = arriving.conn.sock.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._take(arriving, data)
        else:
            self._drop(arriving)

    def _take(self, arriving: Arriving, data: bytes) -> None:
        try:
            arriving.take(data)
        except NotTaken as refusal:
            self._refuse(arriving, *refusal.args)
        except OSError as error:
            self.log.error("no disk takes what is sent: %s", error)
            self._refuse(arriving, 507, "Insufficient Storage")
        else:
            if arriving.is_whole:
                self._forget(arriving)
                super().enqueue_req(arriving.hand_over())

    def _refuse(self, arriving: Arriving, status: int, reason: str) -> None:
        util.write_error(arriving.conn.sock, status, reason, "")
        self._drop(arriving)

    def _one_too_many(self) -> Arriving:
        """The oldest of whoever has the most."""
        clients = Counter(one.conn.client[0] for one in self.arriving.values())
        most, _count = clients.most_common(1)[0]
        return next(one for one in self.arriving.values() if one.conn.client[0] == most)

    def _drop(self, arriving: Arriving) -> None:
        self._forget(arriving)
        arriving.taken.close()
        self.nr_conns -= 1
        arriving.conn.close()

    def _forget(self, arriving: Arriving) -> None:
        fileno = arriving.conn.sock.fileno()
        del self.arriving[fileno]
        self.poller.unregister(fileno)


def _read_ahead(conn: TConn) -> bytes:
    """What came behind the request before this one; the connection is then its socket again."""
    ahead: bytes = conn.parser.unreader.take_buffered() if conn.initialized else b""
    if isinstance(conn.sock, Arrived):
        with conn.sock.before as before:
            ahead += before.read()
        conn.sock = conn.sock.sock
    return ahead
