"""Search in files on this host, by Whoosh, for a hundred thousand documents."""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from search_index.backends._arrays import VERSION
from search_index.backends.folder import IndexFolder
from search_index.errors import IndexUnreadable
from search_index.protocol import TOTAL_CAP, IndexedDocument, SearchPage, SearchRequest

if TYPE_CHECKING:
    from search_index.backends._whoosh.store import Commit


class WhooshBackend:
    """A `SearchBackend` in a folder on a local disk: one writer at a time, any number of readers.

    Starts without an index: until the first `rebuild` all else raises IndexUnreadable, so that a
    lost folder is noticed and not taken for an office without documents. Loads Whoosh at first use.
    """

    def __init__(
        self, folder: Path, *, total_cap: int = TOTAL_CAP, lock_timeout: float = 10.0
    ) -> None:
        """Use the index in `folder`; wait `lock_timeout` seconds for another writer."""
        self._folder = IndexFolder(folder, VERSION)
        self._total_cap = total_cap
        self._lock_timeout = lock_timeout
        self._snapshot: Commit | None = None
        self._opening = Lock()  # a search itself waits for no other

    def write(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.write`."""
        latest = {document.id: document for document in documents}
        self._apply(list(latest.values()), latest.keys())

    def delete(self, ids: Iterable[int]) -> None:
        """See `SearchBackend.delete`."""
        self._apply([], set(ids))

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
        """See `SearchBackend.stamps`."""
        yield from self._current().stamps()

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.rebuild`."""
        from search_index.backends._whoosh import store

        with self._folder.lock(self._lock_timeout):
            self._folder.sweep()
            folder = self._folder.create()
            try:
                store.create(folder, documents)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._folder.activate(folder)

    def forget(self) -> None:
        """See `SearchBackend.forget`."""
        with self._folder.lock(self._lock_timeout):
            self._folder.forget()

    def close(self) -> None:
        """See `SearchBackend.close`; files that a search still reads close after it."""
        self._snapshot = None

    def _apply(self, documents: Collection[IndexedDocument], gone: Collection[int]) -> None:
        from search_index.backends._whoosh import store

        if not gone:
            return
        with self._folder.lock(self._lock_timeout):
            store.apply(self._current(), documents, gone)

    def _current(self) -> "Commit":
        """The index as the last commit left it."""
        folder = self._folder.current()
        try:
            return self._opened(folder)
        except IndexUnreadable:
            if self._folder.current() == folder:
                raise
            return self._opened(self._folder.current())  # a rebuild replaced it between two steps

    def _opened(self, folder: Path) -> "Commit":
        from search_index.backends._whoosh import store

        with self._opening:
            if self._snapshot is None or not self._snapshot.is_current(folder):
                self._snapshot = store.open_snapshot(folder, self._snapshot)
            return self._snapshot
