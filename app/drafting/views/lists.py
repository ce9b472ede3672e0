"""The lists of drafts."""

from flask import request
from flask.typing import ResponseReturnValue

from app.approval.queries import current_holders
from app.approval.queries.returned import returns
from app.deadlines.queries import horizon
from app.drafting.presenters.lists import draft_list
from app.drafting.queries.lists import VIEWS, drafts_page
from app.drafting.queries.lists import count as count_of
from app.drafting.views.blueprint import blueprint
from app.web import actor, page, requires, session

COUNTED = ("waiting", "returned")


@blueprint.get("/drafts")
@requires("drafts.write", "drafts.approve", "drafts.sign")
def index() -> ResponseReturnValue:
    """Drafts by what they wait for."""
    counts = {view: count_of(session(), actor(), view) for view in COUNTED}
    wanted = request.args.get("view", "waiting" if counts["waiting"] else "mine")
    view = wanted if wanted in VIEWS else "mine"
    rows = drafts_page(
        session(),
        actor(),
        view,
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
    )
    ids = [row.record_id for row in rows.rows]
    holders, returned = current_holders(session(), ids), returns(session(), ids)
    at = horizon(session(), actor().agency_id)
    shown = draft_list(actor(), view, rows, counts, holders, returned, at)
    return page("drafting/index.html", **shown)
