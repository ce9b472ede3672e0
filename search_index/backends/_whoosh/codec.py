"""How postings lie in a segment: Whoosh's own layout, with the positions of a block in one piece.

The stock layout holds them as one bytes object for each posting, in a pickle protocol that has no
bytes: reading a common word, even for its document numbers only, spent most of its time there.
"""

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3PostingsWriter
from whoosh.formats import Format

_BLOCK_POSTINGS = 1_024

Packed = tuple[str, str]
"""Positions of all postings of a block in a row, and how many each has: bytes as Latin-1."""


class PackedPositions(Format):  # type: ignore[misc]
    """Values that are positions in the text, as an array of 32-bit numbers."""

    posting_size = -1

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)


def unpack(packed: Packed) -> Iterator["array[int]"]:
    """The positions of each posting of a block, in order."""
    places, counts = (array("I", text.encode("latin-1")) for text in packed)
    start = 0
    for count in counts:
        yield places[start : start + count]
        start += count


class PostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes the values of a block in one piece."""

    def _mini_values(self) -> Any:
        if not isinstance(self._format, PackedPositions):
            return super()._mini_values()
        counts = array("I", (len(value) // 4 for value in self._values))
        return b"".join(self._values).decode("latin-1"), counts.tobytes().decode("latin-1")


class LeafMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Reads what `PostingsWriter` wrote, for the merging of segments."""

    def _read_values(self) -> None:
        if isinstance(self.format, PackedPositions):
            if self._data is None:
                self._read_data()
            self._values = [places.tobytes() for places in unpack(self._data[2])]
        else:
            super()._read_values()


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with larger blocks, and without lengths of fields, which we do not rank by."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=_BLOCK_POSTINGS)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PostingsWriter:
        """Override of the stock writer."""
        return PostingsWriter(
            dbfile, blocklimit=self._blocklimit, byteids=byteids, compression=self._compression
        )

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Format, term: Any = None, scorer: Any = None
    ) -> LeafMatcher:
        """Override of the stock reader; no term is inlined by the writer."""
        start, length = terminfo.extent()
        return LeafMatcher(dbfile, start, length, format_, term=term, scorer=scorer)
