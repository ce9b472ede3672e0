"""What is done with the line of one who is asked."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Forbidden
from app.core.text import N_
from app.deadlines.queries import due_moment
from app.files.receiving import look, look_before_it_leaves
from app.requests import presenters, queries, service
from app.requests.forms import (
    DateForm,
    OfficerForm,
    RedoForm,
    SureForm,
)
from app.requests.policy import heads
from app.requests.views.blueprint import blueprint
from app.requests.views.shared import act, answer_form, asked_line, back, own_line, papers
from app.web import (
    ReasonForm,
    actor,
    page,
    refusals,
    requires,
    session,
)
from app.web.i18n import gettext as _


def _look(asked_line_id: int) -> None:
    """At the files of an answer, harder where they go to another agency."""
    asked = queries.find(session(), queries.request_of(session(), asked_line_id) or 0)
    (look if asked.agency_id == actor().agency_id else look_before_it_leaves)()


# -- One line --------------------------------------------------------------------------------------


@blueprint.route("/lines/<int:asked_line_id>/answer", methods=["GET", "POST"])
@requires("documents.read", first=_look)
def answer(asked_line_id: int) -> ResponseReturnValue:
    line, asked, is_asker = asked_line(asked_line_id)
    service.must_not_be_withdrawn(asked)
    form = answer_form(asked, line, is_asker=is_asker)
    if form.validate_on_submit():
        with refusals(form):
            service.answer(session(), actor(), line.id, *form.said(), papers(form, line))
            text = _("The answer of %(name)s is noted.", name=line.name)
            undo = url_for(".say_none", asked_line_id=line.id) if is_asker else ""
            flash({"text": text, "undo": undo}, "toast")  # type: ignore[arg-type]
            return back(asked)
    form.files.keep()
    return page(
        "requests/answer.html",
        form=form,
        asked=asked,
        line=line,
        is_asker=is_asker,
        facts=presenters.asked_facts(session(), actor(), asked, line),
        drafting=presenters.reply_at(session(), actor(), asked, line),
    )


@blueprint.route("/lines/<int:asked_line_id>/officer", methods=["GET", "POST"])
@requires("documents.read")
def officer(asked_line_id: int) -> ResponseReturnValue:
    """The head of the unit lets one of its people answer."""
    line, asked, _is_asker = asked_line(asked_line_id)
    form = OfficerForm(officer_id=line.officer_id)
    form.offer(queries.officers_of(session(), line))
    if form.validate_on_submit():
        with refusals(form):
            service.give_to_officer(session(), actor(), line.id, form.officer_id.data)
            flash(_("Saved."), "success")
            return back(asked)
    if not heads(actor(), line):
        raise Forbidden
    return act(form, asked, _("Who answers for %(name)s", name=line.name), _("Save"))


@blueprint.post("/lines/<int:asked_line_id>/none")
@requires("requests.ask")
def say_none(asked_line_id: int) -> ResponseReturnValue:
    line = service.say_none(session(), actor(), asked_line_id)
    stands = N_("The answer that %(name)s gave before stands again.")
    text = stands if line.state == "answered" else N_("%(name)s has not answered.")
    flash(_(text, name=line.name), "success")
    return redirect(url_for(".show", request_id=line.request_id))


@blueprint.post("/lines/<int:asked_line_id>/approve")
@requires("requests.ask")
def approve(asked_line_id: int) -> ResponseReturnValue:
    form = SureForm()
    line = service.approve(session(), actor(), asked_line_id, form.answer_id.data)
    undo = url_for(".take_back", asked_line_id=line.id)
    text = _("The answer of %(name)s is approved.", name=line.name)
    flash({"text": text, "undo": undo}, "toast")  # type: ignore[arg-type]
    return redirect(url_for(".show", request_id=line.request_id))


@blueprint.post("/lines/<int:asked_line_id>/take-back")
@requires("requests.ask")
def take_back(asked_line_id: int) -> ResponseReturnValue:
    line = service.take_back(session(), actor(), asked_line_id)
    flash(_("The answer of %(name)s waits for approval again.", name=line.name), "success")
    return redirect(url_for(".show", request_id=line.request_id))


@blueprint.route("/lines/<int:asked_line_id>/redo", methods=["GET", "POST"])
@requires("requests.ask")
def redo(asked_line_id: int) -> ResponseReturnValue:
    line, asked = own_line(asked_line_id)
    form = RedoForm(data={"answer_id": line.standing.id if line.standing else 0})
    if form.validate_on_submit():
        with refusals(form):
            due = due_moment(session(), asked.agency_id, form.due_on.data)
            values = form.answer_id.data, form.reason.data, due
            service.redo(session(), actor(), line.id, *values)
            flash(_("%(name)s is asked to do it again.", name=line.name), "success")
            return back(asked)
    return act(form, asked, _("%(name)s is to do it again", name=line.name), _("Ask again"))


@blueprint.route("/lines/<int:asked_line_id>/date", methods=["GET", "POST"])
@requires("requests.ask")
def redate(asked_line_id: int) -> ResponseReturnValue:
    line, asked = own_line(asked_line_id)
    form = DateForm(data={"due_on": clock.local(line.due_at).date() if line.due_at else None})
    if form.validate_on_submit():
        with refusals(form):
            due = due_moment(session(), asked.agency_id, form.due_on.data, line.due_at)
            service.redate(session(), actor(), line.id, due)
            flash(_("The date of %(name)s is changed.", name=line.name), "success")
            return back(asked)
    return act(form, asked, _("Date of %(name)s", name=line.name), _("Save"))


@blueprint.route("/lines/<int:asked_line_id>/off", methods=["GET", "POST"])
@requires("requests.ask")
def take_off(asked_line_id: int) -> ResponseReturnValue:
    line, asked = own_line(asked_line_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.take_off(session(), actor(), line.id, form.reason.data)
            undo = url_for(".put_back", asked_line_id=line.id)
            flash({"text": _("%(name)s is taken off.", name=line.name), "undo": undo}, "toast")  # type: ignore[arg-type]
            return back(asked)
    leads = _("It leads: then nobody does, until you ask others too and say who.")
    warning = leads if line.role == "lead" else ""
    return act(form, asked, _("Take %(name)s off", name=line.name), _("Take off"), warning)


@blueprint.post("/lines/<int:asked_line_id>/on")
@requires("requests.ask")
def put_back(asked_line_id: int) -> ResponseReturnValue:
    line, asked = own_line(asked_line_id)
    service.put_back(session(), actor(), line.id)
    flash(_("%(name)s is asked after all.", name=line.name), "success")
    return back(asked)


@blueprint.post("/answers/<int:answer_id>/<any(yes, no):said>")
@requires("requests.ask")
def decide(answer_id: int, said: str) -> ResponseReturnValue:
    """Whether a document that cites the request answers it."""
    line = service.decide_proposed(session(), actor(), answer_id, said == "yes")
    text = N_("%(name)s has answered; it waits for your approval.")
    flash(_(text if said == "yes" else N_("%(name)s has not answered."), name=line.name), "success")
    return redirect(url_for(".show", request_id=line.request_id))


# -- Loading ---------------------------------------------------------------------------------------
