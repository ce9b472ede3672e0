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
    laid,
    narrow,
    places_in,
    ranges,
)
from search_index.backends._arrays.schema import MARKED, Field

MOST_DOCUMENTS = 2**16

_CODES = 255  # of one byte

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
        start, end = bounds[[0, -1], 0].tolist()
        documents, counts = self.made.documents[start:end], self.made.counts[start:end]
        sizes = np.diff(bounds[:, 0])
        columns = (
            self.keys[first:last].repeat(sizes),
            self._numbers[documents],
            counts,
            self._impacts(bounds[:, 2], sizes, documents),
        )
        kept, positions = self._alive[documents], self.made.said(first, last)
        if kept.all():
            return Columns(*columns, positions)
        return Columns._make([*(c[kept] for c in columns), positions[kept.repeat(counts)]])

    def _impacts(self, bounds: Numbers, sizes: Numbers, documents: Numbers) -> Numbers:
        """The impact of each posting of some rows, or 0 where it has none."""
        room = np.diff(bounds)
        is_full, has = (room == len(self._alive)).repeat(sizes), (room > 0).repeat(sizes)
        nth = np.where(is_full, documents, places_in(sizes))
        at = (bounds[:-1] - bounds[0]).repeat(sizes) + nth
        stored: Numbers = self.made.impacts[bounds[0] : bounds[-1]]
        impacts = np.zeros(len(at), stored.dtype)
        impacts[has] = stored[at[has]]
        return impacts


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
        kept = np.concatenate([getattr(made, name)[mask] for made, mask in parts])
        np.lib.format.write_array(file, kept)
    reading = _Reading(kept, tokens, sources)
    keys, begins = _write_postings(file, sources, before[-1], reading)
    of_token = np.bincount(keys // KEYS, minlength=len(tokens))
    held = [token for token, rows in zip(tokens, of_token.tolist(), strict=True) if rows]
    rows = np.cumsum([0, *of_token[of_token > 0].tolist()])
    ends = np.cumsum([0, *map(len, held)])
    codes = reading.codes(of_token > 0)
    np.lib.format.write_array(file, reading.text)
    for array in (keys % KEYS, begins, rows, codes, ends):
        np.lib.format.write_array(file, narrow(array))
    np.lib.format.write_array(file, np.frombuffer(b"".join(held), np.uint8))


class _Reading:
    """The texts as they are read, a byte for each word: the code of it, where it has one.

    So whether a word stands behind another is one look at a byte. Else the places of both must be
    laid side by side, which takes five times as long; and a marked word needs no positions.
    """

    def __init__(
        self, lengths: Numbers, tokens: Sequence[bytes], sources: Sequence[_Source]
    ) -> None:
        """Those tokens of texts have codes that are said most often."""
        self._begins, end = laid(lengths)
        self.text = np.zeros(end, np.uint8)
        said = np.zeros(len(tokens), np.int64)
        for source in sources:
            in_text = source.keys % KEYS == Field.ALL
            said[source.keys[in_text] // KEYS] += source.made.times()[in_text]
        self._tokens = np.argsort(-said, kind="stable")[: min(_CODES, np.count_nonzero(said))]
        self._code_of = np.zeros(len(tokens), np.uint8)
        self._code_of[self._tokens] = np.arange(1, len(self._tokens) + 1)
        self._is_marked = np.array([token.startswith(MARKED.encode()) for token in tokens], bool)

    def tell(self, part: Columns) -> Numbers:
        """Write the codes of some postings; which of them are told by that, without positions.

        Words with marks come after all others, and so stand where both have a code.
        """
        token = part.keys // KEYS
        code = np.where(part.keys % KEYS == Field.ALL, self._code_of[token], 0)
        each = code.repeat(part.counts)
        told = np.flatnonzero(each)
        places = self._begins[part.documents].repeat(part.counts)[told] + part.positions[told]
        self.text[places] = each[told]
        return (code > 0) & self._is_marked[token]

    def codes(self, is_held: Numbers) -> Numbers:
        """The tokens that have codes, as those are numbered that are held; one that is not held
        has the number behind the last."""
        return np.where(is_held, np.cumsum(is_held) - 1, np.count_nonzero(is_held))[self._tokens]


def _write_postings(
    file: Any, sources: Sequence[_Source], documents: int, reading: _Reading
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
            is_told = reading.tell(part)
            places = np.where(is_told, 0, part.counts)
            begun = np.cumsum(places, dtype=np.int64)[rows] - places[rows]
            positions = part.positions[~is_told.repeat(part.counts)]
            begins.append(np.stack([rows, begun, worth], axis=1) + behind)
            behind += len(part.keys), len(positions), len(impacts)
            columns = part.documents, part.counts, positions, impacts
            for aside, kind, column in zip(kept, kinds, columns, strict=True):
                aside.write(column.astype(kind).tobytes())
        for aside, kind in zip(kept, kinds, strict=True):
            _append(file, aside, kind)
    return np.concatenate(keys), np.concatenate([*begins, behind[np.newaxis]])


def _by_document(part: Columns, rows: Numbers, documents: int) -> tuple[Numbers, Numbers]:
    """The impacts of some rows and where those of each begin: a byte for each document in a row
    of which half the documents have one; none in a row of another field than ALL.

    So they are added up as they are read, without looking at which documents they are: a tenth of
    the time, of those words that take most of it.
    """
    sizes = np.diff(rows, append=len(part.keys))
    in_all = part.keys[rows] % KEYS == Field.ALL
    is_full = 2 * sizes >= documents
    room = np.where(is_full, documents, sizes) * in_all
    begins = np.cumsum(room) - room
    nth = np.where(is_full.repeat(sizes), part.documents, places_in(sizes))
    impacts, has = np.zeros(room.sum(), part.impacts.dtype), in_all.repeat(sizes)
    impacts[(begins.repeat(sizes) + nth)[has]] = part.impacts[has]
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
