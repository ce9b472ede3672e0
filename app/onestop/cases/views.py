"""Pages of cases: the list, moves from status to status, and the forms that are printed."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.lists import Place
from app.deadlines.queries import horizon_of
from app.onestop.cases import presenters, queries, service
from app.onestop.cases.filters import CaseFilter
from app.onestop.cases.forms import MoveForm
from app.onestop.cases.inputs import Status
from app.onestop.cases.policy import HANDLE, READ
from app.onestop.cases.queries import CASES
from app.onestop.cases.rules.statuses import MOVES, NEEDS_WORDS, REACHED
from app.web import actor, page, refusals, requires, session
from app.web.engines import office_address
from app.web.i18n import gettext as _
from app.web.records import link_to

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


@blueprint.get("")
@requires(READ)
def index() -> ResponseReturnValue:
    wanted = CaseFilter.from_args(request.args)
    horizon = horizon_of(session(), actor().agency_id)
    place = Place.from_args(request.args)
    found = CASES.page(session(), actor(), wanted, place, horizon.moments)
    counts = CASES.tab_counts(session(), actor(), wanted, horizon.moments)
    shown = presenters.list_page(wanted, found, counts, horizon)
    return page("onestop/cases/index.html", page=shown)


@blueprint.route("/<int:case_id>/move/<int:status>", methods=["GET", "POST"])
@requires(HANDLE)
def move(case_id: int, status: int) -> ResponseReturnValue:
    """On to this status, with what is said of it."""
    case = queries.get_case(session(), actor(), case_id)
    is_open_to = status in MOVES.get(Status(case.status), ())
    if status not in REACHED or (request.method == "GET" and not is_open_to):
        raise NotFound
    target = Status(status)
    form = MoveForm(version=case.version)
    if form.validate_on_submit():
        with refusals(form):
            words, seen = form.words.data or "", form.version.data
            service.move(session(), actor(), case_id, target, words, seen)
            undo = url_for(".take_back", case_id=case_id)
            told = _("Case %(code)s moved on.", code=case.code)
            flash({"text": told, "undo": undo}, "toast")  # type: ignore[arg-type]
            return redirect(link_to("case", case_id))
    title = presenters.move_label(Status(case.status), target)
    asks = target in NEEDS_WORDS
    return page("onestop/cases/move.html", form, case=case, title=title, asks=asks)


@blueprint.post("/<int:case_id>/take-back")
@requires(HANDLE)
def take_back(case_id: int) -> ResponseReturnValue:
    """One's own last move, while nobody has acted after it."""
    service.take_back_last(session(), actor(), case_id)
    flash(_("Taken back."))
    return redirect(link_to("case", case_id))


@blueprint.get("/<int:case_id>/print")
@requires(READ)
def printed(case_id: int) -> ResponseReturnValue:
    """Form 01, 02 or 03: what the case stands for the applicant."""
    case = queries.get_case(session(), actor(), case_id)
    sheet = presenters.sheet_of(session(), case, office_address())
    return page("onestop/cases/print.html", sheet=sheet, case=case)
