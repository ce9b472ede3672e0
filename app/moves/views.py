"""Handing over everything that somebody holds, on one page; what was handed over, on another."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Forbidden, NotFound, Problem, Refused
from app.core.text import N_
from app.moves import presenters, queries, service
from app.moves.forms import HandoverForm
from app.moves.models import Handover
from app.moves.policy import may_hand_over, must_hand_over
from app.moves.rules import Receiver, chosen
from app.web import actor, page, refusals, session, signed_in
from app.web.addresses import asked_id
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.i18n import ngettext

blueprint = Blueprint("moves", __name__)


@blueprint.route("/persons/<int:person_id>/handover", methods=["GET", "POST"])
@signed_in
def person(person_id: int) -> ResponseReturnValue:
    """What a person holds in one agency, each thing with who is to take it over."""
    agencies = queries.agencies_of(session(), person_id)
    agency_id = asked_id("agency") or next((one for one, _name in agencies), 0)
    if agency_id not in dict(agencies):
        raise NotFound
    return _page(f"p{person_id}", agency_id, agencies)


def _page(source: str, agency_id: int, agencies: list[tuple[int, str]]) -> ResponseReturnValue:
    must_hand_over(session(), actor(), source, agency_id)
    form, receivers = HandoverForm(), queries.could_take(session(), source, agency_id)
    if form.validate_on_submit():
        with refusals(form):
            act = _handed_over(form, source, agency_id, receivers)
            said = ngettext(
                "%(num)s thing handed over.", "%(num)s things handed over.", len(act.items)
            )
            flash(said, "success")
            return redirect(url_for(".handover", handover_id=act.id))
    held = queries.held_by(session(), source, agency_id)
    return page(
        "moves/handover.html",
        form,
        name=queries.names_of(session(), [source])[source],
        groups=presenters.groups(session(), actor(), held, dict(form.things.data or ())),
        receivers=receivers,
        agencies=agencies,
        agency_id=agency_id,
        nothing=presenters.nothing(),
        earlier=presenters.earlier_rows(queries.earlier(session(), source, agency_id)),
        columns=presenters.earlier_columns(),
    )


def _handed_over(
    form: HandoverForm, source: str, agency_id: int, receivers: list[Receiver]
) -> Handover:
    plan, unknown = chosen(form.things.data, receivers)
    if unknown:
        words = N_("Nobody here is called %(name)s: choose from the list.")
        raise Refused(*(Problem(words, {"name": one}) for one in dict.fromkeys(unknown)))
    return service.hand_over(session(), actor(), source, agency_id, plan, form.reason.data)


@blueprint.get("/handovers/<int:handover_id>")
@signed_in
def handover(handover_id: int) -> ResponseReturnValue:
    """What was handed over; a receiver sees what came to them, who may hand over sees it all."""
    act = queries.get_handover(session(), handover_id)
    may = may_hand_over(session(), actor(), act.source, act.agency_id)
    items = [one for one in act.items if may or one.target in actor().holders]
    if not items and act.source not in actor().holders and not may:
        raise NotFound
    return page(
        "moves/report.html",
        act=act,
        columns=presenters.report_columns(),
        rows=presenters.report_rows(session(), actor(), items),
        take_back=presenters.taking_back(act, may),
        made_at=moment(act.made_at),
        taken_back_at=moment(act.taken_back_at),
    )


@blueprint.post("/handovers/<int:handover_id>/take-back")
@signed_in
def take_back(handover_id: int) -> ResponseReturnValue:
    act = queries.get_handover(session(), handover_id)
    if not may_hand_over(session(), actor(), act.source, act.agency_id):
        raise Forbidden if act.source in actor().holders else NotFound
    service.take_back(session(), actor(), handover_id)
    flash(_("Taken back; what was acted upon since stays, as the list says."), "success")
    return redirect(url_for(".handover", handover_id=handover_id))
