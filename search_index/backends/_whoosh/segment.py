"""A segment of the index as files: Whoosh's ordered hash of tokens, and plain arrays beside it.

A segment has few enough documents for numbers of two bytes, so that nothing need be packed: it is
hardly more on disk than Whoosh's compressed blocks were, and read at the speed of memory.
"""

from struct import Struct
from typing import Any

import numpy as np
from whoosh.filedb.filetables import OrderedHashWriter

from search_index import ranking
from search_index.backends._whoosh.inverted import KEYS, Inverted, Numbers, begins
from search_index.backends._whoosh.schema import Field
from search_index.backends._whoosh.storage import DurableStorage

TOKENS, POSTINGS = ".trm", ".pst"

ROWS = Struct("@2I")
"""Of a token: its first row of the table, and how many it has. A row says field, first posting and
first position, which go on to those of the next row, since all lie in the order of tokens."""

_AT_ONCE = 100_000


def write(storage: DurableStorage, segment: Any, made: Inverted) -> None:
    """Write the files of a segment."""
    keys, order = _sorted(made.keys)
    documents, positions = made.documents[order], made.positions[order]
    starts = np.flatnonzero(_changes(keys) | _changes(documents))
    rows = np.flatnonzero(_changes(keys[starts]))
    first = starts[rows]
    table = np.stack([keys[first] % KEYS, rows, first], axis=1)
    arrays = (
        made.stamps,
        made.lengths,
        np.append(table, [[0, len(starts), len(keys)]], axis=0).astype(np.uint32),
        narrow(positions),
        narrow(documents[starts]),
        narrow(np.diff(starts, append=len(keys))),
        _impacts(starts, documents, positions, made.lengths),
    )
    with segment.create_file(storage, POSTINGS) as file:
        for array in arrays:
            np.lib.format.write_array(file, array)
    _write_tokens(segment.create_file(storage, TOKENS), made.tokens, keys[first] // KEYS)


def _sorted(keys: Numbers) -> tuple[Numbers, Numbers]:
    """The keys in order, equal ones as they came, and where each was.

    Sorted in place with their places behind them: half the time and memory of a stable argsort.
    """
    both = keys.astype(np.uint64) << np.uint64(32)
    both |= np.arange(len(keys), dtype=np.uint32)
    both.sort()
    return (both >> np.uint64(32)).astype(np.uint32), both.astype(np.uint32)


def _write_tokens(file: Any, tokens: list[bytes], ranks: Numbers) -> None:
    """Each token with its rows; one that the deleted documents alone had is left out."""
    dictionary = OrderedHashWriter(file)
    bounds = np.searchsorted(ranks, np.arange(len(tokens) + 1)).tolist()
    for token, start, end in zip(tokens, bounds, bounds[1:], strict=False):
        if start < end:
            dictionary.add(token, ROWS.pack(start, end - start))
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


def narrow(values: Numbers) -> Numbers:
    """The same in as few bytes as the greatest needs."""
    return values.astype(np.min_scalar_type(values.max(initial=0)))
