"""Pages of leave."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Forbidden
from app.core.lists import Place
from app.leave import presenters, queries, service
from app.leave.filters import LeaveFilter
from app.leave.forms import LeaveForm
from app.leave.models import LeaveRequest
from app.leave.policy import decides
from app.leave.queries import LEAVE
from app.leave.rules import OPEN
from app.organisation.queries import pages, person_names
from app.web import ReasonForm, VersionedForm, actor, page, refusals, requires, session
from app.web.i18n import gettext as _

blueprint = Blueprint("leave", __name__, url_prefix="/leave")


@blueprint.get("")
@requires("desk.read")
def index() -> ResponseReturnValue:
    wanted = LeaveFilter.from_args(request.args)
    found = LEAVE.page(session(), actor(), wanted, Place.from_args(request.args))
    counts = LEAVE.tab_counts(session(), actor(), wanted)
    people = [one for row in found.rows for one in (row.person_id, row.stand_in_id)]
    shown = presenters.leave_list(wanted, found, counts, person_names(session(), people))
    return page("leave/index.html", page=shown)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("desk.read")
def ask() -> ResponseReturnValue:
    person_id = actor().person_id
    form = LeaveForm(starts_on=clock.today(), reroutes=pages.reroutes(session(), person_id))
    form.offer(pages.people_beside(session(), person_id))
    if form.validate_on_submit():
        with refusals(form):
            made = service.ask(session(), actor(), form.entry())
            flash(_("Asked. You are told when it is decided."), "success")
            return redirect(url_for(".show", leave_id=made.id))
    title, back = _("Ask for leave"), url_for(".index")
    return page(
        "organisation/dialog.html", form, title=title, back=back, said=(), yes=_("Ask for leave")
    )


@blueprint.get("/<int:leave_id>")
@requires("desk.read")
def show(leave_id: int) -> ResponseReturnValue:
    leave = queries.get_request(session(), actor(), leave_id)
    deciders = queries.deciders(session(), leave)
    people = leave.person_id, leave.stand_in_id, leave.decided_by_id, *deciders
    names = person_names(session(), people)
    return page(
        "leave/show.html",
        name=names[leave.person_id],
        facts=presenters.facts(leave, names, deciders),
        said=presenters.said_of(
            leave,
            names,
            queries.gone_stand_ins(session(), LeaveRequest.id == leave_id, states=OPEN),
        ),
        due=presenters.falling_due(session(), actor(), leave),
        actions=presenters.actions(actor(), leave, names),
    )


@blueprint.post("/<int:leave_id>/approve")
@requires("desk.read")
def approve(leave_id: int) -> ResponseReturnValue:
    service.approve(session(), actor(), leave_id, VersionedForm().version.data)
    flash(_("Approved: whoever gives out work sees it."), "success")
    return redirect(url_for(".show", leave_id=leave_id))


@blueprint.route("/<int:leave_id>/refuse", methods=["GET", "POST"])
@requires("desk.read")
def refuse(leave_id: int) -> ResponseReturnValue:
    leave = queries.get_request(session(), actor(), leave_id)
    if not decides.for_row(actor(), leave):
        raise Forbidden
    form, back = ReasonForm(version=leave.version), url_for(".show", leave_id=leave_id)
    if form.validate_on_submit():
        with refusals(form):
            version, reason = form.version.data, form.reason.data or ""
            service.refuse(session(), actor(), leave_id, version, reason)
            flash(_("Refused; they are told why."), "success")
            return redirect(back)
    name = person_names(session(), [leave.person_id])[leave.person_id]
    title = _("Refuse the leave of %(name)s", name=name)
    return page("organisation/dialog.html", form, title=title, back=back, said=(), yes=_("Refuse"))


@blueprint.post("/<int:leave_id>/take-back")
@requires("desk.read")
def take_back(leave_id: int) -> ResponseReturnValue:
    service.take_back(session(), actor(), leave_id, VersionedForm().version.data)
    flash(_("Taken back."), "success")
    return redirect(url_for(".show", leave_id=leave_id))
