"""One segment of an index, open for reading.

Goes below Whoosh's matchers, which call Python for each posting, and takes whole blocks of the
postings file as sets. This leans on inner names of Whoosh 2.7.4, the pinned and last release of its
line.
"""

from array import array
from collections.abc import Collection, Iterator
from itertools import accumulate, chain
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import TermNotFound

from search_index.backends._whoosh.codec import Packed, unpack
from search_index.backends._whoosh.schema import STAMP, schema
from search_index.backends._whoosh.storage import DurableStorage
from search_index.errors import IndexUnreadable

_SMALL = frozenset({"readers", "facets"})
"""Fields asked for in every search, kept as arrays: four bytes for each token of each document."""

_FEW = 16  # positions up to which looking through them all is quicker than making a set

_FORMATS = {name: field.format for name, field in schema().items() if field.indexed}


class Leaf:
    """Postings and stamps of a segment, without what was deleted since; never changes.

    Not for two threads at once: the files have one reading place.
    """

    def __init__(self, storage: DurableStorage, segment: Any) -> None:
        self._known: dict[str, array[int]] = {}
        self._terms = segment.codec().terms_reader(storage, segment)
        stamps = _read_stamps(storage, segment)
        self.ids, self.versions = stamps[0::4], stamps[1::4]
        self.sort_keys, self.days = stamps[2::4], stamps[3::4]

    def close(self) -> None:
        """Close the files."""
        self._terms.close()

    def documents(self, field: str, token: str) -> set[int]:
        """Numbers of the documents of this segment that have the token."""
        if field not in _SMALL:
            return set(chain.from_iterable(numbers for numbers, _ in self._blocks(field, token)))
        if token not in self._known:
            found = array("I")
            for numbers, _ in self._blocks(field, token):
                found.extend(numbers)
            if not found:
                return set()  # not kept, or requests for years that never were would fill memory
            self._known[token] = found
        return set(self._known[token])

    def positions(
        self, field: str, token: str, among: Collection[int]
    ) -> dict[int, Collection[int]]:
        """Where the token stands in each of some documents."""
        return {
            number: places if len(places) < _FEW else set(places)
            for numbers, values in self._blocks(field, token)
            for number, places in zip(numbers, unpack(values), strict=True)
            if number in among
        }

    def numbers_of(self, ids: Collection[int]) -> list[int]:
        """Numbers in this segment of the documents with these ids."""
        return [number for number, identity in enumerate(self.ids) if identity in ids]

    def _blocks(self, field: str, token: str) -> Iterator[tuple[Iterator[int], Packed]]:
        """Document numbers and values of a token's postings, block by block.

        Raises:
            IndexUnreadable: the files are damaged, which shows in any exception.
        """
        try:
            matcher = self._terms.matcher(field, token.encode(), _FORMATS[field])
            while not matcher._atend:
                matcher._read_data()
                steps, _, values = matcher._data
                yield accumulate(steps), values
                matcher._next_block()
        except TermNotFound:
            return
        except Exception as error:
            raise IndexUnreadable(f"damaged postings of {field}: {error!r}") from error


def _read_stamps(storage: DurableStorage, segment: Any) -> "array[int]":
    name = W3Codec.column_filename(segment, "stamp")
    stamps = array("q")
    stamps.frombytes(storage.open_file(name).read())
    if len(stamps) * stamps.itemsize != segment.doc_count_all() * STAMP.size:
        raise ValueError(f"{name} is cut short")
    return stamps
