"""Postings on their way from documents to a segment.

Whoosh's own pool keeps a tuple for each posting and, past its limit, writes and reads each of them
on its own: more than half of the time of a rebuild. Here they lie packed by term, at some sixteen
bytes each, so that no segment we write needs the disk in between.
"""

from array import array
from collections.abc import Iterator

Item = tuple[str, bytes, int, float, bytes | None]
"""Field, token, number of the document, weight, value; as Whoosh passes them around."""


class _Term:
    """Documents of one term, in the order of their numbers."""

    __slots__ = ("numbers", "sizes", "values")

    def __init__(self) -> None:
        self.numbers = array("I")
        self.sizes = array("I")
        self.values = bytearray()

    def items(self) -> Iterator[tuple[int, bytes]]:
        start = 0
        for number, size in zip(self.numbers, self.sizes, strict=True):
            yield number, bytes(self.values[start : start + size])
            start += size


class PackedPool:
    """Takes the place of `SegmentWriter.pool`. Weights are all one: we do not rank by them."""

    def __init__(self) -> None:
        self._terms: dict[tuple[str, bytes], _Term] = {}

    def add(self, item: Item) -> None:
        """Take a posting; those of one term come in the order of their documents."""
        field, token, number, _, given = item
        value = given or b""  # merged postings of fields without values come with None
        term = self._terms.get((field, token))
        if term is None:
            term = self._terms[field, token] = _Term()
        term.numbers.append(number)
        term.sizes.append(len(value))
        term.values += value

    def iter_postings(self) -> Iterator[Item]:
        """All postings in the order of fields, tokens and documents."""
        for (field, token), term in sorted(self._terms.items(), key=lambda entry: entry[0]):
            for number, value in term.items():
                yield field, token, number, 1.0, value

    def cleanup(self) -> None:
        """Let go of everything."""
        self._terms.clear()
