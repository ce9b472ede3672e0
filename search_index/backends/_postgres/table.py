"""The documents on the server, asked by one connection."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from psycopg import Connection

from search_index import ranking
from search_index.analysis import begins_so, forms
from search_index.backends._postgres import asking, layout
from search_index.backends._arrays import schema
from search_index.protocol import Order, SearchRequest, most

ENOUGH = 100
"""So many of the reader's documents in the sample say how common a word is among all of them."""
SEEN = 4
"""A word that fewer documents of the sample hold is counted in all of them, which are few."""
FACETED = 10_000
"""Of more documents than these, facets are counted of the newest."""
_NEWEST, _OLDEST = "sort_key DESC, id DESC", "sort_key, id"

Values = tuple[Any, ...]


class Table:
    """What is asked of the server, in its words."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection

    def rows(self, statement: str, *values: object) -> list[Values]:
        """What a statement finds."""
        cursor = self._connection.cursor(binary=True)
        return cursor.execute(statement, values, prepare=False).fetchall()

    def ids(self, request: SearchRequest, expression: str, most: int) -> list[int]:
        """The newest documents, or the oldest, in the scope of a request that this finds."""
        scope = asking.all_of([asking.scope(request), expression])
        where, values = _where(request)
        if scope:
            where, values = f"{where} AND tokens @@ %s::tsquery", (*values, scope)
        order = _OLDEST if request.order is Order.OLDEST else _NEWEST
        first = f"SELECT id FROM {layout.TABLE} WHERE {where} ORDER BY {order} LIMIT %s"
        return [identity for (identity,) in self.rows(first, *values, most)]

    def likeliest(
        self, request: SearchRequest, worth: Mapping[str, int], each: int, most: int
    ) -> list[int]:
        """The documents in scope that those expressions find which together are worth most."""
        scope = asking.scope(request)
        where, values = _where(request)
        found = self.rows(
            "SELECT id FROM unnest(%s::text[], %s::int[]) AS asked (one, worth), LATERAL ("
            f" SELECT id, sort_key FROM {layout.TABLE} WHERE {where} AND tokens @@ one::tsquery"
            " LIMIT %s) AS found GROUP BY id, sort_key"
            " ORDER BY sum(worth) DESC, sort_key DESC, id DESC LIMIT %s",
            [asking.all_of([scope, one]) for one in worth],
            list(worth.values()),
            *values,
            each,
            most,
        )
        return [identity for (identity,) in found]

    def facet(self, request: SearchRequest, expression: str, name: str) -> Counter[str]:
        """Values of facts of this name among the newest documents found, which are many."""
        where, values = _where(request)
        scope = asking.all_of([asking.scope(request), expression])
        found = self.rows(
            "SELECT fact, count(*) FROM (SELECT facts FROM"
            f" {layout.TABLE} WHERE {where} AND (%s = '' OR tokens @@ %s::tsquery)"
            " ORDER BY sort_key DESC, id DESC LIMIT %s) AS found, unnest(facts) AS fact"
            " WHERE starts_with(fact, %s) GROUP BY fact",
            *values,
            scope,
            scope,
            FACETED,
            name + layout.BETWEEN,
        )
        return Counter({fact.split(layout.BETWEEN, 1)[1]: count for fact, count in found})

    def counts(
        self, words: Sequence[str], readers: Collection[str], without: Collection[int] = ()
    ) -> Sequence[int]:
        """How many of the reader's documents hold each word."""
        counted = self.rows(
            f"SELECT (SELECT count(*) FROM {layout.TABLE} WHERE readers && %s::text[]"
            " AND id <> ALL(%s::bigint[]) AND tokens @@ one::tsquery)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS asked (one, nth) ORDER BY nth",
            list(readers),
            list(without),
            [asking.quoted(schema.word(word)) for word in words],
        )
        return [count for (count,) in counted]

    def rarities(
        self, words: Sequence[str], readers: Collection[str], without: Collection[int]
    ) -> tuple[int, dict[str, int]]:
        """How many documents the reader has, and how much each word says, by all of them or, if
        they are many, by the sample that was drawn when the index was built."""
        masks = self._sample([*map(schema.word, words), *map(schema.reader, readers)])
        mine = reduce(or_, (masks[schema.reader(one)] for one in readers), 0)
        inside = mine.bit_count()
        seen = {word: (masks[schema.word(word)] & mine).bit_count() for word in words}
        is_sample = inside >= ENOUGH
        rare = [word for word in words if not is_sample or seen[word] < SEEN]
        many = inside * layout.STEP if is_sample else self._readable(readers, without)
        having = {word: count * layout.STEP for word, count in seen.items()}
        having |= zip(rare, self.counts(rare, readers, without), strict=True)
        return many, {word: ranking.rarity(many, count) for word, count in having.items()}

    def _sample(self, tokens: Sequence[str]) -> Counter[str]:
        asked = {layout.token(token): token for token in tokens}
        found = self.rows(
            f"SELECT token, documents FROM {layout.SAMPLE} WHERE token = ANY(%s)", list(asked)
        )
        return Counter({asked[token]: int.from_bytes(mask, "big") for token, mask in found})

    def _readable(self, readers: Collection[str], without: Collection[int]) -> int:
        counted = self.rows(
            f"SELECT count(*) FROM {layout.TABLE}"
            " WHERE readers && %s::text[] AND id <> ALL(%s::bigint[])",
            list(readers),
            list(without),
        )
        return counted[0][0]

    def stamps(self) -> list[Values]:
        """See `SearchBackend.stamps`."""
        return self.rows(f"SELECT id, version FROM {layout.TABLE}")

    def holders(self, words: Collection[str], readers: frozenset[str]) -> Counter[str]:
        """See `SearchBackend.holders`."""
        return +Counter(dict(zip(words, self.counts(list(words), readers), strict=True)))

    def values(
        self, name: str, typed: str, readers: frozenset[str], limit: int
    ) -> tuple[tuple[str, int], ...]:
        """See `SearchBackend.values`."""
        starts = (
            asking.quoted(layout.fact_word(name, form.folded), begun=True) for form in forms(typed)
        )
        found = self.rows(
            f"SELECT fact, count(*) FROM {layout.TABLE}, unnest(facts) AS fact"
            " WHERE readers && %s::text[] AND tokens @@ %s::tsquery AND starts_with(fact, %s)"
            " GROUP BY fact",
            list(readers),
            asking.all_of([asking.quoted(layout.has_fact(name)), *starts]),
            name + layout.BETWEEN,
        )
        pairs = ((fact.split(layout.BETWEEN, 1)[1], count) for fact, count in found)
        return most(Counter({v: count for v, count in pairs if begins_so(v, typed)}), limit)


def _where(request: SearchRequest) -> tuple[str, Values]:
    """Who may read, and the days of issue."""
    where, values = "readers && %s::text[]", tuple[object, ...]((list(request.readers),))
    if request.without:
        where, values = f"{where} AND id <> ALL(%s::bigint[])", (*values, list(request.without))
    if span := request.span():
        days = (day.toordinal() for day in span)
        where, values = f"{where} AND day BETWEEN %s AND %s", (*values, *days)
    return where, values
