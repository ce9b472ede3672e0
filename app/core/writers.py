"""The queue of writers of an SQLite office: whoever came first writes first.

SQLite lets one write at a time and has the others look again and again, ever more seldom, up to ten
times a second; whoever just came passes those who waited. Here they wait at a lock on a file beside
the database, which the system hands on, and frees when a process is killed.
"""

import fcntl
import os
import sqlite3
from typing import Any


class QueueingConnection(sqlite3.Connection):
    """A connection that stands in the queue from `queue` to the end of its transaction."""

    def __init__(self, database: str, *args: Any, **options: Any) -> None:
        super().__init__(database, *args, **options)
        self._door = None if ":memory:" in database else f"{database}-writers"
        self._place: int | None = None

    def queue(self, *, waits: bool = True) -> None:
        """Return when it is this connection's turn to write.

        What does not wait raises BlockingIOError where somebody else writes just now.
        """
        if self._door is None or self._place is not None:
            return
        self._place = os.open(self._door, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._place, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._leave()
            raise

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            self._leave()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._leave()

    def close(self) -> None:
        super().close()
        self._leave()

    def _leave(self) -> None:
        if self._place is not None:
            os.close(self._place)
            self._place = None
