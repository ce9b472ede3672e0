"""Where words stand in the texts of a segment, as if these lay one after the other."""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search_index.backends._arrays.inverted import Numbers, changes, ranges
from search_index.backends._arrays.leaf import Leaf, Postings
from search_index.backends._arrays.schema import Field

_SOUGHT = 16  # documents are looked through in the time in which one is sought
_MARKED = 1_024  # places are marked and looked up in the time in which one is sought
_AT_ONCE = 2**17  # places, so that what is reckoned stays near the processor
_MARKS = 2**19  # so that the marks do: half the time of all at once


class Read(NamedTuple):
    """Some documents, all their places with the gaps between texts, the codes of these, and where
    among them each document begins."""

    documents: Numbers
    places: Numbers
    codes: Numbers
    begins: Numbers


class Texts:
    """The texts of a segment."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf, self._begins = leaf, leaf.made.texts

    def places(self, postings: Postings, among: Numbers) -> Numbers:
        """Where a word stands, in rising order, at least in these documents."""
        documents, counts = postings.documents, postings.counts
        if 2 * len(among) > len(self._begins):  # to leave some out takes three times as long
            return self._begins[documents].repeat(counts) + postings.positions
        kept = self._kept(documents, among)
        if not len(kept):
            return kept
        sizes = counts[kept]
        to_next = np.add.reduceat(counts, kept, dtype=np.uint32)  # a tenth of summing up all
        starts = counts[: kept[0]].sum(dtype=np.uint32) + np.cumsum(to_next) - to_next
        places: Numbers = self._begins[documents[kept]].repeat(sizes)
        return places + postings.positions[ranges(starts, sizes)]

    def _pieces(self, postings: Postings, among: Numbers) -> Iterator[Numbers]:
        """The same places, of words that stand nearly everywhere some at a time."""
        documents = postings.documents
        many = min(postings.times // _AT_ONCE + 1, len(documents))  # pieces of whole documents
        if many <= 1 or 2 * len(among) <= len(self._begins):
            yield self.places(postings, among)
            return
        counts, positions = postings.counts, postings.positions
        cuts = np.linspace(0, len(documents), many + 1, dtype=np.intp)
        ends = np.add.reduceat(counts, cuts[:-1], dtype=np.intp).cumsum()
        for here, there in zip(pairwise(cuts), pairwise([0, *ends]), strict=True):
            nth = slice(*here)
            yield self._begins[documents[nth]].repeat(counts[nth]) + positions[slice(*there)]

    def starts(self, said: Sequence[Postings], among: Numbers) -> Numbers:
        """Where words follow one another, sought from the rarest on; at least in these documents.

        A piece after the other stays near the processor: a million places at once take twice as
        long.
        """
        first, *rest = sorted(range(len(said)), key=lambda nth: said[nth].times)
        found = []
        for places in self._pieces(said[first], among):
            places -= first
            starts = places[np.searchsorted(places, 0) :]
            for nth in rest:
                starts = starts[self.follow(said[nth], starts + nth)]
            found.append(starts)
        return np.concatenate(found)

    def follow(self, postings: Postings, places: Numbers) -> Numbers:
        """At which of these places, in rising order, a word stands: a look at each, if it has
        codes, and else all its places beside these."""
        if postings.codes:
            return _any(self._leaf.text.take(places, mode="clip"), postings.codes)
        documents = self.documents(places)
        return self.are_in(places, self.places(postings, documents[changes(documents)]))

    def read(self, documents: Numbers) -> Read:
        """All places of some documents."""
        sizes = (self._leaf.lengths[documents, : Field.TOKENS] + np.intp(1)).sum(axis=1)
        places = ranges(self._begins[documents], sizes)
        return Read(documents, places, self._leaf.text[places], np.cumsum(sizes) - sizes)

    def standing(self, postings: Postings, read: Read) -> Numbers:
        """At which of the places that were read a word stands."""
        if postings.codes:
            return _any(read.codes, postings.codes)
        places = self.places(postings, read.documents)
        at = np.searchsorted(read.places, places)
        at[at == len(read.places)] = 0
        stands = np.zeros(len(read.places), bool)
        stands[at[read.places[at] == places]] = True
        return stands

    def documents(self, places: Numbers) -> Numbers:
        """The document of each of these places."""
        return np.searchsorted(self._begins, places, side="right") - 1

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
        found, marked = np.empty(len(these), bool), np.empty(_MARKS, bool)
        begins = np.arange(0, self._leaf.end + _MARKS, _MARKS)
        cuts = zip(*(pairwise(np.searchsorted(p, begins)) for p in (these, those)), strict=True)
        for begin, (here, there) in zip(begins, cuts, strict=False):
            marked.fill(False)
            marked[those[slice(*there)] - begin] = True
            found[slice(*here)] = marked[these[slice(*here)] - begin]
        return found


def _any(values: Numbers, codes: tuple[int, ...]) -> Numbers:
    """Which values are one of a few codes; a tenth of looking each up in a table."""
    return reduce(np.logical_or, (values == code for code in codes))
