"""Makes one page of what all segments of an index found."""

from heapq import nlargest

from search_index.backends._whoosh.find import Found, LeafSearch
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
    searches = [LeafSearch(leaf, deleted) for leaf, deleted in snapshot.leaves.values()]
    found = [(search, search.find(request, query)) for search in searches]
    total = sum(len(group) for _, scored in found for group in scored.values())
    first = _first(found, request.offset + request.limit + 1, after)[request.offset :]
    page = first[: request.limit]
    return SearchPage(
        hits=tuple(SearchHit(place.id, float(place.score)) for place in page),
        total=min(total, total_cap),
        total_is_capped=total > total_cap,
        next_cursor=encode(page[-1]) if len(first) > len(page) else None,
    )


def _first(found: list[tuple[LeafSearch, Found]], wanted: int, after: Place | None) -> list[Place]:
    """The first places in order; looks at a score only when those above it are not enough."""
    first: list[Place] = []
    for score in sorted({score for _, scored in found for score in scored}, reverse=True):
        places = (
            p for search, scored in found for p in search.places(score, scored.get(score, set()))
        )
        left = (place for place in places if after is None or place < after)
        first += nlargest(wanted - len(first), left)
        if len(first) == wanted:
            break
    return first
