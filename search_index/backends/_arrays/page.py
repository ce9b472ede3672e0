"""What is answered from one snapshot of an index."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from search_index.analysis import begins_so
from search_index.backends._arrays import schema
from search_index.backends._arrays.finding import Finding
from search_index.backends._arrays.inverted import Numbers
from search_index.backends._arrays.leaf import Leaf
from search_index.backends._arrays.schema import Field
from search_index.backends._arrays.snapshot import Snapshot
from search_index.backends._arrays.turns import Turns
from search_index.cursor import decode, encode
from search_index.protocol import FACET_VALUES, SearchPage, SearchRequest, most

_TURNS = Turns(2)  # one reckons while another reads; more at once only hinder one another
_ANYWAY = 3  # words that are found in the time that a search takes beside them


def search(snapshot: Snapshot, request: SearchRequest, total_cap: int) -> SearchPage:
    """One page of what the request finds, in its turn."""
    request = replace(request, text=request.query)  # which would be read anew at each look
    if request.query.hopeless:
        return SearchPage(hits=(), total=0, total_is_capped=False, next_cursor=None)
    with _TURNS.turn(_ANYWAY + len(request.query.nodes)):
        return _found(snapshot, request, total_cap)


def _found(snapshot: Snapshot, request: SearchRequest, total_cap: int) -> SearchPage:
    after = None if request.after is None else decode(request.after)
    finding = Finding(snapshot, request)
    total, complete = (int(np.count_nonzero(m)) for m in (finding.hits, finding.complete))
    first = finding.first(request.offset + request.limit + 1, after)[request.offset :]
    page = first[: request.limit]
    return SearchPage(
        hits=tuple(finding.shown(number for _, number in page)),
        total=min(total, total_cap),
        total_is_capped=total > total_cap,
        next_cursor=encode(page[-1][0]) if len(first) > len(page) else None,
        complete=min(complete, total_cap),
        facets={name: most(finding.facet(name), FACET_VALUES) for name in request.facets},
    )


def holders(
    snapshot: Snapshot, words: Collection[str], readers: frozenset[str]
) -> Mapping[str, int]:
    """How many of the reader's documents hold each word, if any does."""
    counted: Counter[str] = Counter()
    for leaf, mine in _mine(snapshot, readers):
        for word in set(words):
            documents = leaf.postings(schema.word(word), Field.ALL).documents
            counted[word] += int(np.count_nonzero(mine[documents]))
    return +counted


def values(
    snapshot: Snapshot, name: str, typed: str, readers: frozenset[str], limit: int
) -> tuple[tuple[str, int], ...]:
    """Values of facts of a name that begin as typed, and how many of the reader's documents."""
    counted: Counter[str] = Counter()
    for leaf, mine in _mine(snapshot, readers):
        counted.update(leaf.count(name, mine))
    return most(Counter({v: n for v, n in counted.items() if begins_so(v, typed)}), limit)


def _mine(snapshot: Snapshot, readers: frozenset[str]) -> list[tuple[Leaf, Numbers]]:
    tokens = frozenset(map(schema.reader, readers))
    return [(leaf, alive & leaf.with_any(tokens)) for leaf, alive in snapshot.leaves.values()]
