"""Pages of audit."""

from flask import Blueprint, Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.audit import presenters, queries
from app.audit.filters import RefusedFilter, TrailFilter
from app.audit.forms import TrailForm
from app.audit.refusals import NOBODY, Attempt, Tally
from app.audit.service import verify
from app.core import clock
from app.core.db import session_factory
from app.core.errors import Stale
from app.core.lists import Page, Place
from app.web import actor, requires, session
from app.web.database import database
from app.web.errors import error_page
from app.web.listing import Listed

blueprint = Blueprint("audit", __name__)


def init(app: Flask) -> None:
    app.extensions["what_changed"] = presenters.what_changed
    app.register_error_handler(
        Stale, lambda stale: error_page(409, (stale.problem, *presenters.what_changed(stale)))
    )
    app.extensions["refusals"] = Tally()
    app.after_request(_note_refused)


WHYS = {403: "right", 404: "hidden"}


def _note_refused(response: Response) -> Response:
    """Count what was refused; what was counted before is written with whatever request comes."""
    tally: Tally = current_app.extensions["refusals"]
    attempt = _attempt(response.status_code)
    if attempt is not None:
        tally.count(attempt)
        session().rollback()  # asking who it is may have begun to write
    tally.write(session_factory(database.engine))
    return response


def _attempt(status: int) -> Attempt | None:
    """Who was refused what in this request; None where it was no refusal.

    There is nothing to hide where no route leads, nor from whoever is not signed in. Only numbers
    of the address are kept: other arguments are words of the sender's own, or secrets.
    """
    why, rule, named = g.get("refused_as") or WHYS.get(status), request.url_rule, request.view_args
    if why is None or rule is None or rule.endpoint == "static":
        return None
    who = actor() if current_user.is_authenticated else None
    if why == "hidden" and not (who and named):
        return None
    is_numbered = all(isinstance(one, int) for one in (named or {}).values())
    return Attempt(
        day=clock.today(),
        person_id=who.person_id if who else NOBODY,
        address=(request.remote_addr or "")[:64],
        method=request.method[:10],
        path=(request.path if is_numbered else rule.rule)[:200],
        why=why,
        part=(request.blueprint or "")[:40],
        person_name=who.name if who else "",
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


@blueprint.route("/admin/audit/refused")
@requires("system.watch")
def refused() -> ResponseReturnValue:
    """What people were refused in the whole installation, the latest first."""
    wanted = RefusedFilter.from_args(request.args)
    found = queries.REFUSED.page(session(), actor(), wanted, Place.from_args(request.args))
    return render_template("audit/refused.html", page=presenters.refused_list(wanted, found))
