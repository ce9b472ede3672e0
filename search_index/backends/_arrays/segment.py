"""A segment of the index as one file of plain arrays, one after the other, and how it is written.

A segment has few enough documents for numbers of two bytes, so that nothing need be packed: it is
hardly more on disk than Whoosh's compressed blocks were, and read at the speed of memory. Its
tokens lie in order, which takes a third of the room of Whoosh's hash of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, pairwise
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, NamedTuple

import numpy as np

from search_index.backends._arrays.inverted import (
    KEYS,
    Inverted,
    Numbers,
    changes,
    narrow,
    places_in,
    ranges,
)

MOST_DOCUMENTS = 2**16

_AT_ONCE = 1_000_000  # postings; 60 MB


class Columns(NamedTuple):
    """Postings one after the other."""

    keys: Numbers
    documents: Numbers
    counts: Numbers
    impacts: Numbers
    positions: Numbers


class _Source:
    """One of those that become a segment."""

    def __init__(self, made: Inverted, alive: Numbers, first: int, ranks: dict[bytes, int]) -> None:
        """Its documents that are alive are numbered from `first` on."""
        self.made, self._alive = made, alive
        self._numbers = np.cumsum(alive, dtype=np.int32) + np.int32(first - 1)
        rank = np.array([ranks[token] for token in made.tokens], np.uint32)
        self.keys = rank.repeat(np.diff(made.rows)) * KEYS + made.fields

    @property
    def sizes(self) -> Numbers:
        """Postings of each key."""
        return np.diff(self.made.begins[:, 0].astype(np.int64))

    def between(self, low: int, high: int) -> Columns:
        """The postings of these keys, without the documents that are not alive."""
        first, last = np.searchsorted(self.keys, (low, high))
        bounds = self.made.begins[first : last + 1].astype(np.int64)
        (start, place, _), (end, behind, _) = bounds[0].tolist(), bounds[-1].tolist()
        documents, counts = self.made.documents[start:end], self.made.counts[start:end]
        sizes = np.diff(bounds[:, 0])
        columns = (
            self.keys[first:last].repeat(sizes),
            self._numbers[documents],
            counts,
            self._impacts(bounds[:, 2], sizes, documents),
        )
        kept, positions = self._alive[documents], self.made.positions[place:behind]
        if kept.all():
            return Columns(*columns, positions)
        return Columns._make([*(c[kept] for c in columns), positions[kept.repeat(counts)]])

    def _impacts(self, bounds: Numbers, sizes: Numbers, documents: Numbers) -> Numbers:
        """The impact of each posting of some rows."""
        is_full = (np.diff(bounds) == len(self._alive)).repeat(sizes)
        nth = np.where(is_full, documents, places_in(sizes))
        impacts: Numbers = self.made.impacts[bounds[0] : bounds[-1]]
        return impacts[(bounds[:-1] - bounds[0]).repeat(sizes) + nth]


def write(file: Any, parts: Sequence[tuple[Inverted, Numbers]]) -> None:
    """Write what is alive of some parts as one segment, its documents one part after the other.

    Merging sorts nothing but what lies in order in each part, some keys at a time, so that its
    memory does not grow with the segment; a part alone goes the same way.
    """
    alive = [mask for _, mask in parts]
    tokens = sorted(set(chain.from_iterable(made.tokens for made, _ in parts)))
    ranks = {token: rank for rank, token in enumerate(tokens)}
    before = np.cumsum([0, *map(np.count_nonzero, alive)]).tolist()
    sources = [_Source(*part, first, ranks) for part, first in zip(parts, before, strict=False)]
    for name in ("stamps", "lengths"):
        kept = [getattr(made, name)[mask] for made, mask in parts]
        np.lib.format.write_array(file, np.concatenate(kept))
    keys, begins = _write_postings(file, sources, before[-1])
    of_token = np.bincount(keys // KEYS, minlength=len(tokens))
    held = [token for token, rows in zip(tokens, of_token.tolist(), strict=True) if rows]
    rows = np.cumsum([0, *of_token[of_token > 0].tolist()])
    ends = np.cumsum([0, *map(len, held)])
    text = np.frombuffer(b"".join(held), np.uint8)
    for array in (keys % KEYS, begins, rows, ends):
        np.lib.format.write_array(file, narrow(array))
    np.lib.format.write_array(file, text)


def _write_postings(
    file: Any, sources: Sequence[_Source], documents: int
) -> tuple[Numbers, Numbers]:
    """Write the columns one after the other; return the key and the beginnings of each row.

    How long each will be is known at the end only, so each is kept aside until then.
    """
    kinds = [np.min_scalar_type(documents), *_kinds(sources)]
    keys, begins, behind = [], [], np.zeros(3, np.int64)
    with ExitStack() as opened:
        kept = [opened.enter_context(TemporaryFile()) for _ in kinds]
        for part in _merged(sources):
            rows = np.flatnonzero(changes(part.keys))
            impacts, worth = _by_document(part, rows, documents)
            keys.append(part.keys[rows])
            begun = np.cumsum(part.counts, dtype=np.int64)[rows] - part.counts[rows]
            begins.append(np.stack([rows, begun, worth], axis=1) + behind)
            behind += len(part.keys), len(part.positions), len(impacts)
            columns = part.documents, part.counts, part.positions, impacts
            for aside, kind, column in zip(kept, kinds, columns, strict=True):
                aside.write(column.astype(kind).tobytes())
        for aside, kind in zip(kept, kinds, strict=True):
            _append(file, aside, kind)
    return np.concatenate(keys), np.concatenate([*begins, behind[np.newaxis]])


def _by_document(part: Columns, rows: Numbers, documents: int) -> tuple[Numbers, Numbers]:
    """The impacts of some rows and where those of each begin: a byte for each document in a row
    of which half the documents have one.

    So they are added up as they are read, without looking at which documents they are: a tenth of
    the time, of those words that take most of it.
    """
    sizes = np.diff(rows, append=len(part.keys))
    is_full = 2 * sizes >= documents
    room = np.where(is_full, documents, sizes)
    begins = np.cumsum(room) - room
    nth = np.where(is_full.repeat(sizes), part.documents, places_in(sizes))
    impacts = np.zeros(room.sum(), part.impacts.dtype)
    impacts[begins.repeat(sizes) + nth] = part.impacts
    return impacts, begins


def _kinds(sources: Sequence[_Source]) -> list[Any]:
    return [
        np.result_type(*(getattr(source.made, name).dtype for source in sources))
        for name in ("counts", "positions", "impacts")
    ]


def _append(file: Any, column: Any, kind: Any) -> None:
    """Write what was kept aside as an array."""
    many = column.tell() // kind.itemsize
    said = {"descr": np.lib.format.dtype_to_descr(kind), "fortran_order": False, "shape": (many,)}
    np.lib.format.write_array_header_1_0(file, said)
    column.seek(0)
    copyfileobj(column, file)


def _merged(sources: Sequence[_Source]) -> Iterator[Columns]:
    """All postings in order, some at a time, those of one key together."""
    keys = np.concatenate([source.keys for source in sources])
    order = np.argsort(keys, kind="stable")
    sizes = np.cumsum(np.concatenate([source.sizes for source in sources])[order])
    bounds = np.unique(keys[order][changes(sizes // _AT_ONCE)]).tolist()
    for low, high in pairwise([*bounds, int(keys.max()) + 1]):
        cut = zip(*(source.between(low, high) for source in sources), strict=True)
        columns = Columns(*map(np.concatenate, cut))
        if not len(columns.keys):
            continue
        order = np.argsort(columns.keys, kind="stable")  # quick, since each part is in order
        *by_posting, positions = columns
        starts = np.cumsum(columns.counts, dtype=np.uint32) - columns.counts
        moved = positions[ranges(starts[order], columns.counts[order])]
        yield Columns._make([*(column[order] for column in by_posting), moved])
