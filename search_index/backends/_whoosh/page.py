"""Makes one page of what all segments of an index found."""

from collections.abc import Sequence

import numpy as np

from search_index.backends._whoosh.find import LeafSearch
from search_index.backends._whoosh.inverted import Numbers
from search_index.backends._whoosh.store import Snapshot
from search_index.cursor import Place, decode, encode
from search_index.protocol import SearchHit, SearchPage, SearchRequest
from search_index.query import parse


def search(snapshot: Snapshot, request: SearchRequest, total_cap: int) -> SearchPage:
    """One page of what the request finds in a snapshot."""
    after = None if request.after is None else decode(request.after)
    query = parse(request.text)
    if not request.readers or query.hopeless:
        return SearchPage(hits=(), total=0, total_is_capped=False, next_cursor=None)
    searches = [LeafSearch(leaf, alive, request, query) for leaf, alive in snapshot.leaves.values()]
    total = sum(int(np.count_nonzero(search.found)) for search in searches)
    wanted = request.offset + request.limit + 1
    places = [place for search in searches for place in _first(search, wanted, after)]
    first = sorted(places, reverse=True)[request.offset : wanted]
    page = first[: request.limit]
    return SearchPage(
        hits=tuple(SearchHit(place.id, float(place.score)) for place in page),
        total=min(total, total_cap),
        total_is_capped=total > total_cap,
        next_cursor=encode(page[-1]) if len(first) > len(page) else None,
    )


def _first(search: LeafSearch, wanted: int, after: Place | None) -> list[Place]:
    """The first places of a segment, in no order."""
    columns = [search.scores, search.leaf.sort_keys, search.leaf.ids]
    found = np.flatnonzero(search.found)
    if after is not None:
        found = found[_follow([column[found] for column in columns], after)]
    chosen = _greatest(found, columns, wanted)
    return [Place(*place) for place in zip(*(c[chosen].tolist() for c in columns), strict=True)]


def _follow(columns: Sequence[Numbers], after: Sequence[int]) -> Numbers:
    """Where the columns together are less than a place."""
    less: Numbers = columns[0] < after[0]
    if len(after) == 1:
        return less
    return less | (columns[0] == after[0]) & _follow(columns[1:], after[1:])


def _greatest(found: Numbers, columns: Sequence[Numbers], wanted: int) -> Numbers:
    """Those of the documents found that come first; parted by column, since few are shown."""
    sure = []
    for column in columns:
        if len(found) <= wanted:
            break
        values = column[found]
        least = np.partition(values, -wanted)[-wanted]
        above = values > least
        sure.append(found[above])
        wanted -= int(np.count_nonzero(above))
        found = found[values == least]
    return np.concatenate([*sure, found])
