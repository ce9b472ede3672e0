"""What one request finds among documents, and in which order: the plain reference."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, lru_cache

from search_index import analysis, ranking
from search_index.analysis import (
    Form,
    Reference,
    forms,
    is_marked,
    number_tokens,
    parse_reference,
    tokens,
)
from search_index.cursor import Place, encode, rest_of
from search_index.protocol import (
    FACET_VALUES,
    IndexedDocument,
    Order,
    SearchHit,
    SearchPage,
    SearchRequest,
    most,
)
from search_index.query import (
    AllOf,
    AnyOf,
    Code,
    Fact,
    Inside,
    Node,
    Phrase,
    Prefix,
    Word,
)

fold = lru_cache(8_192)(analysis.fold)  # the few words of a query, for each document


class Entry:
    """A document taken apart once."""

    def __init__(self, document: IndexedDocument) -> None:
        self.document = document
        self.facts = document.all_facts()
        fields = {name: forms(getattr(document, name)) for name in ranking.FIELDS}
        self.lengths = {name: len(words) for name, words in fields.items()}
        self.words = _places(fields)
        self._impacts = {word: self._impact(places) for word, places in self.words.items()}

    @cached_property
    def numbers(self) -> frozenset[str]:
        """What finds its reference."""
        return number_tokens(self.document.reference)

    @cached_property
    def reference(self) -> Reference:
        """Its reference, taken apart."""
        return parse_reference(self.document.reference)

    def impact(self, word: str) -> int:
        """How much it is about a word in this spelling; 0 where it does not hold it."""
        return self._impacts.get(word, 0)

    def _impact(self, places: Mapping[str, list[int]]) -> int:
        counts = [len(places.get(name, ())) for name in ranking.FIELDS]
        return int(ranking.impact(counts, list(self.lengths.values())))

    def holds(self, node: Node, *, exact: bool, fields: Collection[str] = ranking.FIELDS) -> bool:
        """Whether it is found by a node, in these fields; exact with the marks of marked words."""
        match node:
            case Word(text):
                return self._stands(text if exact else fold(text), fields)
            case Prefix(text):
                return self._begins(text if exact else fold(text), fields)
            case Phrase(words):
                return self.places(words, exact=exact, fields=fields) > 0
            case Code(parts, start=start):
                begins = any(token.startswith(start) for token in self.numbers)
                return self.numbers >= set(parts) and begins
            case Fact(name, words):
                return any(n == name and _follow(tokens(fold(v)), words) for n, v in self.facts)
            case Inside(field, inner):
                return self.holds(inner, exact=exact, fields=(field,))
            case AllOf(nodes):
                return all(self.holds(child, exact=exact, fields=fields) for child in nodes)
            case AnyOf(nodes):
                return any(self.holds(child, exact=exact, fields=fields) for child in nodes)

    def _stands(self, word: str, fields: Collection[str]) -> bool:
        places = self.words.get(word, {})
        return any(name in places for name in fields)

    def _begins(self, start: str, fields: Collection[str]) -> bool:
        return any(self._stands(word, fields) for word in self.words if word.startswith(start))

    def places(
        self, words: tuple[str, ...], *, exact: bool, fields: Collection[str] = ranking.FIELDS
    ) -> int:
        """How often the words stand one after the other in one field."""
        spelt = [self.words.get(word if exact else fold(word), {}) for word in words]
        return sum(
            all(start + n in at.get(name, ()) for n, at in enumerate(spelt))
            for name in fields
            for start in spelt[0].get(name, ())
        )


def _places(fields: Mapping[str, list[Form]]) -> dict[str, dict[str, list[int]]]:
    """Of every word, with and without marks, its places by field."""
    places: dict[str, dict[str, list[int]]] = {}
    for name, words in fields.items():
        for at, form in enumerate(words):
            for word in set(form):
                places.setdefault(word, {}).setdefault(name, []).append(at)
    return places


def _follow(words: list[str], wanted: tuple[str, ...]) -> bool:
    size = len(wanted)
    return any(tuple(words[at : at + size]) == wanted for at in range(len(words)))


class Finding:
    """One request over all documents of an index."""

    def __init__(self, entries: Collection[Entry], request: SearchRequest) -> None:
        self._entries = entries
        self._request = request
        self._query = request.query
        self._units = self._query.nodes
        self._rarity = cache(self._counted_rarity)
        self._held = cache(self._added_weight)
        self._basis = cache(self._added_basis)
        self._times = cache(lambda entry, pair: entry.places(pair, exact=True))
        self._pair_rarity = cache(self._counted_pair_rarity)

    def page(self, total_cap: int) -> SearchPage:
        """The page asked for."""
        places = self.places()
        rest = rest_of(places, self._request)
        page = rest[: self._request.limit]
        by_id = {entry.document.id: entry for entry in self.hits}
        return SearchPage(
            hits=tuple(self._hit(by_id[one.identity(self._request.order)]) for one in page),
            total=min(len(places), total_cap),
            total_is_capped=len(places) > total_cap,
            next_cursor=encode(page[-1]) if len(rest) > len(page) else None,
            complete=min(len(self.complete), total_cap),
            facets={name: most(self.facet(name), FACET_VALUES) for name in self._request.facets},
        )

    def _hit(self, entry: Entry) -> SearchHit:
        lacks, unlike = self.missing(entry), self.unlike(entry)
        return SearchHit(entry.document.id, self.score(entry), lacks, unlike)

    @cached_property
    def hits(self) -> list[Entry]:
        """What is found: what holds all, what was named, and if those are few what holds most."""
        wanted = sum(self._weight(node) for node in self._units if self._is_held(node))
        found = [e for e in self._scope if self._holds_all(e) or self._is_named(e)]
        known = set(found)
        if ranking.is_page(len(self.complete), len(self._units)):
            return found
        rest = [e for e in self._scope if e not in known and self._held(e)]
        enough = [e for e in rest if ranking.is_enough(self._held(e), wanted)]
        return found + sorted(enough, key=self._before_nearness, reverse=True)[: ranking.RERANKED]

    @cached_property
    def complete(self) -> list[Entry]:
        """Documents that hold all that was asked for."""
        return [entry for entry in self._scope if self._holds_all(entry)]

    def missing(self, entry: Entry) -> tuple[str, ...]:
        """What the document does not hold, as typed."""
        wanted = self._query.wanted
        return tuple(one.text for one in wanted if not entry.holds(one.node, exact=False))

    def unlike(self, entry: Entry) -> tuple[str, ...]:
        """Words that the document holds, but not with the marks that were typed."""
        words = (one for one in self._query.wanted if isinstance(one.node, Word))
        held = (one for one in words if entry.holds(one.node, exact=False))
        return tuple(one.text for one in held if not entry.holds(one.node, exact=True))

    def places(self) -> list[Place]:
        """The places of all hits, in order."""
        return sorted(map(self._place, self.hits), reverse=True)

    def facet(self, name: str) -> Counter[str]:
        """Values of facts of this name, counted as if the request wanted none of them."""
        facts = frozenset(fact for fact in self._request.facts if fact[0] != name)
        if facts != self._request.facts:
            return self._like(replace(self._request, facts=facts)).facet(name)
        return Counter(v for entry in self.hits for n, v in entry.facts if n == name)

    def _like(self, request: SearchRequest) -> "Finding":
        return Finding(self._entries, request)

    @cached_property
    def _scope(self) -> list[Entry]:
        """The reader's documents that pass the filters and hold what is demanded."""
        demanded = [one.node for one in self._query.wanted if one.demanded]
        span = self._request.span()
        return [
            entry
            for entry in self._entries
            if _passes(entry, self._request, span)
            and all(entry.holds(node, exact=False) for node in demanded)
            and not any(entry.holds(node, exact=True) for node in self._query.excluded)
        ]

    def _is_held(self, node: Node) -> bool:
        return any(entry.holds(node, exact=False) for entry in self._scope)

    def _holds_all(self, entry: Entry, *, exact: bool = False) -> bool:
        return all(entry.holds(node, exact=exact) for node in self._units)

    def _added_weight(self, entry: Entry) -> int:
        held = (node for node in self._units if entry.holds(node, exact=False))
        return sum(map(self._weight, held))

    def _weight(self, node: Node) -> int:
        return ranking.weight(node, self._rarity)

    def _counted_rarity(self, word: str) -> int:
        having = sum(entry.impact(word) > 0 for entry in self._readable)
        return ranking.rarity(len(self._readable), having)

    @cached_property
    def _readable(self) -> list[Entry]:
        """The reader's documents: of no other does anything depend that is told."""
        return [entry for entry in self._entries if _may_read(entry.document, self._request)]

    def _place(self, entry: Entry) -> Place:
        document, order = entry.document, self._request.order
        if order is Order.BEST:
            return Place(self.score(entry), document.sort_key, document.id)
        holds_all = int(self._holds_all(entry))
        if order is Order.NEWEST:
            return Place(holds_all, document.sort_key, document.id)
        return Place(holds_all, ~document.sort_key, ~document.id)

    def score(self, entry: Entry) -> int:
        """Flags, words, age and nearness."""
        return self._basis(entry) + (self._nearness(entry) if entry in self._reranked else 0)

    @cached_property
    def _reranked(self) -> list[Entry]:
        return self._best()

    def _best(self) -> list[Entry]:
        return sorted(self.hits, key=self._before_nearness, reverse=True)[: ranking.RERANKED]

    def _before_nearness(self, entry: Entry) -> Place:
        return Place(self._basis(entry), entry.document.sort_key, entry.document.id)

    def _added_basis(self, entry: Entry) -> int:
        words = sum(self._gain(entry, node) for node in self._units)
        return (self._flags(entry) << ranking.FLAG_BITS) + words + self._recency(entry)

    def _flags(self, entry: Entry) -> int:
        if not self._units:
            return 0
        flags = ranking.WHOLE_REFERENCE * self._is_named(entry)
        flags += ranking.OWN_REFERENCE * any(_meant(code, entry) for code in self._query.codes())
        if len(self._units) <= ranking.MANY:
            flags += ranking.ALL * self._holds_all(entry)
            flags += ranking.AS_TYPED * self._holds_all(entry, exact=True)
        subject = (entry.holds(n, exact=True, fields=("subject",)) for n in self._units)
        return flags + ranking.SUBJECT * all(subject)

    def _is_named(self, entry: Entry) -> bool:
        return any(code.key and code.key == entry.reference.key for code in self._query.codes())

    def _gain(self, entry: Entry, node: Node) -> int:
        """What a node adds to the score of a document that holds it."""
        if not entry.holds(node, exact=False):
            return 0
        match node:
            case Word(text):
                return self._word_gain(entry, text)
            case Prefix():
                return ranking.SHARES * ranking.PREFIX_RARITY * ranking.PREFIX_IMPACT
            case Phrase(words):
                return sum(self._word_gain(entry, word) for word in words)
            case Code():
                return ranking.SHARES * ranking.CODE_RARITY * ranking.TOP
            case Fact():
                return 0
            case Inside(_, inner):
                return self._gain(entry, inner)
            case AllOf(nodes):
                return sum(self._gain(entry, child) for child in nodes)
            case AnyOf(nodes):
                return max(self._gain(entry, child) for child in nodes)

    def _word_gain(self, entry: Entry, word: str) -> int:
        folded = fold(word)
        exact = ranking.EXACT_SHARES if is_marked(word) else 0
        return exact * self._rarity(word) * entry.impact(word) + (
            ranking.SHARES - exact
        ) * self._rarity(folded) * entry.impact(folded)

    def _recency(self, entry: Entry) -> int:
        issued, today = entry.document.issued_on, self._request.today
        if issued is None or today is None:
            return 0
        greatest = ranking.SHARES * ranking.TOP * sum(map(self._weight, self._units))
        return ranking.recency((today - issued).days, greatest)

    def _nearness(self, entry: Entry) -> int:
        return sum(
            ranking.PAIR_SHARES
            * self._pair_rarity(pair)
            * int(ranking.nearness(self._times(entry, pair), entry.lengths["body"]))
            for pair in self._query.neighbours
        )

    def _counted_pair_rarity(self, pair: tuple[str, str]) -> int:
        """How much neighbours say among the best documents."""
        having = sum(self._times(entry, pair) > 0 for entry in self._reranked)
        return ranking.rarity(len(self._reranked), having)


def _may_read(document: IndexedDocument, request: SearchRequest) -> bool:
    return bool(document.readers & request.readers) and document.id not in request.without


def _passes(entry: Entry, request: SearchRequest, span: tuple[date, date] | None) -> bool:
    return (
        _may_read(entry.document, request)
        and all(
            any((name, value) in entry.facts for value in values)
            for name, values in request.facts_by_name().items()
        )
        and (span is None or _is_within(entry.document.issued_on, *span))
    )


def _is_within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def _meant(code: Code, entry: Entry) -> bool:
    return code.serial in ("", entry.reference.serial) and entry.holds(code, exact=True)
