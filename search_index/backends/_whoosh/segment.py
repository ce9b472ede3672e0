"""A segment of the index as files: Whoosh's ordered hash of tokens, and plain arrays beside it.

An array is used where it is mapped: nothing is decoded, nothing copied, and no two searches wait
for one another. A segment has few enough documents for numbers of two bytes, which is no more on
disk than Whoosh's packed blocks were (3 kB a document), and a common word is read at the speed of
memory.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
from whoosh.filedb.filetables import OrderedHashReader, OrderedHashWriter

from search_index.backends._whoosh.inverted import FIELDS, Inverted, Numbers
from search_index.backends._whoosh.storage import DurableStorage
from search_index.errors import IndexUnreadable

_TOKENS, _POSTINGS = ".trm", ".pst"

_ROW = Struct("@5I")
"""Of a token: field, first posting, how many, first position, how many."""

_KEPT_MASKS = 32  # rights of so many readers at work, a byte for each document


class Postings(NamedTuple):
    """A token in one field: documents in rising order, how often in each, and all the positions."""

    field: int
    documents: Numbers
    counts: Numbers
    positions: Numbers


def write(storage: DurableStorage, segment: Any, made: Inverted) -> None:
    """Write the files of a segment."""
    order = np.argsort(made.keys, kind="stable")
    keys, documents = made.keys[order], made.documents[order]
    starts = np.flatnonzero(_changes(keys) | _changes(documents))
    arrays = (
        made.stamps,
        made.lengths,
        _narrow(made.positions[order]),
        _narrow(documents[starts]),
        _narrow(_sizes(starts, keys)),
    )
    with segment.create_file(storage, _POSTINGS) as file:
        for array in arrays:
            np.lib.format.write_array(file, array)
    rows = np.flatnonzero(_changes(keys[starts]))
    first = starts[rows]
    columns = (keys[first] % FIELDS, rows, _sizes(rows, starts), first, _sizes(first, keys))
    table = np.stack(columns, axis=1).astype(np.uint32)
    _write_tokens(segment.create_file(storage, _TOKENS), made.tokens, keys[first] // FIELDS, table)


def _write_tokens(file: Any, tokens: list[bytes], ranks: Numbers, table: Numbers) -> None:
    """Each token with its rows; one that the deleted documents alone had is left out."""
    dictionary = OrderedHashWriter(file)
    bounds = np.searchsorted(ranks, np.arange(len(tokens) + 1)).tolist()
    for token, start, end in zip(tokens, bounds, bounds[1:], strict=False):
        if start < end:
            dictionary.add(token, table[start:end].tobytes())
    dictionary.close()


def _changes(values: Numbers) -> Numbers:
    """Where a value is not the one before it; true for the first."""
    changed = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _sizes(starts: Numbers, of: Numbers) -> Numbers:
    """How many each has that starts there."""
    return np.diff(starts, append=len(of))


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
        stamps, self.lengths, self._positions, self._documents, self._counts = _arrays(
            segment.open_file(storage, _POSTINGS).file
        )
        if len(stamps) != segment.doc_count_all():
            raise ValueError(f"{name} belongs to another segment")
        self.ids, self.versions, self.sort_keys, self.days = np.ascontiguousarray(stamps.T)
        self.with_any = lru_cache(_KEPT_MASKS)(self._with_any)

    def postings(self, token: str) -> list[Postings]:
        """Where a token stands, by field.

        Raises:
            IndexUnreadable: the files are damaged, which shows in any exception.
        """
        try:
            rows = self._tokens.get(token.encode(), b"")
            return [self._postings(*row) for row in _ROW.iter_unpack(rows)]
        except Exception as error:
            raise IndexUnreadable(f"damaged postings: {error!r}") from error

    def tokens_from(self, start: str) -> Iterator[str]:
        """The tokens that begin so, in order."""
        first = start.encode()
        for token in self._tokens.keys_from(first):
            if not token.startswith(first):
                return
            yield token.decode()

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
        ranks = np.arange(len(rows)).repeat([len(row) // _ROW.size for row in rows])
        table = np.frombuffer(b"".join(rows), np.uint32).reshape(len(ranks), -1)
        keys = (ranks * FIELDS + table[:, 0]).astype(np.uint32).repeat(table[:, 2])
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

    def _postings(self, field: int, first: int, many: int, start: int, places: int) -> Postings:
        return Postings(
            field,
            self._documents[first : first + many],
            self._counts[first : first + many],
            self._positions[start : start + places],
        )

    def _with_any(self, tokens: frozenset[str]) -> Numbers:
        """Documents with any of the tokens; kept, since a reader comes again with the same."""
        held = self.mask(*(p.documents for token in tokens for p in self.postings(token)))
        held.flags.writeable = False
        return held


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
