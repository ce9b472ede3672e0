"""Changing over from one backend to another while people search."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress

from search_index.errors import IndexUnreadable
from search_index.protocol import IndexedDocument, SearchBackend, SearchPage, SearchRequest


class Successor:
    """A `SearchBackend` for which the one before it answers until its own index is built.

    Both are written until then. The first `rebuild` ends it: what was before is forgotten.
    """

    def __init__(self, chosen: SearchBackend, before: SearchBackend) -> None:
        self.chosen, self._before = chosen, before

    def write(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.write`."""
        those = list(documents)
        try:
            self.chosen.write(those)
        except IndexUnreadable:
            with suppress(IndexUnreadable):
                self._before.write(those)
            raise

    def delete(self, ids: Iterable[int]) -> None:
        """See `SearchBackend.delete`."""
        those = list(ids)
        try:
            self.chosen.delete(those)
        except IndexUnreadable:
            with suppress(IndexUnreadable):
                self._before.delete(those)
            raise

    def search(self, request: SearchRequest) -> SearchPage:
        """See `SearchBackend.search`."""
        try:
            return self.chosen.search(request)
        except IndexUnreadable:
            return self._before.search(request)

    def holders(self, words: Collection[str], readers: frozenset[str]) -> Mapping[str, int]:
        """See `SearchBackend.holders`."""
        try:
            return self.chosen.holders(words, readers)
        except IndexUnreadable:
            return self._before.holders(words, readers)

    def values(
        self, name: str, typed: str, readers: frozenset[str], limit: int
    ) -> tuple[tuple[str, int], ...]:
        """See `SearchBackend.values`."""
        try:
            return self.chosen.values(name, typed, readers, limit)
        except IndexUnreadable:
            return self._before.values(name, typed, readers, limit)

    def stamps(self) -> Iterator[tuple[int, int]]:
        """See `SearchBackend.stamps`; of the chosen one alone, which is to be complete."""
        return self.chosen.stamps()

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.rebuild`."""
        self.chosen.rebuild(documents)
        self._before.forget()

    def forget(self) -> None:
        """See `SearchBackend.forget`."""
        self.chosen.forget()
        self._before.forget()

    def close(self) -> None:
        """See `SearchBackend.close`."""
        self.chosen.close()
        self._before.close()
