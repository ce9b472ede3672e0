"""Pages of leave."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Forbidden
from app.core.lists import Place
from app.leave import presenters, queries, service
from app.leave.filters import LeaveFilter
from app.leave.forms import LeaveForm
from app.leave.policy import decides
from app.leave.queries import LEAVE
from app.organisation.queries import pages
from app.web import ReasonForm, VersionedForm, actor, page, refusals, requires, session
from app.web.i18n import gettext as _

blueprint = Blueprint("leave", __name__, url_prefix="/leave")


@blueprint.get("")
@requires("desk.read")
def index() -> ResponseReturnValue:
    wanted = LeaveFilter.from_args(request.args)
    found = LEAVE.page(session(), actor(), wanted, Place.from_args(request.args))
    counts = LEAVE.tab_counts(session(), actor(), wanted)
    return page("leave/index.html", page=presenters.leave_list(wanted, found, counts))


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
            return redirect(url_for(".show", request_id=made.id))
    title, back = _("Ask for leave"), url_for(".index")
    return page("organisation/dialog.html", form, title=title, back=back, said=(), yes=_("Ask"))


@blueprint.get("/<int:request_id>")
@requires("desk.read")
def show(request_id: int) -> ResponseReturnValue:
    leave = queries.get_request(session(), actor(), request_id)
    return page(
        "leave/show.html",
        name=leave.person.name,
        facts=presenters.facts(leave),
        said=presenters.said_of(leave),
        actions=presenters.actions(actor(), leave),
    )


@blueprint.post("/<int:request_id>/approve")
@requires("desk.read")
def approve(request_id: int) -> ResponseReturnValue:
    service.approve(session(), actor(), request_id, VersionedForm().version.data)
    flash(_("Approved: whoever gives out work sees it."), "success")
    return redirect(url_for(".show", request_id=request_id))


@blueprint.route("/<int:request_id>/refuse", methods=["GET", "POST"])
@requires("desk.read")
def refuse(request_id: int) -> ResponseReturnValue:
    leave = queries.get_request(session(), actor(), request_id)
    if not decides.for_row(actor(), leave):
        raise Forbidden
    form, back = ReasonForm(version=leave.version), url_for(".show", request_id=request_id)
    if form.validate_on_submit():
        with refusals(form):
            version, reason = form.version.data, form.reason.data or ""
            service.refuse(session(), actor(), request_id, version, reason)
            flash(_("Refused; they are told why."), "success")
            return redirect(back)
    title = _("Refuse the leave of %(name)s", name=leave.person.name)
    return page("organisation/dialog.html", form, title=title, back=back, said=(), yes=_("Refuse"))


@blueprint.post("/<int:request_id>/take-back")
@requires("desk.read")
def take_back(request_id: int) -> ResponseReturnValue:
    service.take_back(session(), actor(), request_id, VersionedForm().version.data)
    flash(_("Taken back."), "success")
    return redirect(url_for(".show", request_id=request_id))
