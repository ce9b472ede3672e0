"""Pages of audit."""

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.audit import presenters, queries
from app.audit.forms import TrailForm
from app.audit.service import verify
from app.core.errors import Stale
from app.web import actor, requires, session
from app.web.errors import error_page

blueprint = Blueprint("audit", __name__)


def init(app: Flask) -> None:
    app.register_error_handler(
        Stale, lambda stale: error_page(409, (stale.problem, *presenters.what_changed(stale)))
    )


@blueprint.route("/admin/audit")
@requires("audit.read")
def index() -> ResponseReturnValue:
    """The trail of one's agency, newest first."""
    form = TrailForm(request.args, choices=presenters.group_choices())
    form.offer(queries.agency_choices(session(), actor()))
    wanted = form.wanted()
    page = queries.page(
        session(),
        actor(),
        wanted,
        older_than=request.args.get("before", type=int),
        newer_than=request.args.get("after", type=int),
    )
    return render_template(
        "audit/trail.html",
        form=form,
        days=presenters.days_of(page),
        empty_place=presenters.empty_trail(wanted),
        is_narrowed=wanted != queries.TrailFilter(),
        newer_href=_address(form, after=page.newer_than),
        older_href=_address(form, before=page.older_than),
        may_check=actor().may("system.watch"),
    )


@blueprint.route("/admin/audit/check")
@requires("system.watch")
def check() -> ResponseReturnValue:
    """Read the whole chain of the installation now; a million entries take half a minute."""
    return render_template("audit/check.html", told=presenters.chain_told(verify(session())))


def _address(form: TrailForm, **place: int | None) -> str | None:
    """The neighbouring page that starts at this place, with everything that was looked for."""
    if None in place.values():
        return None
    values: dict[str, Any] = {**form.as_address(), **place}
    return url_for("audit.index", **values)
