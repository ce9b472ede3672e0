"""Documents turned into postings by whole arrays.

Whoosh's own writer handles each posting in Python; that was most of a rebuild. Here one stable sort
of all occurrences by token and field leaves documents and positions in order, since they came so.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_index import ranking
from search_index.analysis import Form
from search_index.backends._arrays.schema import Field, lay_out, spelt, stamp
from search_index.protocol import IndexedDocument

Numbers = NDArray[Any]
"""An array of whole numbers."""

KEYS = len(Field)
"""Keys of a token, one for each field."""

_RUNS = KEYS - 1
"""What `lay_out` gives of a document: all fields but ALL."""

_AT_ONCE = 100_000


@dataclass(frozen=True)
class Inverted:
    """Some documents by their tokens; of a segment the arrays are as they lie on disk.

    All lie in the order of tokens, fields and documents, so that each thing begins where the one
    before it ends; where the last ends is said behind it.

    stamps: a row for each document, see `schema.stamp`.
    lengths: a row for each document: how many words each field has, and how many tokens.
    tokens: in rising order.
    rows: of each token its first row; a token has a row for each field it stands in.
    fields: of each row its field.
    begins: of each row its first posting, its first position and its first impact.
    codes: numbers of the tokens that have codes, from 1 on; in a segment only.
    documents, counts: of each posting, which is a token in a field of a document: the number of the
        document, how often it stands there.
    positions: where it stands there, but of a marked word that has a code, which `text` tells.
    impacts: how much the document is about it. A row has one for each posting, or one for each
        document of a segment, of which nothing is 0; in a segment only rows of ALL have any.
    text: of each place of all texts, one after the other, the code of the word there: as it is
        written, or else of it without its marks, or 0.
    """

    stamps: Numbers
    lengths: Numbers
    tokens: Sequence[bytes]
    rows: Numbers
    fields: Numbers
    begins: Numbers
    codes: Numbers
    documents: Any
    counts: Any
    positions: Any
    impacts: Any
    text: Any

    @cached_property
    def texts(self) -> Numbers:
        """Where the texts of each document begin in `text`."""
        return laid(self.lengths)[0]

    def times(self) -> Numbers:
        """How often the token of each row stands in its field."""
        times = np.diff(self.begins[:, 1].astype(np.int64))
        if len(self.codes):
            told, often = np.flatnonzero(times == 0), np.zeros(256, np.int64)
            for start in range(0, len(self.text), _AT_ONCE):
                often += np.bincount(self.text[start : start + _AT_ONCE], minlength=256)
            times[told] = [often[self._code(row)] for row in told.tolist()]
        return times

    def said(self, first: int, last: int) -> Numbers:
        """The positions of some rows, also those that `text` tells."""
        bounds = self.begins[first : last + 1, :2].astype(np.int64)
        ends = bounds[:, 1] - bounds[0, 1]
        stored: Numbers = self.positions[int(bounds[0, 1]) : int(bounds[-1, 1])]
        told = np.flatnonzero(ends[1:] == ends[:-1]).tolist()
        pieces, before = [], 0
        for nth in told:
            start, end = bounds[nth : nth + 2, 0].tolist()
            pieces += [stored[before : ends[nth]], self._told(first + nth, start, end)]
            before = ends[nth]
        return np.concatenate([*pieces, stored[before:]]) if told else stored

    def _told(self, row: int, start: int, end: int) -> Numbers:
        places = np.flatnonzero(self.text[:] == self._code(row))
        begins = self.texts[self.documents[start:end]].repeat(self.counts[start:end])
        return (places - begins).astype(self.positions.dtype)

    def _code(self, row: int) -> int:
        token = int(np.searchsorted(self.rows, row, side="right")) - 1
        return int(np.flatnonzero(self.codes == token)[0]) + 1


def invert(documents: Iterable[IndexedDocument], words: int) -> Inverted | None:
    """The next documents of an iterator, until they have so many words; None at its end."""
    numbers = _Numbers()
    said, lengths, stamps = array("I"), array("I"), []
    for document in documents:
        for field in lay_out(document):
            lengths.append(len(field))
            said.extend(map(numbers.__getitem__, field))
        stamps.append(stamp(document))
        if len(said) >= words:
            break
    if not stamps:
        return None
    sizes = np.asarray(lengths).reshape(-1, _RUNS)
    tokens, keys, *occurrences = _occurrences(list(numbers), np.asarray(said), sizes)
    keys, order = _sorted(keys)
    documents_of, positions = (column[order] for column in occurrences)
    starts = np.flatnonzero(changes(keys) | changes(documents_of))
    rows = np.flatnonzero(changes(keys[starts]))
    first = starts[rows]
    return Inverted(
        stamps=np.array(stamps, np.int64),
        lengths=narrow(sizes),
        tokens=tokens,
        rows=np.searchsorted(keys[first] // KEYS, np.arange(len(tokens) + 1)),
        fields=keys[first] % KEYS,
        begins=np.append(
            np.stack([rows, first, rows], axis=1), [[len(starts), len(keys), len(starts)]], axis=0
        ),
        documents=documents_of[starts],
        counts=narrow(np.diff(starts, append=len(keys))),
        positions=narrow(positions),
        impacts=_impacts(starts, documents_of, positions, sizes),
        codes=np.zeros(0, np.uint32),
        text=np.zeros(0, np.uint8),
    )


class _Numbers(dict[Form | str, int]):
    """Numbers words as they are met."""

    def __missing__(self, word: Form | str) -> int:
        self[word] = len(self)
        return self[word]


def _occurrences(
    words: Sequence[Form | str], said: Numbers, lengths: Numbers
) -> tuple[list[bytes], Numbers, Numbers, Numbers]:
    """Tokens, keys, documents and positions, of words said field by field."""
    spellings = [[s.encode() for s in spelt(word)] for word in words]
    tokens = sorted(set(chain.from_iterable(spellings)))
    ranks = {token: rank for rank, token in enumerate(tokens)}
    flat = np.array([ranks[token] for token in chain.from_iterable(spellings)], np.uint32)
    each = np.array(list(map(len, spellings)), np.uint8)
    first, times = (np.cumsum(each, dtype=np.uint32) - each)[said], each[said]
    key = flat[first.repeat(times) + places_in(times)] * KEYS
    runs, words_of = lengths.ravel(), lengths.sum(axis=1, dtype=np.int64)
    place = np.min_scalar_type(int(words_of.max()) + KEYS)  # as few bytes as will do, throughout
    document = up_to(len(lengths)).repeat(words_of).repeat(times)
    field = np.resize(up_to(_RUNS), len(runs)).repeat(runs).repeat(times)
    position = places_in(runs).astype(place).repeat(times)
    apart, text = field != Field.BODY, field != Field.TOKENS
    after = texts_begin(lengths).astype(place)[document[text], field[text]]
    return (
        tokens,
        np.concatenate([(key + field)[apart], key[text] + np.uint32(Field.ALL)]),
        np.concatenate([document[apart], document[text]]),
        np.concatenate([position[apart], position[text] + after]),
    )


def up_to(end: int) -> Numbers:
    """0, 1, 2 … in as few bytes as will do."""
    return np.arange(end, dtype=np.min_scalar_type(end))


def texts_begin(lengths: Numbers) -> Numbers:
    """Where each text begins in ALL, a row for each document."""
    sizes = lengths[:, : Field.TOKENS] + np.uint32(1)
    return np.cumsum(sizes, axis=1, dtype=np.uint32) - sizes


def laid(lengths: Numbers) -> tuple[Numbers, int]:
    """Where the texts of each document begin and the last end, if all lay one after the other."""
    ends = np.cumsum(extents := (lengths[:, : Field.TOKENS] + np.intp(1)).sum(axis=1))
    return ends - extents, int(extents.sum())


def places_in(runs: Numbers) -> Numbers:
    """0, 1, 2 … in each of several runs of these lengths.

    >>> places_in(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    ends = np.cumsum(runs, dtype=np.uint32)
    return np.arange(runs.sum(), dtype=np.uint32) - (ends - runs.astype(np.uint32)).repeat(runs)


def ranges(starts: Numbers, sizes: Numbers) -> Numbers:
    """Each start and what follows it, so many as its size.

    >>> ranges(np.array([7, 3]), np.array([2, 1])).tolist()
    [7, 8, 3]
    """
    return starts.repeat(sizes) + places_in(sizes)


def _sorted(keys: Numbers) -> tuple[Numbers, Numbers]:
    """The keys in order, equal ones as they came, and where each was.

    Sorted in place with their places behind them: half the time and memory of a stable argsort.
    """
    both = keys.astype(np.uint64) << np.uint64(32)
    both |= np.arange(len(keys), dtype=np.uint32)
    both.sort()
    return (both >> np.uint64(32)).astype(np.uint32), both.astype(np.uint32)


def _impacts(starts: Numbers, documents: Numbers, positions: Numbers, lengths: Numbers) -> Numbers:
    """The impact of each posting of ALL, that begin there; of others, nothing that is asked for.

    Some at a time, since this takes more memory than all else.
    """
    bounds = [*starts[::_AT_ONCE].tolist(), len(documents)]
    begin, many = texts_begin(lengths).T, lengths[:, : Field.TOKENS].T
    texts = np.ascontiguousarray(begin), many.astype(np.int64)
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


def changes(values: Numbers) -> Numbers:
    """Where a value is not the one before it; true for the first."""
    changed = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def narrow(values: Numbers) -> Numbers:
    """The same in as few bytes as the greatest needs."""
    return values.astype(np.min_scalar_type(values.max(initial=0)))
