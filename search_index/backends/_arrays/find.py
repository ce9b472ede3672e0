"""Answers a query over one segment with masks and sums by document."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, lru_cache, reduce
from itertools import chain

import numpy as np

from search_index import ranking
from search_index.analysis import fold, forms, is_marked
from search_index.backends._arrays import schema
from search_index.backends._arrays.inverted import Numbers, texts_begin
from search_index.backends._arrays.leaf import Leaf, Postings
from search_index.backends._arrays.schema import Field
from search_index.backends._arrays.texts import Texts
from search_index.protocol import SearchRequest
from search_index.query import AllOf, AnyOf, Code, Fact, Inside, Node, Phrase, Prefix, Word
from search_index.query.tree import leaves, words_of


class LeafSearch:
    """One request over one segment.

    scope: the reader's documents that pass the filters and hold what is demanded.
    """

    def __init__(
        self, leaf: Leaf, alive: Numbers, request: SearchRequest, rarity: Callable[[str], int]
    ) -> None:
        self.leaf, self.alive = leaf, alive
        self._rarity, self._texts = rarity, Texts(leaf)
        self._read: dict[tuple[str, Field], Postings] = {}
        self._about: dict[str, Numbers] = {}
        self._words: dict[str, Numbers] = {}
        self._held: dict[tuple[Node, bool, Field], Numbers] = {}
        self._begun: dict[tuple[tuple[str, ...], Field], tuple[Numbers, Numbers]] = {}
        self._query = request.query
        self._nodes = self._query.nodes
        self.readable = self._readable(request)
        self.scope = self._allowed(request)
        for wanted in self._query.wanted:
            if wanted.demanded:
                self.scope &= self.holds(wanted.node)
        for node in self._query.excluded:
            self.scope &= ~self.holds(node, exact=True)

    def having(self, word: str) -> int:
        """How many of the reader's documents hold a word in this spelling."""
        return int(np.count_nonzero(self.readable & self._holds_word(word)))

    def holds(self, node: Node, *, exact: bool = False, field: Field = Field.ALL) -> Numbers:
        """The documents, at least of those in scope, that a node finds; not to be changed."""
        if isinstance(node, Word) and field is Field.ALL:
            return self._holds_word(_spelt(node.text, exact))
        exact = exact and _is_marked(node)
        key = node, exact, field
        if key not in self._held:
            self._held[key] = self._holding(node, exact, field)
        return self._held[key]

    def _holds_word(self, word: str) -> Numbers:
        """The documents that hold a word in this spelling; asked some six times for each word."""
        if word not in self._words:
            self._words[word] = self._impacts(word) > 0
        return self._words[word]

    def _readable(self, request: SearchRequest) -> Numbers:
        tokens = frozenset(map(schema.reader, request.readers))
        readable = self.alive & self.leaf.with_any(tokens)
        if request.without:
            readable[self.leaf.numbers_of(request.without)] = False
        return readable

    def _allowed(self, request: SearchRequest) -> Numbers:
        """The reader's documents that pass the filters; begins with his, so nothing widens it."""
        leaf, scope = self.leaf, self.readable.copy()
        for name, values in request.facts_by_name().items():
            scope &= _any(self._token(schema.fact(name, value)) for value in values)
        if span := request.span():
            first, last = (day.toordinal() for day in span)
            scope &= (leaf.days >= first) & (leaf.days <= last)
        return scope

    def _postings(self, word: str, field: Field = Field.ALL) -> Postings:
        if field is Field.BODY:
            return self._in_body(self.leaf.said(schema.word(word)))
        key = word, field
        if key not in self._read:
            self._read[key] = self.leaf.postings(schema.word(word), field)
        return self._read[key]

    def _impacts(self, word: str) -> Numbers:
        """How much each document is about a word in this spelling; 0 where it does not hold it.

        A byte for each document, rare as the word may be: to go through all bytes takes a tenth of
        what to go where the postings lead, and a question asks each word four times.
        """
        if word not in self._about:
            held = self._postings(word)
            about = held.impacts
            if len(about) < len(self.alive):
                about = np.zeros(len(self.alive), np.uint8)
                about[held.documents.astype(np.intp)] = held.impacts
            self._about[word] = about
        return self._about[word]

    def _in_body(self, said: Postings) -> Postings:
        """The body is what is left of all texts from where it begins."""
        begin = texts_begin(self.leaf.lengths[said.documents])[:, Field.BODY]
        is_there = said.positions >= begin.repeat(said.counts)
        which = np.arange(len(said.documents)).repeat(said.counts)[is_there]
        counts = np.bincount(which, minlength=len(said.documents)).astype(said.counts.dtype)
        kept = counts > 0
        return Postings.of(said.documents[kept], counts[kept], said.positions[is_there])

    def _token(self, token: str) -> Numbers:
        return self.leaf.mask(self.leaf.postings(token, Field.TOKENS).documents)

    def _holding(self, node: Node, exact: bool, field: Field) -> Numbers:
        match node:
            case Word(text):
                return self.leaf.mask(self._postings(_spelt(text, exact), field).documents)
            case Prefix(text):
                start = schema.word(_spelt(text, exact))
                if field is Field.BODY:
                    return self.leaf.mask(self._in_body(self.leaf.begun(start)).documents)
                return self.leaf.mask(self.leaf.beginning(start, field))
            case Phrase(words):
                return self._phrase(words, exact, field)
            case Code(parts, start=start):
                held = [self._token(schema.number(part)) for part in parts]
                if start or not parts:
                    begun = self.leaf.beginning(schema.number(start), Field.TOKENS)
                    held.append(self.leaf.mask(begun))
                return _all(held)
            case Fact(name, words):
                return self._fact(name, words)
            case Inside(name, inner):
                return self.holds(inner, exact=exact, field=Field[name.upper()])
            case AllOf(nodes):
                return _all(self.holds(n, exact=exact, field=field) for n in nodes)
            case AnyOf(nodes):
                return _any(self.holds(n, exact=exact, field=field) for n in nodes)

    def _phrase(self, words: tuple[str, ...], exact: bool, field: Field) -> Numbers:
        """Documents in scope where the words follow one another, with their marks if `exact`."""
        starts, documents = self._starts(words, field)
        for nth, word in enumerate(words):
            if exact and is_marked(word):
                follows = self._texts.follow(self._postings(word, field), starts + nth)
                starts, documents = starts[follows], documents[follows]
        return self.leaf.mask(documents) & self.scope

    def _starts(self, words: tuple[str, ...], field: Field) -> tuple[Numbers, Numbers]:
        """Where words follow one another, and in which documents; at least of those in scope."""
        key = words, field
        if key not in self._begun:
            held = _all([self.scope, *(self.holds(Word(w), field=field) for w in words)])
            read = [self._postings(fold(word), field) for word in words]
            starts = self._texts.starts(read, np.flatnonzero(held))
            self._begun[key] = starts, self._texts.documents(starts)
        return self._begun[key]

    def _fact(self, name: str, words: tuple[str, ...]) -> Numbers:
        values, documents, which = self.leaf.facts(name)
        wanted = np.array([_has(value, words) for value in values], bool)
        return self.leaf.mask(documents[wanted[which]])

    def meets(self, node: Node) -> bool:
        """Whether any document in scope holds a node."""
        return bool((self.scope & self.holds(node)).any())

    def weight_held(self, nodes: Sequence[Node], weights: Sequence[int]) -> Numbers:
        """What each document holds of some nodes of these weights, in as few bytes as will do."""
        most = ranking.ENOUGH_PARTS * sum(weights)  # what `is_enough` reckons up to
        held = np.zeros(len(self.alive), np.min_scalar_type(most))
        for node, weight in zip(nodes, weights, strict=True):
            held += self.holds(node) * held.dtype.type(weight)
        return held

    def complete(self) -> Numbers:
        """The documents that hold all that was asked for."""
        return _all(chain([self.scope], map(self.holds, self._nodes)))

    def named(self) -> Numbers:
        """The documents whose whole reference was typed."""
        keys = (code.key for code in self._query.codes() if code.key)
        return _any([self.leaf.mask(), *(self._token(schema.whole(key)) for key in keys)])

    def basis(self, today: date | None, weight: int) -> Numbers:
        """The score of each document but for nearness, if all words together weigh so much."""
        words = np.zeros(len(self.alive), np.int32)
        for node in self._nodes:
            words += self._gain(node)
        if today is not None:
            words += self._recency(today, weight)
        return self._flags().astype(np.int64) << ranking.FLAG_BITS | words

    def _flags(self) -> Numbers:
        flags = np.zeros(len(self.alive), np.uint8)
        if not self._nodes:
            return flags
        flags += ranking.WHOLE_REFERENCE * self.named().view(np.uint8)
        meant = map(self._meant, self._query.codes())
        flags += ranking.OWN_REFERENCE * _any([self.leaf.mask(), *meant]).view(np.uint8)
        if len(self._nodes) <= ranking.MANY:
            exact = _all(self.holds(node, exact=True) for node in self._nodes)
            flags += ranking.ALL * self.complete().view(np.uint8)
            flags += ranking.AS_TYPED * exact.view(np.uint8)
        subject = (self.holds(n, exact=True, field=Field.SUBJECT) for n in self._nodes)
        flags += ranking.SUBJECT * _all(subject).view(np.uint8)
        return flags

    def _recency(self, today: date, weight: int) -> Numbers:
        greatest = ranking.SHARES * ranking.TOP * weight
        adds = [ranking.recency(years * 365, greatest) for years in range(ranking.RECENT_YEARS + 1)]
        return np.array(adds, np.int32)[self.leaf.years_old(today)]

    def _meant(self, code: Code) -> Numbers:
        held = self.holds(code)
        return held & self._token(schema.serial(code.serial)) if code.serial else held

    def _gain(self, node: Node) -> Numbers:
        """What a node adds to the score of the documents that hold it."""
        if isinstance(node, Word):
            return self._word_gain(node.text)  # nothing where it is not held
        return self.holds(node) * self._gain_if_held(node)

    def _gain_if_held(self, node: Node) -> Numbers | int:
        match node:
            case Word(text):
                return self._word_gain(text)
            case Prefix():
                return ranking.SHARES * ranking.PREFIX_RARITY * ranking.PREFIX_IMPACT
            case Phrase(words):
                return np.add.reduce(list(map(self._word_gain, words)), dtype=np.int32)
            case Code():
                return ranking.SHARES * ranking.CODE_RARITY * ranking.TOP
            case Fact():
                return 0
            case Inside(_, inner):
                return self._gain(inner)
            case AllOf(nodes):
                return np.add.reduce(list(map(self._gain, nodes)), dtype=np.int32)
            case AnyOf(nodes):
                return reduce(np.maximum, map(self._gain, nodes))

    def _word_gain(self, word: str) -> Numbers:
        """What a word gives to each document: two bytes, since no rarity is greater than 64."""
        exact = ranking.EXACT_SHARES if is_marked(word) else 0
        shares = {fold(word): ranking.SHARES - exact} | ({word: exact} if exact else {})
        gains = (self._impacts(w) * np.uint16(n * self._rarity(w)) for w, n in shares.items())
        return reduce(np.add, gains)

    def neighbours(self, numbers: Numbers) -> Numbers:
        """In how many places each pair of neighbours stands: a row for each of these documents."""
        read = self._texts.read(numbers)
        stands = cache(lambda word: self._texts.standing(self._postings(word), read))
        pairs = [stands(one)[:-1] & stands(other)[1:] for one, other in self._query.neighbours]
        return np.add.reduceat(np.stack(pairs), read.begins, axis=1, dtype=np.int64).T


@lru_cache(1_024)
def _is_marked(node: Node) -> bool:
    return any(is_marked(word) for leaf in leaves((node,)) for word in words_of(leaf))


@lru_cache(8_192)
def _spelt(text: str, exact: bool) -> str:
    return text if exact else fold(text)


def _all(masks: Iterable[Numbers]) -> Numbers:
    """What is in each of them; those after nothing is left are not made."""
    left = iter(masks)
    held: Numbers = next(left).copy()
    while held.any() and (mask := next(left, None)) is not None:
        held &= mask
    return held


def _any(masks: Iterable[Numbers]) -> Numbers:
    return reduce(np.logical_or, masks)


@lru_cache(8_192)
def _has(value: str, words: tuple[str, ...]) -> bool:
    """Whether the words stand one after the other in a value, with whatever marks."""
    said, wanted = [form.folded for form in forms(value)], list(map(fold, words))
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said)))
