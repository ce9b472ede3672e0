"""Pages of audit."""

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from app.audit import presenters, queries
from app.audit.filters import TrailFilter
from app.audit.forms import TrailForm
from app.audit.service import verify
from app.core.errors import Stale
from app.core.lists import Page, Place
from app.web import actor, requires, session
from app.web.errors import error_page
from app.web.listing import Listed

blueprint = Blueprint("audit", __name__)


def init(app: Flask) -> None:
    app.extensions["what_changed"] = presenters.what_changed
    app.register_error_handler(
        Stale, lambda stale: error_page(409, (stale.problem, *presenters.what_changed(stale)))
    )


@blueprint.route("/admin/audit")
@requires("audit.read")
def index() -> ResponseReturnValue:
    """The trail of one's agency, newest first."""
    form = TrailForm(request.args, choices=presenters.group_choices())
    form.offer(queries.agency_choices(session(), actor()))
    wanted = TrailFilter.from_args(request.args)
    found = queries.page(session(), actor(), wanted, Place.from_args(request.args))
    return render_template(
        "audit/trail.html",
        form=form,
        days=presenters.days_of(found, queries.openable(session(), actor(), _records_of(found))),
        empty_place=presenters.empty_trail(wanted),
        is_narrowed=not wanted.is_plain,
        pages=Listed("audit.index", wanted).pager(found),
        may_check=actor().may("system.watch"),
    )


def _records_of(found: Page[queries.TrailRow]) -> set[int]:
    return {row.record_id for row in found.rows if row.record_id is not None}


@blueprint.route("/admin/audit/check")
@requires("system.watch")
def check() -> ResponseReturnValue:
    """Read the whole chain of the installation now; a million entries take half a minute."""
    return render_template("audit/check.html", told=presenters.chain_told(verify(session())))
