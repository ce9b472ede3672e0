"""One request over all segments of an index: which documents, in which order."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from operator import methodcaller
from weakref import proxy

import numpy as np

from search_index import ranking
from search_index.backends._arrays.find import LeafSearch
from search_index.backends._arrays.inverted import Numbers
from search_index.backends._arrays.schema import Field
from search_index.backends._arrays.snapshot import Snapshot
from search_index.cursor import Place
from search_index.protocol import Order, SearchHit, SearchRequest
from search_index.query import Node, Wanted, Word

_BLOCK = 64


class Finding:
    """Documents are numbered through, segment after segment; masks and sums are by number."""

    def __init__(self, snapshot: Snapshot, request: SearchRequest) -> None:
        self._snapshot, self._request, self._query = snapshot, request, request.query
        self._rarities: dict[str, int] = {}
        itself = proxy(self)  # or a search's arrays would wait for the collector of cycles: 900 MB
        self._parts = [
            LeafSearch(leaf, alive, request, lambda word: itself.rarity(word))
            for leaf, alive in snapshot.leaves.values()
        ]
        self._bounds = np.cumsum([0, *(len(part.alive) for part in self._parts)]).tolist()

    @cached_property
    def _readable(self) -> int:
        return sum(int(np.count_nonzero(part.readable)) for part in self._parts)

    @cached_property
    def complete(self) -> Numbers:
        """Documents that hold all that was asked for."""
        return self._whole(LeafSearch.complete)

    @cached_property
    def hits(self) -> Numbers:
        """What is found: what holds all, what was named, and if those are few what holds most."""
        scope = self._whole(lambda part: part.scope)
        hits: Numbers = self.complete | (scope & self._whole(LeafSearch.named))
        complete = int(np.count_nonzero(self.complete))
        if not ranking.is_page(complete, len(self._query.nodes)):
            rest = scope & ~hits & self._is_enough()
            hits[_first(rest, self._ages, ranking.RERANKED)] = True
        return hits

    def first(self, wanted: int, after: Place | None) -> list[tuple[Place, int]]:
        """The first hits in the order asked for, with their numbers."""
        columns = self._order
        left = self.hits
        if after is not None:
            stands = np.flatnonzero(left & (columns[-1] == after.id))
            last = [column[stands[0]] for column in columns] if len(stands) else after
            left = left & _follow(columns, last)
        numbers = _first(left, columns, wanted)
        places = zip(*(column[numbers].tolist() for column in columns), strict=True)
        return sorted(zip(map(Place._make, places), numbers.tolist(), strict=True), reverse=True)

    def shown(self, numbers: Iterable[int]) -> Iterator[SearchHit]:
        """The hits of these numbers, with what each lacks and what it holds with other marks."""
        held_in = cache(self._held_in)
        for number in numbers:
            nth = bisect_right(self._bounds, number) - 1
            local, missing, unlike = number - self._bounds[nth], [], []
            for one, held, spelt in held_in(nth):
                if not held[local]:
                    missing.append(one.text)
                elif isinstance(one.node, Word) and not spelt[local]:
                    unlike.append(one.text)
            identity, score = int(self._snapshot.ages[1][number]), int(self._scores[number])
            yield SearchHit(identity, score, tuple(missing), tuple(unlike))

    def _held_in(self, nth: int) -> list[tuple[Wanted, Numbers, Numbers]]:
        """What is wanted, and which documents of a part hold it, and hold it as typed."""
        holds = self._parts[nth].holds
        return [(w, holds(w.node), holds(w.node, exact=True)) for w in self._query.wanted]

    def facet(self, name: str) -> Counter[str]:
        """Values of facts of this name, counted as if the request wanted none of them."""
        facts = frozenset(fact for fact in self._request.facts if fact[0] != name)
        if facts != self._request.facts:
            return Finding(self._snapshot, replace(self._request, facts=facts)).facet(name)
        counted: Counter[str] = Counter()
        for nth, part in enumerate(self._parts):
            counted.update(
                part.leaf.count(name, self.hits[self._bounds[nth] : self._bounds[nth + 1]])
            )
        return counted

    def _whole(self, of: Callable[[LeafSearch], Numbers]) -> Numbers:
        return np.concatenate([np.zeros(0, bool), *map(of, self._parts)])

    @cached_property
    def _ages(self) -> list[Numbers]:
        """Score but for nearness, age, id."""
        weight = sum(map(self._weight, self._query.nodes))
        basis = self._whole(lambda part: part.basis(self._request.today, weight))
        return [basis, *self._snapshot.ages]

    @cached_property
    def _scores(self) -> Numbers:
        basis = self._ages[0].copy()
        if not self._query.neighbours or not self.hits.any():
            return basis
        near = np.sort(_first(self.hits, self._ages, ranking.RERANKED))
        cuts = np.searchsorted(near, self._bounds)
        local = [
            near[a:b] - bound for a, b, bound in zip(cuts, cuts[1:], self._bounds, strict=False)
        ]
        parts = list(zip(self._parts, local, strict=True))
        places = np.concatenate(
            [part.neighbours(numbers) for part, numbers in parts if len(numbers)]
        )
        length = np.concatenate(
            [p.leaf.lengths[numbers, Field.BODY] for p, numbers in parts]
        ).astype(np.int64)
        for place in places.T:
            rarity = ranking.rarity(len(near), int(np.count_nonzero(place)))
            basis[near] += ranking.PAIR_SHARES * rarity * ranking.nearness(place, length)
        return basis

    @cached_property
    def _order(self) -> list[Numbers]:
        """The columns of places, in the order asked for."""
        ages = self._snapshot.ages
        match self._request.order:
            case Order.BEST:
                return [self._scores, *ages]
            case Order.NEWEST:
                return [self.complete.astype(np.int64), *ages]
            case Order.OLDEST:
                return [self.complete.astype(np.int64), *(~column for column in ages)]

    def _is_enough(self) -> Numbers:
        nodes = [
            node for node in self._query.nodes if any(part.meets(node) for part in self._parts)
        ]
        weights = [self._weight(node) for node in nodes]
        held = self._whole(methodcaller("weight_held", nodes, weights))
        return ranking.is_enough(held, sum(weights))

    def _weight(self, node: Node) -> int:
        return ranking.weight(node, self.rarity)

    def rarity(self, word: str) -> int:
        """How much a word says, counted once for a request."""
        if word not in self._rarities:
            having = sum(part.having(word) for part in self._parts)
            self._rarities[word] = ranking.rarity(self._readable, having)
        return self._rarities[word]


def _follow(columns: Sequence[Numbers], place: Sequence[int]) -> Numbers:
    """Where the columns together are less than a place."""
    less: Numbers = columns[0] < place[0]
    if len(columns) == 1:
        return less
    return less | (columns[0] == place[0]) & _follow(columns[1:], place[1:])


def _first(found: Numbers, columns: Sequence[Numbers], wanted: int) -> Numbers:
    """The numbers of those that come first, in no order; parted by column, as few are shown."""
    left, sure = np.flatnonzero(found), []
    for column in columns:
        if len(left) <= wanted:
            break
        values = column[left]
        least = _reached(values, wanted)
        above = values > least
        sure.append(left[above])
        wanted -= int(np.count_nonzero(above))
        left = left[values == least]
    return np.concatenate([*sure, left])


def _reached(values: Numbers, wanted: int) -> int:
    """The greatest number that so many of the values reach.

    No more than these reach the greatest of their block: a million values are looked through once,
    where to part them takes ten times as long.
    """
    blocks = len(values) // _BLOCK
    if blocks >= wanted:
        tops = values[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
        values = values[values >= np.partition(tops, -wanted)[-wanted]]
    return int(np.partition(values, -wanted)[-wanted])
