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

FIELDS = len(Field)


@dataclass(frozen=True)
class Inverted:
    """Occurrences of tokens in some documents.

    tokens: in rising order.
    keys: for each occurrence the rank of its token, times FIELDS, plus its field.
    documents, positions: for each occurrence; rising within a key.
    lengths: a row for each document: how many words each field has.
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
    occurrences = _occurrences(list(numbers), np.asarray(said), np.asarray(lengths))
    return Inverted(
        *occurrences, np.asarray(lengths).reshape(-1, FIELDS), np.array(stamps, np.int64)
    )


class _Numbers(dict[Form | str, int]):
    """Numbers words as they are met."""

    def __missing__(self, word: Form | str) -> int:
        self[word] = len(self)
        return self[word]


def _occurrences(
    words: Sequence[Form | str], said: Numbers, runs: Numbers
) -> tuple[list[bytes], Numbers, Numbers, Numbers]:
    """Tokens, keys, documents and positions of words said in runs, one for each field."""
    spellings = [[s.encode() for s in spelt(word)] for word in words]
    tokens = sorted(set(chain.from_iterable(spellings)))
    ranks = {token: rank for rank, token in enumerate(tokens)}
    flat = np.array([ranks[token] for token in chain.from_iterable(spellings)], np.uint32)
    run = np.arange(len(runs), dtype=np.uint32).repeat(runs)
    position = places_in(runs)
    each = np.array(list(map(len, spellings)), np.uint8)
    first = np.cumsum(each, dtype=np.uint32) - each
    times = each[said]
    run, position = run.repeat(times), position.repeat(times)
    rank = flat[first[said].repeat(times) + places_in(times)]
    return tokens, rank * FIELDS + run % FIELDS, run // FIELDS, position


def places_in(runs: Numbers) -> Numbers:
    """0, 1, 2 … in each of several runs of these lengths.

    >>> places_in(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    ends = np.cumsum(runs, dtype=np.uint32)
    return np.arange(runs.sum(), dtype=np.uint32) - (ends - runs.astype(np.uint32)).repeat(runs)


def join(parts: Sequence[Inverted]) -> Inverted:
    """Several as one, their documents one after the other."""
    tokens = sorted(set(chain.from_iterable(part.tokens for part in parts)))
    ranks = {token: rank for rank, token in enumerate(tokens)}
    keys, documents, before = [], [], 0
    for part in parts:
        rank = np.array([ranks[token] for token in part.tokens], np.uint32)
        keys.append(rank[part.keys // FIELDS] * FIELDS + part.keys % FIELDS)
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
