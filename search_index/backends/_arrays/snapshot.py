"""The segments of an index at one moment, and which of them are to become one."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np

from search_index.backends._arrays.inverted import Inverted, Numbers, invert
from search_index.backends._arrays.leaf import Leaf
from search_index.backends._arrays.segment import MOST_DOCUMENTS
from search_index.protocol import IndexedDocument

K = TypeVar("K")

FAN = 4
"""So many segments of like size become one."""
_BATCH_WORDS = 3_000_000  # takes 230 MB while it is sorted, in a job that may take 512
_SMALL_WORDS = 32_768  # what has less is of like size

Leaves = Mapping[Any, tuple[Leaf, Numbers]]
"""What is open, by the name of the segment, with a mask of its documents that count."""


@dataclass(frozen=True)
class Snapshot:
    """An index as one commit left it."""

    leaves: Leaves

    @cached_property
    def ages(self) -> list[Numbers]:
        """Sort keys and ids of all documents, segment after segment."""
        return [
            np.concatenate(
                [np.zeros(0, np.int64), *(getattr(leaf, n) for leaf, _ in self.leaves.values())]
            )
            for n in ("sort_keys", "ids")
        ]

    def stamps(self) -> Iterator[tuple[int, int]]:
        """The id and version of each document."""
        for leaf, alive in self.leaves.values():
            held = leaf.ids[alive].tolist(), leaf.versions[alive].tolist()
            yield from zip(*held, strict=True)


def first_of_each(documents: Iterable[IndexedDocument]) -> Iterator[IndexedDocument]:
    """The documents, of several with one id the first."""
    seen: set[int] = set()
    for document in documents:
        if document.id not in seen:
            seen.add(document.id)
            yield document


def batches(documents: Iterable[IndexedDocument]) -> Iterator[Inverted]:
    """The documents inverted, as many at once as memory allows."""
    return iter(partial(invert, iter(documents), _BATCH_WORDS), None)


def to_merge(leaves: Mapping[K, tuple[Leaf, Numbers]], fan: int) -> list[K]:
    """Segments of like size once there are `fan`, as far as one can number their documents.

    So a document moves rarely, and a search looks into few. Or one of which more than half does not
    count any more, or changes of rights would make it grow for ever.
    """
    counts = {name: int(np.count_nonzero(alive)) for name, (_, alive) in leaves.items()}
    orders: dict[int, list[K]] = {}
    held = [name for name, count in counts.items() if count]
    for name in sorted(held, key=counts.__getitem__):
        leaf = leaves[name][0]
        words = leaf.words * counts[name] // len(leaf.ids)
        orders.setdefault(int(math.log(max(words, _SMALL_WORDS), FAN)), []).append(name)
    for _, alike in sorted(orders.items()):
        together = accumulate(map(counts.__getitem__, alike))
        fit = [one for one, many in zip(alike, together, strict=True) if many <= MOST_DOCUMENTS]
        if len(alike) >= fan and len(fit) > 1:
            return fit
    return [one for one in held if 2 * counts[one] < len(leaves[one][0].ids)][:1]
