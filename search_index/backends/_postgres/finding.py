"""One request: candidates by the server's index, reckoned by the reference of all backends."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from search_index import ranking
from search_index.analysis import fold
from search_index.backends._memory import Entry, Finding
from search_index.backends._postgres import asking, layout
from search_index.backends._postgres.candidate import COLUMNS, Candidate, Spellings
from search_index.backends._postgres.table import Table
from search_index.protocol import Order, SearchPage, SearchRequest
from search_index.query import Phrase
from search_index.query.tree import Leaf, leaves, words_of

_WEIGHED = 500
"""Documents reckoned of those that hold all."""
_LIKELY = 2 * ranking.RERANKED
"""Documents reckoned of those that do not hold all."""
_LOOKED_AT = 20_000
"""Documents looked for of which each holds one of the rarest things that were asked for."""


class Asked(Finding):
    """A request over the candidates for it.

    All that is found, if that is no more than _WEIGHED; else so many of it, those first that have
    more flags, then the newest. Found are at most `most`.
    """

    def __init__(self, table: Table, request: SearchRequest, most: int) -> None:
        request = replace(request, text=request.query)  # which would be read anew at each look
        super().__init__([], request)
        self._table, self._most = table, most
        self._words = _spellings(leaves(self._units))
        pairs = chain.from_iterable(self._query.neighbours)
        kept_out = _spellings(leaves(self._query.excluded))
        self._spellings = Spellings((*self._words, *kept_out, *pairs))
        ids = self._candidates()
        self._entries = self._read(ids)
        complete = self.found if self.found > _WEIGHED else len(self.complete)
        if not ranking.is_page(complete, len(self._units)):
            vars(self).pop("complete", None), vars(self).pop("_scope", None)
            known = set(ids)
            self._entries += self._read([one for one in self._likely() if one not in known])

    def _like(self, request: SearchRequest) -> "Asked":
        return Asked(self._table, request, self._most)

    def _ids(self, expression: str) -> list[int]:
        return self._table.ids(self._request, expression, self._most + 1)

    def _candidates(self) -> list[int]:
        """What holds all that was asked for, or was named."""
        query = self._query
        complete = asking.complete(query)
        found = self._ids(complete)
        first = self._ids(asking.named(query)) if query.codes() else []
        self.found = len({*first, *found})
        if self.found <= _WEIGHED:
            return list({*first, *found})
        if query.nodes and self._request.order is Order.BEST:
            for finer in asking.first_of_complete(query):
                if len(first) < _WEIGHED:
                    first += self._ids(asking.all_of([complete, finer]))
        return list(dict.fromkeys([*first, *found]))[:_WEIGHED]

    def page(self, total_cap: int) -> SearchPage:
        """Override: more may be found than was reckoned."""
        page = super().page(total_cap)
        if self.found <= _WEIGHED:
            return page
        total = min(self.found, total_cap)
        return replace(page, total=total, complete=total, total_is_capped=self.found > total_cap)

    def facet(self, name: str) -> Counter[str]:
        """Override: more may be found than was reckoned."""
        if self.found <= _WEIGHED or name in self._request.facts_by_name():
            return super().facet(name)
        return self._table.facet(self._request, asking.complete(self._query), name)

    def _likely(self) -> list[int]:
        """What holds some of what was asked for: the rarest, and neighbours, say most."""
        many, rarities = self._rarities
        worth = {asking.found_by(node): self._weight(node) for node in self._units}
        for first, second in self._query.neighbours:
            worth[asking.quoted(layout.pair(first, second))] = rarities[first] + rarities[second]
        named = self._ids(asking.named(self._query)) if self._query.codes() else []
        left, tried = float(_LOOKED_AT), dict[str, int]()
        for one in sorted(filter(worth.get, worth), key=lambda one: (-worth[one], one)):
            having = many / (2 ** (worth[one] / 2) - 1)  # by what rarity is
            if tried and having > left:
                break
            left, tried[one] = left - having, worth[one]
        return named + self._table.likeliest(self._request, tried, _LOOKED_AT, _LIKELY)

    def _read(self, ids: Sequence[int]) -> list[Entry]:
        columns = f"SELECT {COLUMNS} FROM {layout.TABLE} WHERE id = ANY(%s)"
        entries = [Candidate(row, self._spellings) for row in self._table.rows(columns, list(ids))]
        if any(isinstance(leaf, Phrase) for leaf in leaves((*self._units, *self._query.excluded))):
            self._listen(entries)
        return list[Entry](entries)

    def _listen(self, entries: Iterable[Entry]) -> None:
        """Read the texts of these, for the places of words."""
        those = {one.document.id: one for one in entries if isinstance(one, Candidate)}
        said = f"SELECT id, said FROM {layout.TABLE} WHERE id = ANY(%s)"
        unread = [identity for identity, one in those.items() if not one.said]
        for identity, text in self._table.rows(said, unread):
            those[identity].said = text

    @cached_property
    def _scope(self) -> list[Entry]:
        """Override: the filters were looked at by the server."""
        demanded = [one.node for one in self._query.wanted if one.demanded]
        return [
            entry
            for entry in self._entries
            if all(entry.holds(node, exact=False) for node in demanded)
            and not any(entry.holds(node, exact=True) for node in self._query.excluded)
        ]

    def _counted_rarity(self, word: str) -> int:
        return self._rarities[1][word]

    @cached_property
    def _rarities(self) -> tuple[int, Mapping[str, int]]:
        request = self._request
        words = sorted(self._words | frozenset(chain.from_iterable(self._query.neighbours)))
        return self._table.rarities(words, request.readers, request.without)

    @cached_property
    def _reranked(self) -> list[Entry]:
        near = self._best()
        if self._query.neighbours:
            self._listen(near)
        return near


def _spellings(found: Iterable[Leaf]) -> frozenset[str]:
    """The words of these, with and without marks."""
    return frozenset(one for leaf in found for word in words_of(leaf) for one in (word, fold(word)))
