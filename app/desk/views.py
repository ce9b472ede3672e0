"""The desk of every role, the one page of a document, and the pages that watch the office."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    redirect,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.feature import Opened
from app.core.policy import Actor
from app.correspondence.queries import load_document
from app.deadlines.queries import horizon_of
from app.desk import queries
from app.desk.presenters import guide as user_guide
from app.desk.presenters import shell, stranded, system
from app.desk.presenters.home import home as first_page
from app.desk.presenters.record import record_page
from app.desk.queries import watch
from app.search.service import ask_to_rebuild
from app.upkeep import presenters as behind
from app.upkeep import queries as jobs
from app.web import actor, features, page, public, requires, session, signed_in
from app.web.database import database
from app.web.i18n import gettext as _
from app.web.records import note_opened

blueprint = Blueprint("desk", __name__)

RECORDS = "/records"
Load = Callable[[Session, Actor, int], Any]


def init(app: Flask) -> None:
    shell.init(app)


@blueprint.get("/")
@requires("desk.read")
def home() -> ResponseReturnValue:
    return page("desk/home.html", desk=first_page(session(), features(), actor()))


@blueprint.get("/guide")
@public
def guide() -> ResponseReturnValue:
    """How the office is used; linked from every page, that of signing in too."""
    return page("desk/guide.html", guide=user_guide.GUIDE)


@blueprint.get("/guide/<picture>.png")
@public
def guide_picture(picture: str) -> ResponseReturnValue:
    return send_from_directory(user_guide.PICTURES, f"{picture}.png", max_age=86_400)


@blueprint.get("/admin/stranded")
@requires("access.manage")
def stranded_work() -> ResponseReturnValue:
    """What waits for people who have left or cannot sign in, and for units without a head."""
    rows = stranded.table(session(), actor(), features())
    columns, nobody = stranded.columns(), stranded.nobody()
    return page("desk/stranded.html", rows=rows, columns=columns, nobody=nobody)


@blueprint.get("/admin/system")
@requires("system.watch")
def parts() -> ResponseReturnValue:
    """Every part of the installation, there or missing; what works behind the pages."""
    found = current_app.extensions["parts"](database.engine)
    return page(
        "desk/system.html",
        columns=system.columns(),
        rows=system.table(found),
        lane_columns=behind.lane_columns(),
        lanes=behind.lanes_table(jobs.lane_states(session())),
        running_columns=behind.running_columns(),
        running=behind.running_table(jobs.running_jobs(session())),
        round_columns=behind.round_columns(),
        rounds=behind.rounds_table(jobs.rounds(session()), current_app.extensions["rounds"]),
        rebuild=system.rebuild_action(),
        watched_columns=system.watched_columns(),
        watched=system.watched_table(watch(session(), features())),
    )


@blueprint.post("/admin/system/index")
@requires("system.watch")
def rebuild_index() -> ResponseReturnValue:
    """Have the whole search index built anew."""
    ask_to_rebuild(session(), actor())
    flash(_("The search index is being built anew. Searching goes on meanwhile."))
    return redirect(url_for(".parts"))


@blueprint.get("/documents/<int:document_id>")
@requires("documents.read")
def document(document_id: int) -> ResponseReturnValue:
    return _page_of(document_id, load_document)


@blueprint.get("/records/<int:record_id>")
@signed_in
def record(record_id: int) -> ResponseReturnValue:
    """The page of a record whose kind has no address of its own; others are led to theirs."""
    kind = features().kinds.get(queries.kind_of(session(), record_id))
    if kind is None or not actor().may(kind.permission):
        raise NotFound  # nobody learns here what there is
    if kind.path == RECORDS and kind.head is not None:
        return _page_of(record_id, kind.load)
    kind.load(session(), actor(), record_id)
    own = request.script_root + kind.faces(session(), [record_id])[record_id].path
    return redirect(f"{own}?{urlencode(request.args)}" if request.args else own)


def _page_of(record_id: int, load: Load) -> ResponseReturnValue:
    """The page, after what opening it sets off was noted, if there was anything."""
    found = load(session(), actor(), record_id)
    if note_opened(record_id):
        found = load(session(), actor(), record_id)
    kind = features().kinds[found.record_kind]
    horizon = horizon_of(session(), found.agency_id)
    opened = Opened(record_id, kind, found, horizon)
    shown = record_page(session(), features(), actor(), opened)
    return page("desk/record.html", shown=shown)
