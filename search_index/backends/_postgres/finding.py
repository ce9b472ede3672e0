"""One request: candidates by the server's index, reckoned by the reference of all backends."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import Any

from psycopg import Connection

from search_index import ranking
from search_index.analysis import begins_so, fold, forms
from search_index.backends._memory import Entry, Finding
from search_index.backends._postgres import asking, layout
from search_index.backends._postgres.candidate import COLUMNS, Candidate, Spellings
from search_index.backends._whoosh import schema
from search_index.protocol import SearchRequest, most
from search_index.query import Phrase
from search_index.query.tree import Leaf, leaves, words_of


class Table:
    """The documents on the server."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a statement finds."""
        cursor = self._connection.cursor(binary=True)
        return cursor.execute(statement.format(table=layout.TABLE), values).fetchall()

    def counts(
        self, expressions: Sequence[str], without: Collection[int] = frozenset()
    ) -> Sequence[int]:
        """How many documents each of these finds."""
        counted = self.rows(
            "SELECT (SELECT count(*) FROM {table} WHERE tokens @@ one::tsquery AND id <> ALL(%s))"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS asked (one, nth) ORDER BY nth",
            list(without),
            list(expressions),
        )
        return [count for (count,) in counted]

    def holders(
        self,
        words: Collection[str],
        readers: frozenset[str],
        without: Collection[int] = frozenset(),
    ) -> Counter[str]:
        """How many of the reader's documents hold each word, if any does."""
        mine = asking.readable(readers)
        asked = [asking.all_of([mine, asking.quoted(schema.word(word))]) for word in words]
        return +Counter(dict(zip(words, self.counts(asked, without), strict=True)))

    def values(
        self, name: str, typed: str, readers: frozenset[str], limit: int
    ) -> tuple[tuple[str, int], ...]:
        """Values of facts of a name that begin as typed, and how many of the reader's documents."""
        starts = (
            asking.quoted(layout.fact_word(name, form.folded), begun=True) for form in forms(typed)
        )
        found = self.rows(
            "SELECT fact, count(*) FROM {table}, unnest(facts) AS fact"
            " WHERE tokens @@ %s::tsquery AND starts_with(fact, %s) GROUP BY fact",
            asking.all_of([asking.readable(readers), *starts]),
            name + layout.BETWEEN,
        )
        pairs = ((fact.split(layout.BETWEEN, 1)[1], count) for fact, count in found)
        return most(Counter({v: count for v, count in pairs if begins_so(v, typed)}), limit)


class Asked(Finding):
    """A request over the candidates for it."""

    def __init__(self, table: Table, request: SearchRequest, most: int) -> None:
        request = replace(request, text=request.query)  # which would be read anew at each look
        super().__init__([], request)
        self._table, self._most = table, most
        self._words = _spellings(leaves(self._units))
        pairs = chain.from_iterable(self._query.neighbours)
        self._spellings = Spellings(
            (*self._words, *_spellings(leaves(self._query.excluded)), *pairs)
        )
        ids = self._candidates()
        self._entries = self._read(ids)
        if not ranking.is_page(len(self.complete), len(self._units)):
            others = [one for one in self._others() if one not in set(ids)]
            vars(self).pop("complete"), vars(self).pop("_scope")
            self._entries = [*self._entries, *self._read(others)]

    def _like(self, request: SearchRequest) -> "Asked":
        return Asked(self._table, request, self._most)

    def _candidates(self) -> list[int]:
        query = self._query
        found = self._ids(asking.complete(query))
        if len(found) <= self._most:
            return found
        first = chain.from_iterable(map(self._ids, asking.first_of_complete(query)))
        return list(dict.fromkeys([*first, *found]))[: self._most + 1]

    def _others(self) -> list[int]:
        """What holds some of what was asked for, and what was named."""
        query = self._query
        if not query.nodes:
            return []
        some = self._ids(asking.any_of(map(asking.found_by, query.nodes)))
        return list(dict.fromkeys([*self._ids(asking.named(query)), *some]))

    def _ids(self, expression: str) -> list[int]:
        scope = asking.all_of([asking.scope(self._request), expression])
        span = self._request.span()
        days = [day.toordinal() for day in span] if span else []
        found = self._table.rows(
            "SELECT id FROM {table} WHERE tokens @@ %s::tsquery AND id <> ALL(%s)"
            + (" AND day BETWEEN %s AND %s" if days else "")
            + " ORDER BY sort_key DESC, id DESC LIMIT %s",
            scope,
            list(self._request.without),
            *days,
            self._most + 1,
        )
        return [identity for (identity,) in found]

    def _read(self, ids: Sequence[int]) -> list[Entry]:
        rows = self._table.rows(f"SELECT {COLUMNS} FROM {{table}} WHERE id = ANY(%s)", list(ids))
        entries = list(map(Candidate, rows))
        if any(isinstance(leaf, Phrase) for leaf in leaves((*self._units, *self._query.excluded))):
            self._listen(entries)
        return list[Entry](entries)

    def _listen(self, entries: Iterable[Entry]) -> None:
        """Read the texts of these, for the places of words."""
        those = {one.document.id: one for one in entries if isinstance(one, Candidate)}
        texts = self._table.rows(
            "SELECT id, said FROM {table} WHERE id = ANY(%s)",
            [identity for identity, one in those.items() if not one.said],
        )
        for identity, said in texts:
            those[identity].said, those[identity].spellings = said, self._spellings

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
        return ranking.rarity(self._readable_count, self._having[word])

    @cached_property
    def _readable_count(self) -> int:
        readers = self._request.readers
        (count,) = self._table.counts([asking.readable(readers)], self._request.without)
        return count

    @cached_property
    def _having(self) -> Mapping[str, int]:
        return self._table.holders(self._words, self._request.readers, self._request.without)

    @cached_property
    def _reranked(self) -> list[Entry]:
        near = self._best()
        if self._query.neighbours:
            self._listen(near)
        return near


def _spellings(found: Iterable[Leaf]) -> frozenset[str]:
    """The words of these, with and without marks."""
    return frozenset(one for leaf in found for word in words_of(leaf) for one in (word, fold(word)))
