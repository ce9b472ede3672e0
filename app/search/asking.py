"""Asking the index: a page of hits for a reader, and what else would find something."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.orm import Session

from app.core import clock
from app.core.lists.filters import declared
from app.core.policy import Actor
from app.correspondence.queries import PATH
from app.dossiers.indexed import dossiers_called
from app.files.queries import question
from app.search.filters import FACTS, SearchFilter
from app.search.queries import indexed_documents, not_for, searched_kinds
from documents.charsets import as_pasted
from search_index import (
    BadCursor,
    Order,
    SearchBackend,
    SearchPage,
    SearchRequest,
    alike,
    better_question,
)
from search_index.query import DOSSIER_CALLED, AnyOf, Fact, Node, Query
from search_index.query.form import FACTS_OF, gathered, holds, parts

NOTHING = SearchPage(hits=(), total=0, total_is_capped=False, next_cursor=None)
MOST_WORDS = 8
"""Of a longer question no word is left out one by one: each of them is one more search."""
MOST_ALIKE = 5
MOST_VALUES = 20
"""Values that begin as a word of the question, among which that word itself is looked for."""


def meaning(
    session: Session, reader: Callable[[], Actor], words: str, *, typing: bool = False
) -> Query:
    """What the words look for, each dossier that they name being those which the reader may open:
    of the others nobody learns what lies in them, nor that they are there."""
    asked = question(session, words, typing=typing)

    def named(node: Node) -> Node:
        if not isinstance(node, Fact) or node.name != DOSSIER_CALLED:
            return node
        ids = dossiers_called(session, reader(), " ".join(node.words))
        return AnyOf(tuple(Fact("dossier", (str(one),)) for one in ids or (0,)))

    found = tuple(replace(one, node=named(one.node)) for one in asked.wanted)
    return replace(asked, wanted=found, excluded=tuple(map(named, asked.excluded)))


def request_of(
    wanted: SearchFilter, meant: Query, readers: frozenset[str], limit: int
) -> SearchRequest:
    """What is looked for among what these may read."""
    return SearchRequest(
        text=meant,
        readers=readers,
        facts=wanted.facts(),
        issued_from=wanted.issued_from,
        issued_to=wanted.issued_to,
        order=Order(wanted.sort or "best"),
        today=clock.today(),
        limit=limit,
    )


@dataclass(frozen=True)
class Way:
    """What finds something where nothing was found: the same without a filter, or a word."""

    wanted: SearchFilter
    found: SearchPage
    without: str
    """The filter's field, or the word."""
    is_word: bool = False


@dataclass(frozen=True)
class Asking:
    """A reader before the index. Each raises IndexUnreadable while it is being built."""

    session: Session
    backend: SearchBackend
    reader: Actor

    def page(self, wanted: SearchFilter, after: str | None = None, limit: int = 20) -> SearchPage:
        """The hits behind this place; the first ones where there is no such place."""
        request = self._request(wanted, limit, after)
        try:
            return self.backend.search(request)
        except BadCursor:
            return self.page(wanted, limit=limit)

    def _request(self, wanted: SearchFilter, limit: int, after: str | None = None) -> SearchRequest:
        return replace(
            request_of(wanted, self.meant(wanted.words), self.reader.tokens, limit),
            without=not_for(self.session, self.reader),
            facets=(*FACTS, "year") if limit > 1 else (),
            after=after,
        )

    def meant(self, words: str, *, typing: bool = False) -> Query:
        return meaning(self.session, lambda: self.reader, words, typing=typing)

    def begun(self, typed: str, limit: int) -> list[int]:
        """The first documents that hold all of what was typed so far."""
        request = SearchRequest(
            text=self.meant(typed, typing=True),
            readers=self.reader.tokens,
            without=not_for(self.session, self.reader),
            limit=limit,
        )
        return [hit.id for hit in self.backend.search(request).hits if not hit.missing]

    def read(self, words: str, listed: Mapping[str, Collection[str]]) -> str:
        """The question with the words behind a field taken into a value that there is."""
        return gathered(words, partial(self.is_known, listed=listed))

    def is_known(self, name: str, value: str, listed: Mapping[str, Collection[str]]) -> bool:
        """Whether the field of this name has a value that holds these words: one that is listed,
        or of a record that the reader may read."""
        if name == "hoso":
            return bool(dossiers_called(self.session, self.reader, value))
        return any(holds(one, value) for one in listed.get(name, ())) or any(
            holds(one, value)
            for fact in FACTS_OF.get(name, ())
            for one, _count in self.backend.values(fact, value, self.reader.tokens, MOST_VALUES)
        )

    def values(self, name: str) -> list[str]:
        """What records of the reader have in this field, the most frequent first."""
        facts = FACTS_OF.get(name, ())
        page = self.backend.search(replace(self._request(SearchFilter(), 1), facets=facts))
        return [value for fact in facts for value, _count in page.facets[fact]]

    def better(self, wanted: SearchFilter) -> str:
        """What was meant, where a slip of the keys or the signs of an old font are likely and this
        finds more; or nothing."""
        read = wanted.but(words=as_pasted(wanted.words))
        as_typed = replace(self._request(read, 1), text=read.words)
        better = better_question(self.backend, as_typed, self.meant)
        return better or (read.words if read != wanted and self.page(read, limit=1).hits else "")

    def alike(self, document_id: int, but: Collection[int]) -> tuple[int, ...]:
        """Documents like this one, the likest first, but for some."""
        request = SearchRequest(
            text="",
            readers=self.reader.tokens,
            without=not_for(self.session, self.reader).union(but),
            facts=frozenset(("kind", kind.name) for kind in searched_kinds() if kind.path == PATH),
            limit=MOST_ALIKE,
        )
        (document,) = indexed_documents(self.session, [document_id])
        return alike(self.backend, document, request)

    def all(self) -> SearchPage:
        """How many the reader may find at all."""
        return self.page(SearchFilter(), limit=1)

    def ways(self, wanted: SearchFilter) -> list[Way]:
        """What would find something: without a filter or a word, at last without both."""
        ways = [*self._without_filters(wanted), *self._without_words(wanted)]
        if not any(way.found.total for way in ways):
            ways += self._without_words(SearchFilter(words=wanted.words))
        return [way for way in ways if way.found.total]

    def _without_filters(self, wanted: SearchFilter) -> Iterator[Way]:
        for name, (_field, usual) in declared(SearchFilter).items():
            if name not in ("words", "sort") and getattr(wanted, name) != usual:
                less = wanted.but(**{name: usual})
                yield Way(less, self.page(less, limit=1), name)

    def _without_words(self, wanted: SearchFilter) -> Iterator[Way]:
        words = parts(wanted.words)
        for number, word in enumerate(words if 1 < len(words) <= MOST_WORDS else ()):
            less = wanted.but(words=" ".join((*words[:number], *words[number + 1 :])))
            if self.meant(less.words).wanted:  # to keep out alone is no question
                yield Way(less, self.page(less, limit=1), word, is_word=True)
