"""Documents like one at hand: found by the words that say most of it, and rather none than any."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from search_index import ranking
from search_index.analysis import Form, forms
from search_index.protocol import IndexedDocument, SearchBackend, SearchRequest
from search_index.query import Query, Wanted, Word

_READ = 12_000
"""Characters of a body: what it is about is said by then."""
_WORDS = 24
_PARTS = 2
"""Alike is what is worth one in so many parts of what the document itself is worth to the question
made of it. Of 300 real documents cut in two, six in ten halves find the other so; of two whole ones
above it nine in ten are of one matter, and below most share no more than the language of offices.
A word that more than one in so many documents hold is of that language, and a document is like
none of whose weightiest words others do not hold one in so many parts of the weight."""
_RELEVANCE = (1 << ranking.FLAG_BITS) - 1


def alike(
    backend: SearchBackend, document: IndexedDocument, request: SearchRequest
) -> tuple[int, ...]:
    """Ids of documents like this one, the likest first, among those that the request leaves; its
    text is not used. None while the index does not hold the document itself.

    Raises:
        IndexUnreadable: there is no usable index.
    """
    query = _question(backend, document, request.readers)
    hits = backend.search(replace(request, text=query, limit=request.limit + 1)).hits
    worth = {hit.id: hit.score & _RELEVANCE for hit in hits}
    least = worth.pop(document.id, None)
    return tuple(one for one in worth if least is not None and worth[one] * _PARTS >= least)


def _question(backend: SearchBackend, document: IndexedDocument, readers: frozenset[str]) -> Query:
    """The words that say most, of those that another document of the reader holds too, and which
    of them are neighbours."""
    texts = [forms(text) for text in (document.subject, document.body[:_READ])]
    counts = [Counter(form.marked for form in text) for text in texts]
    held = backend.holders({word for count in counts for word in count}, readers)
    most = max(held.values(), default=0)  # some word is in nearly all

    def gain(word: str) -> int:
        often = (0, counts[0][word], 0, 0, counts[1][word])
        impact: int = ranking.impact(often, (0, len(texts[0]), 0, 0, len(texts[1])))
        return impact * ranking.rarity(most, held[word])

    telling = [word for word in held if held[word] * _PARTS <= most]
    ordered = sorted(telling, key=lambda word: (-gain(word), word))
    chosen = [word for word in ordered if held[word] > 1][:_WORDS]
    if sum(map(gain, chosen)) * _PARTS < sum(map(gain, ordered[:_WORDS])):
        chosen = []
    return Query(
        tuple(Wanted(word, Word(word)) for word in chosen),
        neighbours=_neighbours(texts, frozenset(chosen)),
        hopeless=not chosen,
    )


def _neighbours(
    texts: Sequence[Sequence[Form]], words: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """Those that most often stand next to each other."""
    pairs = (pair for text in texts for pair in pairwise(text))
    often = Counter((a.folded, b.folded) for a, b in pairs if {a.marked, b.marked} <= words)
    return tuple(pair for pair, _ in often.most_common(_WORDS))
