"""The list, and the preview beside it."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.core.lists import Place
from app.correspondence.policy import get_document
from app.correspondence.queries import replies_to, standing_of
from app.correspondence.queries.sequels import sequels_of
from app.deadlines.queries import horizon_of
from app.deadlines.rules.wholes import Parts
from app.files.presenters import chosen_file, file_view
from app.files.queries import files_of
from app.incoming import policy, presenters, queries
from app.incoming.filters import IncomingFilter
from app.incoming.models import IncomingDocument
from app.incoming.queries import INCOMING
from app.incoming.views.blueprint import blueprint
from app.web import actor, page, requires, session
from app.web.records import link_to
from app.work import presenters as work_presenters
from app.work import queries as work
from app.work.list_position import carried


@blueprint.get("")
@requires("documents.read")
def index() -> ResponseReturnValue:
    """The list; its address holds the whole filter."""
    wanted = IncomingFilter.from_args(request.args)
    horizon = horizon_of(session(), actor().agency_id)
    counted = INCOMING.tab_counts(session(), actor(), wanted, horizon.moments)
    found = queries.list_page(session(), actor(), wanted, horizon, Place.from_args(request.args))
    offered = queries.choices(session(), actor().agency_id)
    return page(
        "incoming/index.html",
        page=presenters.list_page(actor(), wanted, found, horizon, offered, counted),
        may_register=actor().may("incoming.register"),
    )


@blueprint.get("/<int:document_id>/peek")
@requires("documents.read")
def peek(document_id: int) -> ResponseReturnValue:
    """What the list shows of the row in hand: directive, lines, first page."""
    document = get_document(session(), IncomingDocument, document_id, actor())
    horizon = horizon_of(session(), document.agency_id)
    parts = work.parts_of(session(), [document.id], horizon)
    answer = replies_to(session(), actor(), [document.id]).get(document.id)
    sequels = sequels_of(session(), [document.id]).get(document.id, ())
    lines = work.lines_of(session(), document.id)
    directives = work.directives_of(session(), document.id)
    directs = policy.directs(actor(), document)
    view = work_presenters.View(actor(), standing_of(document), directs, horizon)
    file = chosen_file(files_of(session(), document.id), None)
    return page(
        "incoming/peek.html",
        document=document,
        head=presenters.head(document, parts.get(document.id, Parts()), horizon, answer, sequels),
        open_href=link_to("incoming", document.id, **carried()),
        actions=presenters.peek_actions(document, view, lines),
        directives=work_presenters.directive_views(view, directives, lines),
        file=file_view(file) if file else None,
    )


@blueprint.get("/<int:document_id>/onward")
@requires("documents.read")
def onward(document_id: int) -> ResponseReturnValue:
    """From a document that was dealt with to the next of the list it was opened from.

    When it was the last, to the document itself: there stands what was done.
    """
    get_document(session(), IncomingDocument, document_id, actor())
    wanted = IncomingFilter.from_args(request.args)
    horizon = horizon_of(session(), actor().agency_id)
    row = INCOMING.following(session(), actor(), wanted, document_id, horizon.moments)
    if row is None:
        return redirect(link_to("incoming", document_id, anchor="work"))
    return redirect(link_to("incoming", row.id, **presenters.kept_onward(wanted, row.id)))
