"""The search page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.policy import Actor
from app.search import presenters, queries
from app.search.filters import SearchFilter
from app.web import actor, engines, requires, session
from app.web.listing import Row
from search_index import BadCursor, IndexUnreadable, SearchPage, SearchRequest

blueprint = Blueprint("search", __name__, url_prefix="/search")

NOTHING = SearchPage(hits=(), total=0, total_is_capped=False, next_cursor=None)


@blueprint.get("")
@requires("search.use")
def index() -> ResponseReturnValue:
    """Records the reader may see, by words, numbers and names, marked or not."""
    kinds = queries.searched_kinds()
    wanted = SearchFilter.from_args(request.args)
    if wanted.kind not in {kind.name for kind in kinds}:
        wanted = wanted.but(kind="")
    after = request.args.get("after") or None
    is_ready, page = _search(wanted, actor(), after)
    exact = [] if after else _exact(wanted)
    hits = queries.found(session(), actor(), [hit.id for hit in page.hits])
    return render_template(
        "search/index.html",
        search_text=wanted.words,
        page=presenters.result_page(actor(), wanted, page, exact, hits, kinds),
        is_ready=is_ready,
    )


def _exact(wanted: SearchFilter) -> list[Row]:
    """What stands before the hits: a filter asks for less than all of it."""
    is_filtered = wanted != SearchFilter(words=wanted.words)
    return [] if is_filtered else queries.exact_hits(session(), actor(), wanted.words)


def _search(wanted: SearchFilter, reader: Actor, after: str | None) -> tuple[bool, SearchPage]:
    """The page of hits; False when the index is being built."""
    if not wanted.words:
        return True, NOTHING
    request_ = SearchRequest(
        text=wanted.words,
        readers=reader.tokens,
        without=queries.not_for(session(), reader),
        facts=wanted.facts(),
        today=clock.today(),
        after=after,
    )
    try:
        return True, engines().search.search(request_)
    except IndexUnreadable:
        return False, NOTHING
    except BadCursor:
        return _search(wanted, reader, None)
