"""Search in plain Python over documents kept in memory.

The reference for what every backend finds and in which order, and the test double of the
application. It shares with the other backends only the analysis, the query and the numbers of the
ranking.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from threading import Lock

from search_index.analysis import begins_so
from search_index.backends._memory import Entry, Finding
from search_index.protocol import (
    TOTAL_CAP,
    IndexedDocument,
    SearchPage,
    SearchRequest,
    most,
)


class MemoryBackend:
    """A `SearchBackend` that forgets everything with the process. Starts empty."""

    def __init__(self, *, total_cap: int = TOTAL_CAP) -> None:
        self._total_cap = total_cap
        self._entries: dict[int, Entry] = {}
        self._lock = Lock()

    def write(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.write`."""
        added = {document.id: Entry(document) for document in documents}
        with self._lock:
            self._entries = {**self._entries, **added}

    def delete(self, ids: Iterable[int]) -> None:
        """See `SearchBackend.delete`."""
        gone = set(ids)
        with self._lock:
            self._entries = {i: entry for i, entry in self._entries.items() if i not in gone}

    def search(self, request: SearchRequest) -> SearchPage:
        """See `SearchBackend.search`."""
        if request.query.hopeless:
            return SearchPage(hits=(), total=0, total_is_capped=False, next_cursor=None)
        return Finding(self._entries.values(), request).page(self._total_cap)

    def holders(self, words: Collection[str], readers: frozenset[str]) -> Mapping[str, int]:
        """See `SearchBackend.holders`."""
        mine = self._of(readers)
        counted = {word: sum(entry.impact(word) > 0 for entry in mine) for word in words}
        return {word: count for word, count in counted.items() if count}

    def values(
        self, name: str, typed: str, readers: frozenset[str], limit: int
    ) -> tuple[tuple[str, int], ...]:
        """See `SearchBackend.values`."""
        facts = (fact for entry in self._of(readers) for fact in entry.facts)
        found = Counter(v for n, v in facts if n == name and begins_so(v, typed))
        return most(found, limit)

    def _of(self, readers: frozenset[str]) -> list[Entry]:
        return [e for e in self._entries.values() if e.document.readers & readers]

    def stamps(self) -> Iterator[tuple[int, int]]:
        """See `SearchBackend.stamps`."""
        for identity, entry in self._entries.items():
            yield identity, entry.document.version

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.rebuild`."""
        entries: dict[int, Entry] = {}
        for document in documents:
            entries.setdefault(document.id, Entry(document))
        with self._lock:
            self._entries = entries

    def forget(self) -> None:
        """See `SearchBackend.forget`; it starts empty again."""
        self.rebuild([])

    def close(self) -> None:
        """See `SearchBackend.close`; there is nothing open."""
