"""Search in the office's own PostgreSQL, for several hosts and a million documents."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from search_index.errors import IndexBusy, IndexUnreadable, SearchIndexError
from search_index.protocol import TOTAL_CAP, IndexedDocument, SearchPage, SearchRequest

if TYPE_CHECKING:
    from psycopg import Connection

Connect = Callable[[], AbstractContextManager["Connection[Any]"]]
"""Lends a connection of psycopg, with a transaction for each statement (autocommit)."""


class PostgresBackend:
    """A `SearchBackend` in a schema of its own of the office's database.

    Starts without an index: until the first `rebuild` all else raises IndexUnreadable.
    """

    def __init__(
        self,
        connect: Connect,
        read: Connect | None = None,
        *,
        total_cap: int = TOTAL_CAP,
        lock_timeout: float = 10.0,
    ) -> None:
        """Write by `connect`, and read by `read`, which may be another server that follows it."""
        self._write, self._read = connect, read or connect
        self._total_cap = total_cap
        self._lock_timeout = lock_timeout
        self._most = max(TOTAL_CAP, total_cap)

    def write(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.write`."""
        from search_index.backends._postgres import store

        latest = {document.id: document for document in documents}
        with _told(), self._write() as connection, store.locked(connection, self._lock_timeout):
            store.put(connection, latest.values())

    def write_within(
        self,
        connection: "Connection[Any]",
        documents: Iterable[IndexedDocument],
        gone: Collection[int],
    ) -> None:
        """Write the documents, and take others out, in the transaction of a connection.

        They are found when it is committed. It does not wait for a rebuild, which puts what it read
        before in place of this: such a change is to be written again. Without an index nothing is.

        Raises:
            SearchIndexError: nothing was written; the transaction goes on.
        """
        from search_index.backends._postgres import store

        with _told(), connection.transaction():
            if store.exists(connection):
                store.put(connection, documents)
                store.remove(connection, gone)

    def delete(self, ids: Iterable[int]) -> None:
        """See `SearchBackend.delete`."""
        from search_index.backends._postgres import store

        with _told(), self._write() as connection, store.locked(connection, self._lock_timeout):
            store.remove(connection, ids)

    def search(self, request: SearchRequest) -> SearchPage:
        """See `SearchBackend.search`."""
        from search_index.backends._postgres.finding import Asked
        from search_index.backends._postgres.table import Table

        if request.query.hopeless:
            return SearchPage(hits=(), total=0, total_is_capped=False, next_cursor=None)
        with _told(), self._read() as connection, connection.transaction():
            return Asked(Table(connection), request, self._most).page(self._total_cap)

    def holders(self, words: Collection[str], readers: frozenset[str]) -> Mapping[str, int]:
        """See `SearchBackend.holders`."""
        from search_index.backends._postgres.table import Table

        with _told(), self._read() as connection:
            return Table(connection).holders(words, readers)

    def values(
        self, name: str, typed: str, readers: frozenset[str], limit: int
    ) -> tuple[tuple[str, int], ...]:
        """See `SearchBackend.values`."""
        from search_index.backends._postgres.table import Table

        with _told(), self._read() as connection:
            return Table(connection).values(name, typed, readers, limit)

    def stamps(self) -> Iterator[tuple[int, int]]:
        """See `SearchBackend.stamps`; as the writing side holds them, where another follows it."""
        from search_index.backends._postgres.table import Table

        with _told(), self._write() as connection:
            rows = Table(connection).stamps()
        yield from ((identity, version) for identity, version in rows)

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.rebuild`."""
        from search_index.backends._postgres import store

        with _told(), self._write() as connection, store.locked(connection, self._lock_timeout):
            store.build(connection, documents)

    def forget(self) -> None:
        """See `SearchBackend.forget`."""
        from search_index.backends._postgres import store

        with _told(), self._write() as connection, store.locked(connection, self._lock_timeout):
            store.drop(connection)

    def close(self) -> None:
        """See `SearchBackend.close`; connections are the lender's."""


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
