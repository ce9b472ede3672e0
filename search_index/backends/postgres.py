"""Search in the office's own PostgreSQL, for several hosts and a million documents."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from search_index.errors import IndexBusy, IndexUnreadable, SearchIndexError
from search_index.protocol import TOTAL_CAP, IndexedDocument, SearchPage, SearchRequest

if TYPE_CHECKING:
    from psycopg import Connection

    from search_index.backends._postgres.copies import Folder
    from search_index.backends._postgres.parts import Copies

Connect = Callable[[], AbstractContextManager["Connection[Any]"]]
"""Lends a connection of psycopg, with a transaction for each statement (autocommit)."""
R = TypeVar("R")

_SPARED_SECONDS = 30.0
"""A replica that did not answer is not asked again for so long."""


class PostgresBackend:
    """A `SearchBackend` whose segments are in a schema of its own of the office's database.

    Each host searches copies of them, in files of its folder. Starts without an index: until the
    first `rebuild` all else raises IndexUnreadable.
    """

    def __init__(
        self,
        connect: Connect,
        folder: Path,
        read: Connect | None = None,
        *,
        total_cap: int = TOTAL_CAP,
        lock_timeout: float = 10.0,
    ) -> None:
        """Write by `connect`, and read by `read`, a server that follows it, while that answers."""
        self._connect, self._replica = connect, read
        self._folder = folder
        self._total_cap = total_cap
        self._lock_timeout = lock_timeout
        self._copies: Folder | None = None
        self._spared_until = 0.0
        self._opening = Lock()

    def write(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.write`."""
        latest = {document.id: document for document in documents}
        self._put(latest.values(), ())

    def delete(self, ids: Iterable[int]) -> None:
        """See `SearchBackend.delete`."""
        self._put((), set(ids))

    def _put(self, documents: Collection[IndexedDocument], gone: Collection[int]) -> None:
        from search_index.backends._postgres import store

        if not documents and not gone:
            return
        with self._writing() as connection:
            store.put(connection, documents, gone)
            self._opened().tidy(connection)

    def write_within(
        self,
        connection: "Connection[Any]",
        documents: Iterable[IndexedDocument],
        gone: Collection[int],
    ) -> None:
        """Write the documents, and take others out, in the transaction of a connection.

        They are found when it is committed. It waits for nobody. Without an index nothing is
        written.

        Raises:
            SearchIndexError: nothing was written; the transaction goes on.
        """
        from search_index.backends._postgres import store

        with _told(), connection.transaction():
            if store.exists(connection):
                store.put(connection, documents, gone)

    def search(self, request: SearchRequest) -> SearchPage:
        """See `SearchBackend.search`."""
        from search_index.backends._arrays import page

        return page.search(self._current(), request, self._total_cap)

    def holders(self, words: Collection[str], readers: frozenset[str]) -> Mapping[str, int]:
        """See `SearchBackend.holders`."""
        from search_index.backends._arrays import page

        return page.holders(self._current(), words, readers)

    def values(
        self, name: str, typed: str, readers: frozenset[str], limit: int
    ) -> tuple[tuple[str, int], ...]:
        """See `SearchBackend.values`."""
        from search_index.backends._arrays import page

        return page.values(self._current(), name, typed, readers, limit)

    def stamps(self) -> Iterator[tuple[int, int]]:
        """See `SearchBackend.stamps`; as the writing side holds them, where another follows it."""
        with _told(), self._connect() as connection:
            copies = self._opened().current(connection)
        yield from copies.stamps()

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.rebuild`; what is written within a transaction meanwhile stays."""
        with self._writing() as connection:
            self._opened().build(connection, documents)

    def forget(self) -> None:
        """See `SearchBackend.forget`."""
        from search_index.backends._postgres import store

        with self._writing() as connection:
            store.drop(connection)

    def close(self) -> None:
        """See `SearchBackend.close`; connections are the lender's."""
        self._copies = None

    @contextmanager
    def _writing(self) -> Iterator["Connection[Any]"]:
        from search_index.backends._postgres import store

        with _told(), self._connect() as connection, store.locked(connection, self._lock_timeout):
            yield connection

    def _opened(self) -> "Folder":
        from search_index.backends._postgres.copies import Folder

        with self._opening:
            if self._copies is None:
                self._copies = Folder(self._folder)
            return self._copies

    def _current(self) -> "Copies":
        """The index as the last commit left it, by the replica if that answers and has one."""
        from psycopg import errors

        if self._replica is not None and time.monotonic() >= self._spared_until:
            try:
                with self._replica() as connection:
                    return self._opened().current(connection)
            except (errors.OperationalError, errors.UndefinedTable):
                self._spared_until = time.monotonic() + _SPARED_SECONDS
        with _told(), self._connect() as connection:
            return self._opened().current(connection)


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the server as those of an index."""
    from psycopg import errors

    try:
        yield
    except errors.UndefinedTable as error:
        raise IndexUnreadable("the database has no index of this version") from error
    except errors.LockNotAvailable as error:
        raise IndexBusy("another writer holds the index") from error
    except errors.Error as error:
        raise SearchIndexError(str(error)) from error
