"""Answers a request over one segment with sets of document numbers."""

from search_index.analysis import fold
from search_index.backends._whoosh import schema
from search_index.backends._whoosh.leaf import Leaf
from search_index.cursor import Place
from search_index.protocol import (
    EXACT_MARKS,
    OWN_REFERENCE,
    SUBJECT,
    WHOLE_REFERENCE,
    SearchRequest,
)
from search_index.query import AllOf, AnyOf, Code, Node, Phrase, Query, Word

Found = dict[int, set[int]]
"""Numbers of documents by score."""


class LeafSearch:
    """One request over one segment."""

    def __init__(self, leaf: Leaf, deleted: frozenset[int]) -> None:
        self._leaf = leaf
        self._deleted = deleted
        self._scope: set[int] = set()
        self._known: dict[tuple[str, str], set[int]] = {}

    def find(self, request: SearchRequest, query: Query) -> Found:
        """What the reader may see and asked for, by score."""
        found = self._scope = self._allowed(request)
        for node in query.required:
            if not found:
                break
            found &= self._docs(node, "words", exact=False)
        for node in query.excluded:
            found -= self._docs(node, "words", exact=True)
        return self._by_score(found, query) if found else {}

    def places(self, score: int, numbers: set[int]) -> list[Place]:
        """The places of documents of one score, in no order."""
        keys, ids = self._leaf.sort_keys, self._leaf.ids
        return [Place(score, keys[number], ids[number]) for number in numbers]

    def _tokens(self, field: str, token: str) -> set[int]:
        """Documents with a token; not to be changed."""
        known = self._known.get((field, token))
        if known is None:
            known = self._known[field, token] = self._leaf.documents(field, token)
        return known

    def _any_token(self, field: str, tokens: list[str]) -> set[int]:
        return set().union(*(self._tokens(field, token) for token in tokens))

    def _allowed(self, request: SearchRequest) -> set[int]:
        """The reader's documents that pass the filters; begins with his, so nothing widens it."""
        found = self._any_token("readers", sorted(request.readers)) - self._deleted
        if request.without:
            ids = self._leaf.ids
            found = {number for number in found if ids[number] not in request.without}
        if request.kinds:
            found &= self._any_token("facets", [schema.kind(kind) for kind in request.kinds])
        if request.agency_id is not None:
            found &= self._tokens("facets", schema.agency(request.agency_id))
        if request.year is not None:
            found &= self._tokens("facets", schema.year(request.year))
        return self._issued_within(found, request)

    def _issued_within(self, found: set[int], request: SearchRequest) -> set[int]:
        if request.issued_from is None and request.issued_to is None:
            return found
        days = self._leaf.days
        first = request.issued_from.toordinal() if request.issued_from else schema.NO_DAY + 1
        last = request.issued_to.toordinal() if request.issued_to else 2**62
        return {number for number in found if first <= days[number] <= last}

    def _docs(self, node: Node, field: str, *, exact: bool) -> set[int]:
        match node:
            case Word(text):
                return self._tokens(field, text if exact else fold(text))
            case Phrase(words):
                return self._phrase(field, [word if exact else fold(word) for word in words])
            case Code(parts):
                return set.intersection(*(self._tokens("numbers", part) for part in parts))
            case AllOf(nodes):
                return set.intersection(*(self._docs(n, field, exact=exact) for n in nodes))
            case AnyOf(nodes):
                return set().union(*(self._docs(n, field, exact=exact) for n in nodes))

    def _phrase(self, field: str, words: list[str]) -> set[int]:
        """Documents of those that can still be hits where the words follow one another."""
        among = self._scope.intersection(*(self._tokens(field, word) for word in words))
        if not among:
            return among
        starts = self._leaf.positions(field, words[0], among)
        for distance, word in enumerate(words[1:], start=1):
            places = self._leaf.positions(field, word, starts.keys())
            starts = {
                number: left
                for number, first in starts.items()
                if (left := [place for place in first if place + distance in places[number]])
            }
        return set(starts)

    def _by_score(self, found: set[int], query: Query) -> Found:
        scored: Found = {0: found}
        for worth, numbers in self._ranks(query):
            for score, group in list(scored.items()):
                scored[score + worth] = group & numbers
                scored[score] = group - numbers
        return {score: group for score, group in scored.items() if group}

    def _ranks(self, query: Query) -> list[tuple[int, set[int]]]:
        """What raises a document, and which documents it raises."""
        ranks = []
        if codes := query.codes():
            keys = [schema.whole(code.key) for code in codes if code.key]
            ranks.append((WHOLE_REFERENCE, self._any_token("numbers", keys)))
            ranks.append((OWN_REFERENCE, set().union(*map(self._meant, codes))))
        if query.is_marked():
            ranks.append((EXACT_MARKS, self._all(query, "words", exact=True)))
        if query.required:
            ranks.append((SUBJECT, self._all(query, "subject", exact=False)))
        return ranks

    def _all(self, query: Query, field: str, *, exact: bool) -> set[int]:
        return set.intersection(*(self._docs(n, field, exact=exact) for n in query.required))

    def _meant(self, code: Code) -> set[int]:
        parts = self._docs(code, "numbers", exact=True)
        return parts & self._tokens("numbers", schema.serial(code.serial)) if code.serial else parts
