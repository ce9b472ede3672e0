"""The search page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.core.policy import Actor
from app.search import presenters, queries
from app.search.forms import SearchForm
from app.web import actor, engines, requires, session
from search_index import BadCursor, IndexUnreadable, SearchPage, SearchRequest

blueprint = Blueprint("search", __name__, url_prefix="/search")

NOTHING = SearchPage(hits=(), total=0, total_is_capped=False, next_cursor=None)


@blueprint.get("")
@requires("search.use")
def index() -> ResponseReturnValue:
    """Records the reader may see, by words, numbers and names, marked or not."""
    kinds = queries.searched_kinds()
    form = SearchForm.from_address(request.args, [kind.name for kind in kinds])
    is_ready, page = _search(form, actor())
    hits = queries.found(session(), actor(), [hit.id for hit in page.hits])
    return render_template(
        "search/index.html",
        search_text=form.text,
        page=presenters.result_page(form, page, hits),
        chips=presenters.chips(form, kinds),
        is_ready=is_ready,
    )


def _search(form: SearchForm, reader: Actor) -> tuple[bool, SearchPage]:
    """The page of hits; False when the index is being built."""
    if not form.text:
        return True, NOTHING
    request_ = SearchRequest(
        text=form.text,
        readers=reader.tokens,
        without=queries.not_for(session(), reader),
        kinds=frozenset({form.kind}) if form.kind else frozenset(),
        year=form.year,
        after=form.after,
    )
    try:
        return True, engines().search.search(request_)
    except IndexUnreadable:
        return False, NOTHING
    except BadCursor:
        return _search(SearchForm(form.text, form.kind, form.year, None), reader)
