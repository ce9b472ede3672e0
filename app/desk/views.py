"""The desk of every role, and the one page of a document."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Flask,
    redirect,
    request,
    send_from_directory,
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
from app.desk.presenters import shell
from app.desk.presenters.home import home as first_page
from app.desk.presenters.record import record_page
from app.web import actor, features, page, public, requires, session, signed_in
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
