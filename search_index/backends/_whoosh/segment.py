"""A segment of the index as files: Whoosh's ordered hash of tokens, and plain arrays beside it.

An array is used where it is mapped: nothing is decoded, nothing copied, and no two searches wait
for one another. A segment has few enough documents for numbers of two bytes, which is no more on
disk than Whoosh's packed blocks were, and a common word is read at the speed of memory.
"""

from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from itertools import islice, pairwise
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
from whoosh.filedb.filetables import OrderedHashReader, OrderedHashWriter

from search_index import ranking
from search_index.backends._whoosh.inverted import KEYS, Inverted, Numbers, begins, ranges
from search_index.backends._whoosh.schema import Field, fact
from search_index.backends._whoosh.storage import DurableStorage
from search_index.errors import IndexUnreadable

_TOKENS, _POSTINGS = ".trm", ".pst"

_ROWS = Struct("@2I")
"""Of a token: its first row of the table, and how many it has. A row says field, first posting and
first position, which go on to those of the next row, since all lie in the order of tokens."""

_LAST = b"\xff"
"""Greater than whatever a token goes on with."""

_AT_ONCE = 100_000

_KEPT = 32  # rights of so many readers at work, a byte for each document; names of facts


class Postings(NamedTuple):
    """A token in one field: documents in rising order, how often in each, how much each is about it
    (in ALL only), and all the positions."""

    documents: Numbers
    counts: Numbers
    impacts: Numbers
    positions: Numbers


def write(storage: DurableStorage, segment: Any, made: Inverted) -> None:
    """Write the files of a segment."""
    order = np.argsort(made.keys, kind="stable")
    keys, documents, positions = made.keys[order], made.documents[order], made.positions[order]
    starts = np.flatnonzero(_changes(keys) | _changes(documents))
    rows = np.flatnonzero(_changes(keys[starts]))
    first = starts[rows]
    table = np.stack([keys[first] % KEYS, rows, first], axis=1)
    arrays = (
        made.stamps,
        made.lengths,
        np.append(table, [[0, len(starts), len(keys)]], axis=0).astype(np.uint32),
        _narrow(positions),
        _narrow(documents[starts]),
        _narrow(np.diff(starts, append=len(keys))),
        _impacts(starts, documents, positions, made.lengths),
    )
    with segment.create_file(storage, _POSTINGS) as file:
        for array in arrays:
            np.lib.format.write_array(file, array)
    _write_tokens(segment.create_file(storage, _TOKENS), made.tokens, keys[first] // KEYS)


def _write_tokens(file: Any, tokens: list[bytes], ranks: Numbers) -> None:
    """Each token with its rows; one that the deleted documents alone had is left out."""
    dictionary = OrderedHashWriter(file)
    bounds = np.searchsorted(ranks, np.arange(len(tokens) + 1)).tolist()
    for token, start, end in zip(tokens, bounds, bounds[1:], strict=False):
        if start < end:
            dictionary.add(token, _ROWS.pack(start, end - start))
    dictionary.close()


def _impacts(starts: Numbers, documents: Numbers, positions: Numbers, lengths: Numbers) -> Numbers:
    """The impact of each posting of ALL, that begin there; of others, nothing that is asked for.

    Some at a time, since this takes more memory than all else.
    """
    bounds = [*starts[::_AT_ONCE].tolist(), len(documents)]
    texts = np.ascontiguousarray(begins(lengths).T), lengths[:, : Field.TOKENS].T.astype(np.int64)
    return np.concatenate(
        [
            _impacts_of(starts[nth : nth + _AT_ONCE] - a, documents[a:b], positions[a:b], *texts)
            for nth, a, b in zip(range(0, len(starts), _AT_ONCE), bounds, bounds[1:], strict=False)
        ]
    )


def _impacts_of(
    starts: Numbers, documents: Numbers, positions: Numbers, begin: Numbers, lengths: Numbers
) -> Numbers:
    behind = [
        np.add.reduceat(positions >= text[documents], starts, dtype=np.int64) for text in begin
    ]
    counts = [here - there for here, there in zip(behind, [*behind[1:], 0], strict=True)]
    return ranking.impact(counts, list(lengths[:, documents[starts]])).astype(np.uint8)


def _changes(values: Numbers) -> Numbers:
    """Where a value is not the one before it; true for the first."""
    changed = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _narrow(values: Numbers) -> Numbers:
    """The same in as few bytes as the greatest needs."""
    return values.astype(np.min_scalar_type(values.max(initial=0)))


class Leaf:
    """A segment open for reading. It never changes, and holds what was deleted since.

    Raises:
        Exception: any, of files that are damaged.
    """

    def __init__(self, storage: DurableStorage, segment: Any) -> None:
        name = segment.make_filename(_TOKENS)
        self._tokens = OrderedHashReader(storage.open_file(name), storage.file_length(name))
        stamps, self.lengths, self._table, self._positions, *by_posting = _arrays(
            segment.open_file(storage, _POSTINGS).file
        )
        self._documents, self._counts, self._impacts = by_posting
        if len(stamps) != segment.doc_count_all():
            raise ValueError(f"{name} belongs to another segment")
        self.ids, self.versions, self.sort_keys, self.days = np.ascontiguousarray(stamps.T)
        self.with_any = lru_cache(_KEPT)(self._with_any)
        self.facts = lru_cache(_KEPT)(self._facts)

    def postings(self, token: str) -> dict[int, Postings]:
        """Where a token stands, by field.

        Raises:
            IndexUnreadable: the files are damaged, which shows in any exception.
        """
        try:
            start, many = _ROWS.unpack(self._tokens.get(token.encode(), bytes(_ROWS.size)))
            rows = self._table[start : start + many + bool(many)].tolist()
            return {row[0]: self._postings(row, after) for row, after in pairwise(rows)}
        except Exception as error:
            raise IndexUnreadable(f"damaged postings: {error!r}") from error

    def beginning(self, start: str, field: Field) -> Numbers:
        """Documents, some of them repeatedly, with a token that begins so.

        The rows of these tokens are neighbours, so however many they are it is one look.
        """
        first, last = self._rows_from(start)
        rows = np.flatnonzero(self._table[first:last, 0] == field) + first
        starts = self._table[rows, 1]
        return self._documents[ranges(starts, self._table[rows + 1, 1] - starts)]

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
        ranks = np.arange(len(rows)).repeat([_ROWS.unpack(row)[1] for row in rows])
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
        return int(_ROWS.unpack(self._tokens.dbfile.get(start, size))[0])

    def _with_any(self, tokens: frozenset[str]) -> Numbers:
        """Documents with any of the tokens; kept, since a reader comes again with the same."""
        held = self.mask(*(p.documents for token in tokens for p in self.postings(token).values()))
        held.flags.writeable = False
        return held

    def _facts(self, name: str) -> tuple[list[str], Numbers, Numbers]:
        """Values of facts of a name, documents that have them, and for each of these which value.

        Kept, since the values of some names are many.
        """
        start = fact(name, "")
        first, last = self._rows_from(start)
        tokens = islice(self._tokens.keys_from(start.encode()), last - first)
        values = [token.decode().removeprefix(start) for token in tokens]
        bounds = self._table[first : last + 1, 1]
        which = _narrow(np.arange(last - first).repeat(np.diff(bounds)))
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
