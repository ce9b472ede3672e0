"""The desk of every role, the list of work, and the one page of a document."""

from flask import Blueprint, Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.assignments import service as assignments
from app.assignments.queries import WorkFilter, horizon, work_page
from app.correspondence.service import open_document
from app.desk import queries, shell, stranded, system
from app.desk.document import document_page
from app.desk.home import home as first_page
from app.desk.work import work_list
from app.search.service import ask_to_rebuild
from app.upkeep import presenting as behind
from app.upkeep import queries as jobs
from app.web import actor, page, requires, session, write_transaction
from app.web.database import database

blueprint = Blueprint("desk", __name__)


def init(app: Flask) -> None:
    shell.init(app)


@blueprint.get("/")
@requires("desk.read")
def home() -> ResponseReturnValue:
    return page("desk/home.html", desk=first_page(session(), actor()))


@blueprint.get("/work")
@requires("assignments.work")
def work() -> ResponseReturnValue:
    wanted = WorkFilter.from_args(request.args)
    at = horizon(session(), actor().agency_id)
    rows = work_page(
        session(),
        actor(),
        wanted,
        at,
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
    )
    return page("desk/work.html", work=work_list(session(), actor(), wanted, rows, at))


@blueprint.get("/admin/stranded")
@requires("access.manage")
def stranded_work() -> ResponseReturnValue:
    """What waits for people who have left or cannot sign in, and for units without a head."""
    rows = stranded.table(session(), actor())
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
    if queries.is_news(session(), actor(), document_id):
        _note_reading(document_id)
    shown = queries.load_document(session(), actor(), document_id)
    return page("desk/document.html", shown=document_page(session(), actor(), shown))


def _note_reading(document_id: int) -> None:
    """The document, and the reader's own lines of it, are read from now on."""
    queries.load_document(session(), actor(), document_id)
    with write_transaction() as own:
        open_document(own, document_id, actor())
        assignments.open_lines(own, document_id, actor())
