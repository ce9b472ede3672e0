"""The search page."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.correspondence.queries import load_document
from app.lists.service import seen_view
from app.search import queries, service
from app.search.asking import NOTHING, Asking
from app.search.filters import PAGE, SearchFilter
from app.search.presenters import asked, hits, typing, values
from app.search.presenters.record import related
from app.search.rules import LONGEST
from app.web import actor, engines, requires, session, write_transaction
from app.web.i18n import gettext as _
from app.web.listing import ListPage, Row
from app.web.records import link_to
from search_index import IndexUnreadable

blueprint = Blueprint("search", __name__, url_prefix="/search")


@blueprint.get("")
@requires("search.use")
def index() -> ResponseReturnValue:
    """Records the reader may see, by words, numbers and names, marked or not."""
    form = asked.form_of(request.args)
    if form is not None:
        return redirect(url_for(".index", **form.to_args()))
    kinds = queries.searched_kinds()
    wanted = SearchFilter.from_args(request.args)
    if wanted.kind not in {kind.name for kind in kinds}:
        wanted = wanted.but(kind="")
    after = request.args.get("after") or None
    asking = Asking(session(), engines().search, actor())
    choices = values.listed(session(), actor())
    read = values.read(asking, wanted, choices)
    if read != wanted:
        return redirect(url_for(".index", **read.to_args()))
    asks, meant = not wanted.is_nothing, asking.meant(wanted.words)
    try:
        page = asking.page(wanted, after) if asks else NOTHING
        better = asking.better(wanted) if wanted.words and not after else ""
    except IndexUnreadable:
        empty = hits.result_page(actor(), wanted, meant, NOTHING, [], [], kinds)
        return _shown(wanted, empty, asked.fields(wanted, choices))
    exact = [] if after else _exact(wanted)
    found = queries.found(session(), actor(), [hit.id for hit in page.hits])
    result = hits.result_page(actor(), wanted, meant, page, exact, found, kinds)
    if result.rows and wanted.words:
        _keep(wanted)
    nothing = asked.nothing(asking, wanted) if asks and not result.rows else None
    remarks = asked.remarks(asking, wanted, meant, choices)
    fields = asked.fields(wanted, choices)
    return _shown(wanted, result, fields, remarks, nothing, better, is_ready=True)


def _shown(
    wanted: SearchFilter,
    result: ListPage,
    fields: Sequence[asked.FormField],
    remarks: Sequence[values.Remark] = (),
    nothing: asked.Nothing | None = None,
    better: str = "",
    *,
    is_ready: bool = False,
) -> ResponseReturnValue:
    past = queries.past_searches(session(), actor()) if wanted.is_nothing else ()
    return render_template(
        "search/index.html",
        wanted=wanted,
        fields=fields,
        page=result,
        nothing=nothing,
        better=better,
        remarks=remarks,
        is_ready=is_ready,
        past=past[: typing.PAST_SHOWN],
    )


def _keep(wanted: SearchFilter) -> None:
    """What found something is offered again; looking at it once more changes nothing.

    Whoever is led here from another site did not type it.
    """
    is_typed = request.headers.get("Sec-Fetch-Site") != "cross-site"
    is_short = len(wanted.words) <= LONGEST
    if is_typed and is_short and wanted.words not in queries.past_searches(session(), actor())[:1]:
        with write_transaction() as own:
            service.keep_search(own, actor(), wanted.words)


@blueprint.get("/suggestions")
@requires("search.use")
def suggestions() -> ResponseReturnValue:
    """What may be meant by what is typed so far, as a fragment for the list under the box."""
    typed = SearchFilter.from_args(request.args).words
    groups = typing.suggestions(session(), actor(), typed)
    return render_template("search/suggestions.html", groups=groups)


@blueprint.get("/alike/<int:document_id>")
@requires("documents.read")
def alike(document_id: int) -> ResponseReturnValue:
    """What is like a document and what else it cites: its page fetches that once it is seen."""
    actor().needs("search.use")
    document = load_document(session(), actor(), document_id)
    asking = Asking(session(), engines().search, actor())
    return render_template(
        "search/alike.html",
        document=document,
        related=related(asking, document_id),
        back=link_to(document.kind, document_id),
    )


@blueprint.post("/forget")
@requires("search.use")
def forget() -> ResponseReturnValue:
    """One search, or all that one searched for, is kept no more."""
    words = request.form.get("words", "")
    service.forget_searches(session(), actor(), words)
    if words:
        flash(_("Forgotten: %(words)s.", words=words), "success")
    else:
        flash(_("Forgotten: nothing is kept of what you searched for."), "success")
    return redirect(url_for(".index"))


@blueprint.get("/saved/<int:view_id>")
@requires("search.use")
def saved(view_id: int) -> ResponseReturnValue:
    """A search that is kept under a name; what was new in it has now been seen."""
    view = seen_view(session(), actor(), view_id, PAGE)
    followed = queries.followed(session(), view_id, actor().person_id)
    if followed is not None and followed.is_told:
        with write_transaction() as own:
            service.open_search(own, actor(), view_id)
    return redirect(url_for(".index", **view.asked))


@blueprint.post("/saved/<int:view_id>/follow")
@requires("search.use")
def follow(view_id: int) -> ResponseReturnValue:
    service.follow(session(), actor(), view_id)
    flash(_("You will hear of what comes in from now on and matches it."), "success")
    return redirect(url_for("lists.views"))


@blueprint.post("/saved/<int:view_id>/unfollow")
@requires("search.use")
def unfollow(view_id: int) -> ResponseReturnValue:
    service.unfollow(session(), actor(), view_id)
    flash(_("You hear no more of what matches it."), "success")
    return redirect(url_for("lists.views"))


def _exact(wanted: SearchFilter) -> list[Row]:
    """What stands before the hits: a filter asks for less than all of it."""
    is_filtered = wanted != SearchFilter(words=wanted.words)
    return [] if is_filtered else queries.exact_hits(session(), actor(), wanted.words)
