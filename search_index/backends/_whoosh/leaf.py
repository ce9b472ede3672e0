"""A segment of the index, open for reading.

An array is used where it is mapped: nothing is decoded, nothing copied, and no two searches wait
for one another.
"""

from collections import Counter
from collections.abc import Callable, Collection
from functools import lru_cache, wraps
from itertools import islice, pairwise
from typing import Any, NamedTuple, ParamSpec, TypeVar

import numpy as np
from whoosh.filedb.filetables import OrderedHashReader

from search_index.backends._whoosh.inverted import KEYS, Inverted, Numbers, ranges
from search_index.backends._whoosh.schema import Field, fact
from search_index.backends._whoosh.segment import POSTINGS, ROWS, TOKENS, narrow
from search_index.backends._whoosh.storage import DurableStorage
from search_index.errors import IndexUnreadable

P = ParamSpec("P")
R = TypeVar("R")

_LAST = b"\xff"
"""Greater than whatever a token goes on with."""

_KEPT = 32  # rights of so many readers at work, a byte for each document; names of facts


class Postings(NamedTuple):
    """A token in one field: documents in rising order, how often in each, how much each is about it
    (in ALL only), and all the positions."""

    documents: Numbers
    counts: Numbers
    impacts: Numbers
    positions: Numbers


def _unless_damaged(read: Callable[P, R]) -> Callable[P, R]:
    """Damage may look like any mistake: whatever it is, the index is said to be unreadable."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return read(*args, **kwargs)
        except Exception as error:
            raise IndexUnreadable(f"damaged postings: {error!r}") from error

    return reading


class Leaf:
    """A segment open for reading. It never changes, and holds what was deleted since.

    Raises:
        Exception: any, if the files are damaged; later, when they are read, IndexUnreadable.
    """

    def __init__(self, storage: DurableStorage, segment: Any) -> None:
        name = segment.make_filename(TOKENS)
        self._tokens = OrderedHashReader(storage.open_file(name), storage.file_length(name))
        stamps, self.lengths, self._table, self._positions, *by_posting = _arrays(
            segment.open_file(storage, POSTINGS).file
        )
        self._documents, self._counts, self._impacts = by_posting
        if len(stamps) != segment.doc_count_all():
            raise ValueError(f"{name} belongs to another segment")
        self.ids, self.versions, self.sort_keys, self.days = np.ascontiguousarray(stamps.T)
        self.with_any = lru_cache(_KEPT)(self._with_any)
        self.facts = lru_cache(_KEPT)(self._facts)

    @_unless_damaged
    def postings(self, token: str) -> dict[int, Postings]:
        """Where a token stands, by field."""
        start, many = ROWS.unpack(self._tokens.get(token.encode(), bytes(ROWS.size)))
        rows = self._table[start : start + many + bool(many)].tolist()
        return {row[0]: self._postings(row, after) for row, after in pairwise(rows)}

    @_unless_damaged
    def beginning(self, start: str, field: Field) -> Numbers:
        """Documents, some of them repeatedly, with a token that begins so.

        The rows of these tokens are neighbours, so however many they are it is one look.
        """
        return self._documents[self._spans(self._rows_of(start, field), 1)]

    @_unless_damaged
    def begun(self, start: str) -> Postings:
        """Where in ALL a token stands that begins so, one such token after the other."""
        rows = self._rows_of(start, Field.ALL)
        here, places = self._spans(rows, 1), self._spans(rows, 2)
        held = self._documents[here], self._counts[here], self._impacts[here]
        return Postings(*held, self._positions[places])

    def _rows_of(self, start: str, field: Field) -> Numbers:
        first, last = self._rows_from(start)
        return np.flatnonzero(self._table[first:last, 0] == field) + first

    def _spans(self, rows: Numbers, column: int) -> Numbers:
        starts = self._table[rows, column]
        return ranges(starts, self._table[rows + 1, column] - starts)

    def count(self, name: str, among: Numbers) -> Counter[str]:
        """How many of some documents have each value of facts of a name."""
        values, documents, which = self.facts(name)
        times = np.bincount(which[among[documents]], minlength=len(values)).tolist()
        return +Counter(dict(zip(values, times, strict=True)))

    def mask(self, *groups: Numbers) -> Numbers:
        """Which documents of this segment are in any of the groups of numbers."""
        mask = np.zeros(len(self.ids), bool)
        for numbers in groups:
            mask[numbers] = True
        return mask

    def numbers_of(self, ids: Collection[int]) -> Numbers:
        """Numbers in this segment of the documents with these ids."""
        return np.flatnonzero(np.isin(self.ids, np.fromiter(ids, np.int64)))

    def inverted(self, alive: Numbers) -> Inverted:
        """What the segment was made of, without the documents that are not alive."""
        tokens, rows = zip(*self._tokens.items(), strict=True)
        ranks = np.arange(len(rows)).repeat([ROWS.unpack(row)[1] for row in rows])
        keys = (ranks * KEYS + self._table[:-1, 0]).astype(np.uint32)
        keys = keys.repeat(np.diff(self._table[:, 1]))
        documents = self._documents.repeat(self._counts)
        kept = alive[documents]
        return Inverted(
            list(tokens),
            keys.repeat(self._counts)[kept],
            (np.cumsum(alive, dtype=np.uint32) - 1)[documents[kept]],
            self._positions[kept],
            self.lengths[alive],
            np.stack([self.ids, self.versions, self.sort_keys, self.days], axis=1)[alive],
        )

    def _postings(self, row: list[int], after: list[int]) -> Postings:
        here = slice(row[1], after[1])
        places = self._positions[row[2] : after[2]]
        return Postings(self._documents[here], self._counts[here], self._impacts[here], places)

    def _rows_from(self, start: str) -> tuple[int, int]:
        """The first row of all tokens that begin so, and the one behind their last."""
        first, last = start.encode(), start.encode() + _LAST
        return self._row_at(first), self._row_at(last)

    def _row_at(self, key: bytes) -> int:
        """The first row of the first token from this on; behind all rows if there is none."""
        place = self._tokens.closest_key_pos(key)
        if place is None:
            return len(self._table) - 1
        _, start, size = self._tokens.key_and_range_at(place)
        return int(ROWS.unpack(self._tokens.dbfile.get(start, size))[0])

    def _with_any(self, tokens: frozenset[str]) -> Numbers:
        """Documents with any of the tokens; kept, since a reader comes again with the same."""
        held = self.mask(*(p.documents for token in tokens for p in self.postings(token).values()))
        held.flags.writeable = False
        return held

    @_unless_damaged
    def _facts(self, name: str) -> tuple[list[str], Numbers, Numbers]:
        """Values of facts of a name, documents that have them, and for each of these which value.

        Kept, since the values of some names are many.
        """
        start = fact(name, "")
        first, last = self._rows_from(start)
        tokens = islice(self._tokens.keys_from(start.encode()), last - first)
        values = [token.decode().removeprefix(start) for token in tokens]
        bounds = self._table[first : last + 1, 1]
        which = narrow(np.arange(last - first).repeat(np.diff(bounds)))
        return values, self._documents[bounds[0] : bounds[-1]], which


def _arrays(mapped: Any) -> list[Numbers]:
    """The arrays of a file, where they are mapped."""
    found = []
    while mapped.tell() < len(mapped):
        np.lib.format.read_magic(mapped)
        shape, _, kind = np.lib.format.read_array_header_1_0(mapped)
        many = int(np.prod(shape))
        found.append(np.frombuffer(mapped, kind, many, mapped.tell()).reshape(shape))
        mapped.seek(many * kind.itemsize, 1)
    return found
