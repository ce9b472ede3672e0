"""The approval circuit: composing it, deciding in one's turn, calling a draft back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.errors import Forbidden
from app.core.text import N_
from app.drafting import service
from app.drafting.forms import CancelForm, CircuitForm, DecisionForm
from app.drafting.policy import get_draft, is_author
from app.drafting.presenters.circuit import composer
from app.drafting.queries.circuits import proposed_circuit
from app.drafting.queries.drafts import draft_view
from app.drafting.queries.lists import waiting_for_next
from app.drafting.queries.people import approvers
from app.drafting.views.blueprint import blueprint
from app.drafting.views.coming_back import status_of, typed_stays
from app.drafting.views.reading import render
from app.web import actor, engines, page, refusals, requires, session

SENT_WORDS = {
    "review": N_("Approved. Thank you."),
    "initial": N_("Initialled."),
    "opinion": N_("Your opinion was given."),
    "sign": N_("Signed. It now waits for its number at the clerk's."),
}


@blueprint.route("/drafts/<int:draft_id>/circuit", methods=["GET", "POST"])
@requires("drafts.write")
def circuit(draft_id: int) -> ResponseReturnValue:
    """Choose who reviews, initials, gives an opinion and signs, and send the draft on its way."""
    draft = get_draft(session(), draft_id, actor())
    if not is_author(actor(), draft) and draft.unit_id not in actor().headed_unit_ids:
        raise Forbidden
    view = draft_view(session(), actor(), draft_id)
    people = approvers(session(), draft.agency_id)
    form = CircuitForm(data={"base_version": view.latest.number})
    if request.form.get("do") == "send" and form.validate_on_submit():
        with typed_stays(form):
            return _send(form, draft_id, {one.post_id: one.person_id for one in people})
    lines = form.typed or proposed_circuit(session(), draft, people)
    view = draft_view(session(), actor(), draft_id)
    form.base_version.data = view.latest.number
    return status_of(form, page("drafting/circuit.html", form, **composer(view, people, lines)))


def _send(form: CircuitForm, draft_id: int, person_of: dict[int, int]) -> ResponseReturnValue:
    entry = form.entry(person_of)
    service.send_round(session(), engines().storage, actor(), draft_id, entry)
    if entry.comment:
        service.comment(session(), actor(), draft_id, entry.base_version, entry.comment)
    flash(_("Sent. You may call it back until somebody has acted."), "success")
    return redirect(url_for(".show", draft_id=draft_id))


@blueprint.post("/drafts/<int:draft_id>/decide")
@requires("drafts.approve", "drafts.sign")
def decide(draft_id: int) -> ResponseReturnValue:
    """Approve, initial, sign or give an opinion; or return the draft with a reason."""
    form = DecisionForm()
    if form.validate_on_submit():
        with typed_stays(form):
            if request.form.get("do") == "return":
                service.return_to(
                    session(), actor(), draft_id, form.decision(), form.to_step.data or None
                )
                flash(_("Returned, with your reason."), "success")
            else:
                step = service.decide(
                    session(), engines().storage, actor(), draft_id, form.decision()
                )
                flash(_(SENT_WORDS[step.kind]), "success")
            return _next(draft_id)
    return status_of(form, render(draft_view(session(), actor(), draft_id), form))


def _next(draft_id: int) -> ResponseReturnValue:
    """The next draft that waits, else the one just dealt with."""
    waiting = waiting_for_next(session(), actor(), draft_id)
    return redirect(url_for(".show", draft_id=waiting or draft_id))


@blueprint.post("/drafts/<int:draft_id>/call-back")
@requires("drafts.write")
def call_back(draft_id: int) -> ResponseReturnValue:
    """The author takes the draft back."""
    service.call_back(session(), actor(), draft_id)
    flash(_("Called back. Nobody is asked any more."), "success")
    return redirect(url_for(".show", draft_id=draft_id))


@blueprint.route("/drafts/<int:draft_id>/cancel", methods=["GET", "POST"])
@requires("drafts.write")
def cancel(draft_id: int) -> ResponseReturnValue:
    """Give a draft up, with the reason."""
    draft = get_draft(session(), draft_id, actor())
    if not is_author(actor(), draft):
        raise Forbidden
    form = CancelForm()
    if form.validate_on_submit():
        with refusals(form):
            service.cancel(session(), actor(), draft_id, form.reason.data or "")
            flash(_("Given up. It can still be read."), "success")
            return redirect(url_for(".index", view="mine"))
    return page("drafting/cancel.html", form, draft=draft)
