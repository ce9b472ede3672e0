"""Documents turned into postings by whole arrays.

Whoosh's own writer handles each posting in Python; that was most of a rebuild. Here one stable sort
of all occurrences by token and field leaves documents and positions in order, since they came so.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_index.analysis import Form
from search_index.backends._whoosh.schema import Field, lay_out, spelt, stamp
from search_index.protocol import IndexedDocument

Numbers = NDArray[Any]
"""An array of whole numbers."""

KEYS = len(Field)
"""Keys of a token, one for each field."""

_RUNS = KEYS - 1
"""What `lay_out` gives of a document: all fields but ALL."""


@dataclass(frozen=True)
class Inverted:
    """Occurrences of tokens in some documents.

    tokens: in rising order.
    keys: for each occurrence the rank of its token, times KEYS, plus its field.
    documents, positions: for each occurrence; rising within a key.
    lengths: a row for each document: how many words each field has, and how many tokens.
    stamps: a row for each document, see `schema.stamp`.
    """

    tokens: list[bytes]
    keys: Numbers
    documents: Numbers
    positions: Numbers
    lengths: Numbers
    stamps: Numbers


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
    occurrences = _occurrences(list(numbers), np.asarray(said), sizes)
    return Inverted(*occurrences, sizes, np.array(stamps, np.int64))


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
    runs = lengths.ravel()
    run = np.arange(len(runs), dtype=np.uint32).repeat(runs).repeat(times)
    position = places_in(runs).repeat(times)
    document, field = run // _RUNS, run % _RUNS
    apart, text = field != Field.BODY, field != Field.TOKENS
    after = begins(lengths)[document[text], field[text]]
    return (
        tokens,
        np.concatenate([(key + field)[apart], key[text] + np.uint32(Field.ALL)]),
        np.concatenate([document[apart], document[text]]),
        np.concatenate([position[apart], position[text] + after]),
    )


def begins(lengths: Numbers) -> Numbers:
    """Where each text begins in ALL, a row for each document."""
    sizes = lengths[:, : Field.TOKENS] + np.uint32(1)
    return np.cumsum(sizes, axis=1, dtype=np.uint32) - sizes


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


def join(parts: Sequence[Inverted]) -> Inverted:
    """Several as one, their documents one after the other."""
    tokens = sorted(set(chain.from_iterable(part.tokens for part in parts)))
    ranks = {token: rank for rank, token in enumerate(tokens)}
    keys, documents, before = [], [], 0
    for part in parts:
        rank = np.array([ranks[token] for token in part.tokens], np.uint32)
        keys.append(rank[part.keys // KEYS] * KEYS + part.keys % KEYS)
        documents.append(part.documents + np.uint32(before))
        before += len(part.stamps)
    return Inverted(
        tokens,
        np.concatenate(keys),
        np.concatenate(documents),
        np.concatenate([part.positions for part in parts]),
        np.concatenate([part.lengths for part in parts]),
        np.concatenate([part.stamps for part in parts]),
    )
