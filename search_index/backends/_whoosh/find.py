"""Answers a request over one segment with masks of its documents."""

from collections.abc import Collection, Iterable

import numpy as np

from search_index.analysis import fold
from search_index.backends._whoosh import schema
from search_index.backends._whoosh.inverted import Numbers
from search_index.backends._whoosh.schema import TEXTS, Field
from search_index.backends._whoosh.segment import Leaf, Postings
from search_index.protocol import (
    EXACT_MARKS,
    OWN_REFERENCE,
    SUBJECT,
    WHOLE_REFERENCE,
    SearchRequest,
)
from search_index.query import AllOf, AnyOf, Code, Node, Phrase, Query, Word

_SUBJECT = frozenset({Field.SUBJECT})


class LeafSearch:
    """One request over one segment: `found` is a mask of the hits, `scores` is by document."""

    def __init__(self, leaf: Leaf, alive: Numbers, request: SearchRequest, query: Query) -> None:
        self.leaf = leaf
        self._postings: dict[str, list[Postings]] = {}
        self.found = self._allowed(alive, request)
        for node in query.required:
            self.found &= self._docs(node, TEXTS, exact=False)
        for node in query.excluded:
            self.found &= ~self._docs(node, TEXTS, exact=True)
        self.scores = np.zeros(len(alive), np.int64)
        for worth, documents in self._ranks(query):
            self.scores += worth * documents

    def _allowed(self, alive: Numbers, request: SearchRequest) -> Numbers:
        """The reader's documents that pass the filters; begins with his, so nothing widens it."""
        leaf = self.leaf
        found = alive & leaf.with_any(frozenset(map(schema.reader, request.readers)))
        if request.without:
            found[leaf.numbers_of(request.without)] = False
        if request.kinds:
            found &= leaf.with_any(frozenset(map(schema.kind, request.kinds)))
        if request.agency_id is not None:
            found &= self._token(schema.agency(request.agency_id))
        if request.year is not None:
            found &= self._token(schema.year(request.year))
        if request.issued_from or request.issued_to:
            found &= leaf.days != schema.NO_DAY
        if request.issued_from:
            found &= leaf.days >= request.issued_from.toordinal()
        if request.issued_to:
            found &= leaf.days <= request.issued_to.toordinal()
        return found

    def _read(self, token: str) -> list[Postings]:
        """Where a token stands; looked up once for a request."""
        if token not in self._postings:
            self._postings[token] = self.leaf.postings(token)
        return self._postings[token]

    def _token(self, token: str, fields: Collection[Field] = frozenset(Field)) -> Numbers:
        return self.leaf.mask(*(p.documents for p in self._read(token) if p.field in fields))

    def _docs(self, node: Node, fields: Collection[Field], *, exact: bool) -> Numbers:
        match node:
            case Word(text):
                return self._token(schema.word(text if exact else fold(text)), fields)
            case Phrase(words):
                tokens = [schema.word(word if exact else fold(word)) for word in words]
                return self._phrase(tokens, fields)
            case Code(parts):
                return _all(self._token(schema.number(part)) for part in parts)
            case AllOf(nodes):
                return _all(self._docs(n, fields, exact=exact) for n in nodes)
            case AnyOf(nodes):
                return _any(self._docs(n, fields, exact=exact) for n in nodes)

    def _phrase(self, tokens: list[str], fields: Collection[Field]) -> Numbers:
        """Documents of those that can still be hits where the tokens follow one another."""
        held = self.leaf.mask()
        for field in fields:
            read = [p for token in tokens for p in self._read(token) if p.field == field]
            if len(read) == len(tokens):
                held |= self._following(read)
        return held

    def _following(self, read: list[Postings]) -> Numbers:
        """The rarest token first, so that the common ones are looked up in few places.

        What stands where the phrase would begin is sought among the others' places by bisection,
        which is quick because both are sorted.
        """
        among = self.found.copy()
        for postings in read:
            among &= self.leaf.mask(postings.documents)
        first, *rest = sorted(range(len(read)), key=lambda nth: len(read[nth].positions))
        begins = _places(read[first], among) - first
        for nth in rest:
            begins = begins[_is_in(begins, _places(read[nth], among) - nth)]
        return self.leaf.mask(begins >> 32)

    def _ranks(self, query: Query) -> Iterable[tuple[int, Numbers]]:
        """What raises a document, and which documents it raises."""
        if codes := query.codes():
            keys = [self._token(schema.whole(code.key)) for code in codes if code.key]
            if keys:
                yield WHOLE_REFERENCE, _any(keys)
            yield OWN_REFERENCE, _any(map(self._meant, codes))
        if query.is_marked():
            yield EXACT_MARKS, _all(self._docs(n, TEXTS, exact=True) for n in query.required)
        if query.required:
            yield SUBJECT, _all(self._docs(n, _SUBJECT, exact=False) for n in query.required)

    def _meant(self, code: Code) -> Numbers:
        parts = self._docs(code, TEXTS, exact=True)
        return parts & self._token(schema.serial(code.serial)) if code.serial else parts


def _all(masks: Iterable[Numbers]) -> Numbers:
    return np.logical_and.reduce(list(masks))


def _any(masks: Iterable[Numbers]) -> Numbers:
    return np.logical_or.reduce(list(masks))


def _places(postings: Postings, among: Numbers) -> Numbers:
    """Document and position as one number, in rising order, for some of the documents."""
    documents = postings.documents.repeat(postings.counts)
    kept = among[documents]
    return (documents[kept].astype(np.int64) << 32) + postings.positions[kept]


def _is_in(values: Numbers, others: Numbers) -> Numbers:
    """Which of the values are among the others; both sorted."""
    if not len(others):
        return np.zeros(len(values), bool)
    at = np.searchsorted(others, values)
    return others[np.minimum(at, len(others) - 1)] == values
