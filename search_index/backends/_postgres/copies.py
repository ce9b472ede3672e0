"""A folder with copies of the parts, which never change, shared by the processes of a host."""

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from psycopg import Connection

from search_index.backends._arrays.leaf import Leaf
from search_index.backends._postgres import store
from search_index.backends._postgres.parts import Copies, Part, Parts, file_of, joined
from search_index.errors import IndexUnreadable
from search_index.protocol import IndexedDocument

_ATTEMPTS = 10
_KEPT_SECONDS = 600
"""A file that is in no index is removed after this: another process may be about to tell of it."""


class Folder:
    """Copies of the parts that a database has; what is there already is not fetched again."""

    def __init__(self, path: Path) -> None:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = path
        self._latest = Copies.of({})
        self._fetching = Lock()  # a search itself waits for no other

    def current(self, connection: Connection[Any]) -> Copies:
        """The index as a connection sees it.

        Raises:
            IndexUnreadable: a copy cannot be had or read.
        """
        for _ in range(_ATTEMPTS):
            names = store.names(connection)
            latest = self._latest
            if names == latest.parts.keys():
                return latest
            with self._fetching:
                known = {n: part for n, part in self._latest.parts.items() if n in names}
                try:
                    new = self._fetched(connection, names - known.keys())
                except FileNotFoundError:
                    continue  # it became part of another one meanwhile
                self._latest = Copies.of(joined(known, new))
                self._sweep(names)
                return self._latest
        raise IndexUnreadable("parts of the index are missing")

    def tidy(self, connection: Connection[Any]) -> None:
        """See `store.tidy`."""
        store.tidy(connection, self._path, dict(self.current(connection).parts))

    def build(self, connection: Connection[Any], documents: Iterable[IndexedDocument]) -> None:
        """See `store.build`."""
        store.build(connection, self._path, documents)

    def _fetched(self, connection: Connection[Any], names: frozenset[str]) -> Parts:
        rows = store.rows(connection, names)
        if len(rows) < len(names):
            raise FileNotFoundError
        return {
            name: Part.of(self._leaf(connection, name, size), told) for name, told, size in rows
        }

    def _leaf(self, connection: Connection[Any], name: str, size: int) -> Leaf | None:
        if not size:
            return None
        path = self._path / file_of(name)
        if not path.exists() or path.stat().st_size != size:
            store.fetch(connection, name, path)
        if path.stat().st_size != size:
            raise FileNotFoundError(path)
        try:
            return Leaf(path)
        except (ValueError, EOFError) as error:
            path.unlink(missing_ok=True)
            raise IndexUnreadable(f"{path} is damaged: {error!r}") from error

    def _sweep(self, names: frozenset[str]) -> None:
        listed = frozenset(map(file_of, names))
        long_ago = time.time() - _KEPT_SECONDS
        for path in self._path.iterdir():
            with suppress(FileNotFoundError):  # another process does the same
                if path.name not in listed and path.stat().st_mtime < long_ago:
                    path.unlink()
