"""The lists of drafts."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.approval.queries import current_holders
from app.approval.queries.returned import returns
from app.core.lists import Place
from app.deadlines.queries import horizon_of
from app.drafting.filters import DraftFilter
from app.drafting.presenters.lists import draft_list, new_draft
from app.drafting.queries.lists import DRAFTS, drafts_page
from app.drafting.views.blueprint import blueprint
from app.web import actor, page, requires, session


@blueprint.get("/drafts")
@requires("drafts.write", "drafts.approve", "drafts.sign")
def index() -> ResponseReturnValue:
    """Drafts by how they stand; at whose step they are is said by the list of turns."""
    if request.args.get("view") == "waiting":  # its address until other things were approved too
        return redirect(url_for("approval.index"))
    counts = DRAFTS.tab_counts(session(), actor(), DraftFilter())
    usual = "returned" if counts["returned"] else "mine"
    wanted = DraftFilter.from_args(request.args, tab=usual)
    found = drafts_page(session(), actor(), wanted, Place.from_args(request.args))
    ids = [row.record_id for row in found.rows]
    holders, returned = current_holders(session(), ids), returns(session(), ids)
    horizon = horizon_of(session(), actor().agency_id)
    shown = draft_list(actor(), wanted, found, counts, holders, returned, horizon)
    return page("drafting/index.html", page=shown, new=new_draft(actor()))
