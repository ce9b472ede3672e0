"""Where words stand in the texts of a segment, as if these lay one after the other."""

from itertools import pairwise

import numpy as np

from search_index.backends._arrays.inverted import Numbers, ranges
from search_index.backends._arrays.leaf import Leaf, Postings

_SOUGHT = 16  # documents are looked through in the time in which one is sought
_MARKED = 1_024  # places are marked and looked up in the time in which one is sought
_AT_ONCE = 2**19  # places, so that the marks stay near the processor: half the time of all at once


class Texts:
    """The texts of a segment."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf

    def places(self, postings: Postings, among: Numbers) -> Numbers:
        """Where a word stands, in rising order, at least in these documents."""
        documents, counts = postings.documents, postings.counts
        if 2 * len(among) > len(self._leaf.begins):  # to leave some out takes three times as long
            return self._leaf.begins[documents].repeat(counts) + postings.positions
        kept = self._kept(documents, among)
        if not len(kept):
            return kept
        sizes = counts[kept]
        to_next = np.add.reduceat(counts, kept, dtype=np.uint32)  # a tenth of summing up all
        starts = counts[: kept[0]].sum(dtype=np.uint32) + np.cumsum(to_next) - to_next
        places: Numbers = self._leaf.begins[documents[kept]].repeat(sizes)
        return places + postings.positions[ranges(starts, sizes)]

    def _kept(self, documents: Numbers, among: Numbers) -> Numbers:
        """Which of the documents are among others: of few, each is sought."""
        if len(documents) < _SOUGHT * len(among):
            return np.flatnonzero(self._leaf.mask(among)[documents])
        at = np.searchsorted(documents, among.astype(documents.dtype))
        at[at == len(documents)] = 0
        return at[documents[at] == among]

    def are_in(self, these: Numbers, those: Numbers) -> Numbers:
        """Which of these places are among those, both in rising order."""
        if not len(those):
            return np.zeros(len(these), bool)
        if len(these) * _MARKED < self._leaf.end:
            at = np.searchsorted(those, these)
            at[at == len(those)] = 0
            return those[at] == these
        found, marked = np.empty(len(these), bool), np.empty(_AT_ONCE, bool)
        begins = np.arange(0, self._leaf.end + _AT_ONCE, _AT_ONCE)
        cuts = zip(*(pairwise(np.searchsorted(p, begins)) for p in (these, those)), strict=True)
        for begin, (here, there) in zip(begins, cuts, strict=False):
            marked.fill(False)
            marked[those[slice(*there)] - begin] = True
            found[slice(*here)] = marked[these[slice(*here)] - begin]
        return found

    def documents(self, places: Numbers) -> Numbers:
        """The document of each of these places."""
        return np.searchsorted(self._leaf.begins, places, side="right") - 1
