"""A segment of the index as one file of plain arrays, one after the other, and how it is written.

A segment has few enough documents for numbers of two bytes, so that nothing need be packed: it is
hardly more on disk than Whoosh's compressed blocks were, and read at the speed of memory. Its
tokens lie in order, which takes a third of the room of Whoosh's hash of them.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np

from search_index.backends._arrays.inverted import (
    KEYS,
    Inverted,
    Numbers,
    changes,
    narrow,
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
        (start, place), (end, behind) = bounds[0].tolist(), bounds[-1].tolist()
        documents, counts = self.made.documents[start:end], self.made.counts[start:end]
        columns = (
            self.keys[first:last].repeat(np.diff(bounds[:, 0])),
            self._numbers[documents],
            counts,
            self.made.impacts[start:end],
        )
        kept, positions = self._alive[documents], self.made.positions[place:behind]
        if kept.all():
            return Columns(*columns, positions)
        return Columns._make([*(c[kept] for c in columns), positions[kept.repeat(counts)]])


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
    keys, begins = _write_postings(file, sources, _room(parts), before[-1])
    of_token = np.bincount(keys // KEYS, minlength=len(tokens))
    held = [token for token, rows in zip(tokens, of_token.tolist(), strict=True) if rows]
    rows = np.cumsum([0, *of_token[of_token > 0].tolist()])
    ends = np.cumsum([0, *map(len, held)])
    text = np.frombuffer(b"".join(held), np.uint8)
    for array in (keys % KEYS, begins, rows, ends):
        np.lib.format.write_array(file, narrow(array))
    np.lib.format.write_array(file, text)


def _room(parts: Sequence[tuple[Inverted, Numbers]]) -> tuple[int, int]:
    """How many postings and positions of the parts are alive."""
    postings = positions = 0
    for made, alive in parts:
        for start in range(0, len(made.documents), _AT_ONCE):
            kept = alive[made.documents[start : start + _AT_ONCE]]
            postings += int(np.count_nonzero(kept))
            counts = made.counts[start : start + _AT_ONCE]
            positions += int(counts.sum(where=kept, dtype=np.int64))
    return postings, positions


def _write_postings(
    file: Any, sources: Sequence[_Source], room: tuple[int, int], documents: int
) -> tuple[Numbers, Numbers]:
    """Write the columns beside one another; return the key and the beginnings of each row."""
    postings, positions = room
    kinds = [np.min_scalar_type(documents), *_kinds(sources)]
    sizes = postings, postings, postings, positions
    places = [_reserve(file, *column) for column in zip(kinds, sizes, strict=True)]
    end, keys, begins, behind = file.tell(), [], [], np.zeros(2, np.int64)
    for part in _merged(sources):
        rows = np.flatnonzero(changes(part.keys))
        keys.append(part.keys[rows])
        begun = np.cumsum(part.counts, dtype=np.int64)[rows] - part.counts[rows]
        begins.append(np.stack([rows, begun], axis=1) + behind)
        behind += len(part.keys), len(part.positions)
        for nth, (kind, column) in enumerate(zip(kinds, part[1:], strict=True)):
            file.seek(places[nth])
            places[nth] += file.write(column.astype(kind).tobytes())
    file.seek(end)
    return np.concatenate(keys), np.concatenate([*begins, behind[np.newaxis]])


def _kinds(sources: Sequence[_Source]) -> list[Any]:
    return [
        np.result_type(*(getattr(source.made, name).dtype for source in sources))
        for name in ("counts", "impacts", "positions")
    ]


def _reserve(file: Any, kind: Any, many: int) -> int:
    """Leave room for an array of so many; return where it begins."""
    said = {"descr": np.lib.format.dtype_to_descr(kind), "fortran_order": False, "shape": (many,)}
    np.lib.format.write_array_header_1_0(file, said)
    place: int = file.tell()
    file.seek(place + many * kind.itemsize)
    return place


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
