"""Handing over everything that somebody holds, on one page; what was handed over, on another."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Forbidden, NotFound, Problem, Refused
from app.core.policy import agency_token
from app.core.text import N_
from app.moves import presenters, queries, service
from app.moves.forms import HandoverForm, MergeForm, ReorganiseForm
from app.moves.models import Handover
from app.moves.policy import may_hand_over, may_take_back, must_hand_over
from app.moves.presenters.merging import merging
from app.moves.rules import Receiver, chosen, posts_of
from app.organisation.queries import agencies, holder_names, pages, person_names
from app.organisation.queries.bodies import agencies_of
from app.web import actor, page, refusals, requires, session, signed_in
from app.web.addresses import asked_id
from app.web.database import only_reading
from app.web.formats import moment
from app.web.forms import OfficeForm
from app.web.i18n import gettext as _
from app.web.i18n import ngettext

blueprint = Blueprint("moves", __name__)


@blueprint.route("/persons/<int:person_id>/handover", methods=["GET", "POST"])
@signed_in
def person(person_id: int) -> ResponseReturnValue:
    """What a person holds in one agency, each thing with who is to take it over."""
    agencies = agencies_of(session(), person_id)
    agency_id = asked_id("agency") or next((one for one, _name in agencies), 0)
    if agency_id not in dict(agencies):
        raise NotFound
    return _page(f"p{person_id}", agency_id, agencies)


def _page(source: str, agency_id: int, agencies: list[tuple[int, str]]) -> ResponseReturnValue:
    must_hand_over(session(), actor(), source, agency_id)
    form, receivers = HandoverForm(), queries.could_take(session(), actor(), source, agency_id)
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
        name=holder_names(session(), [source])[source],
        groups=presenters.groups(session(), actor(), held, dict(form.things.data or ())),
        receivers=receivers,
        agencies=agencies,
        agency_id=agency_id,
        nothing=presenters.nothing(),
        earlier=presenters.earlier_rows(session(), queries.earlier(session(), source, agency_id)),
        columns=presenters.earlier_columns(),
    )


def _handed_over(
    form: HandoverForm, source: str, agency_id: int, receivers: list[Receiver]
) -> Handover:
    stays = Receiver("-", _("keep"), "")
    plan, unknown = chosen(form.things.data, [stays, *receivers])
    if unknown:
        words = N_("Nobody here is called %(name)s: choose from the list.")
        raise Refused(*(Problem(words, {"name": one}) for one in dict.fromkeys(unknown)))
    return service.hand_over(session(), actor(), source, agency_id, plan, form.reason.data)


@blueprint.route("/admin/organisation/units/<int:unit_id>/reorganise", methods=["GET", "POST"])
@requires("organisation.manage")
def reorganise(unit_id: int) -> ResponseReturnValue:
    """Into what a unit goes; looked at with everything that goes along before it is done."""
    unit, form = pages.get_unit(session(), unit_id), ReorganiseForm()
    agency_id, name = unit.agency_id, unit.name
    units = pages.unit_options(session(), agency_id, clock.today())
    form.offer([one for one in units if one[0] != unit_id])
    if form.validate_on_submit():
        with refusals(form):
            wanted = _wanted(form, unit_id)
            act = service.reorganise(session(), actor(), agency_id, wanted)
            if request.form.get("done") == "1":
                flash(_("Reorganised; it can be taken back until somebody acts."), "success")
                return redirect(url_for(".handover", handover_id=act.id))
        only_reading()
    earlier = queries.earlier(session(), f"u{unit_id}", agency_id)
    return page(
        "moves/reorganise.html",
        form,
        name=name,
        review=presenters.review(session(), actor(), agency_id, form, unit_id),
        earlier=presenters.earlier_rows(session(), earlier),
        columns=presenters.earlier_columns(),
    )


def _wanted(form: ReorganiseForm, unit_id: int) -> service.Reorganisation:
    keys = form.targets(unit_id)
    plan, _unknown = chosen(form.things.data, [Receiver(key, key, key) for key in keys])
    posts = posts_of(plan)
    return service.Reorganisation(
        sources=form.sources(unit_id),
        targets=keys,
        reason=form.reason.data or "",
        new=form.units.data,
        posts=posts,
        things={thing: to for thing, to in plan.items() if thing[0] != "post"},
        heads=form.heads.data or {},
    )


@blueprint.route("/admin/organisation/<int:agency_id>/merge", methods=["GET", "POST"])
@requires("organisation.manage")
def merge(agency_id: int) -> ResponseReturnValue:
    """Into which other an agency goes; looked at with all that goes along before it is done."""
    agency, form = pages.get_agency(session(), agency_id), MergeForm()
    name, is_over = agency.name, agency.valid_to is not None and agency.valid_to < clock.today()
    others = [(one.id, one.name) for one in agencies(session()) if one.id != agency_id]
    form.offer(others)
    if form.validate_on_submit():
        with refusals(form):
            act = service.merge(session(), actor(), _merger(form, agency_id))
            if request.form.get("done") == "1":
                flash(_("Merged; it can be taken back."), "success")
                return redirect(url_for(".handover", handover_id=act.id))
        only_reading()
    earlier = queries.earlier(session(), agency_token(agency_id))
    return page(
        "moves/merge.html",
        form,
        name=name,
        is_over=is_over,
        review=merging(session(), form, agency_id),
        earlier=presenters.earlier_rows(session(), earlier),
        columns=presenters.earlier_columns(),
    )


def _merger(form: MergeForm, agency_id: int) -> service.Merger:
    if form.into.data is None:
        raise Refused(Problem(N_("Choose the agency that takes it over."), field="into"))
    return service.Merger(
        agency_id,
        form.into.data,
        form.reason.data or "",
        form.units(),
        form.ending(),
        form.heads.data or {},
    )


@blueprint.get("/handovers/<int:handover_id>")
@signed_in
def handover(handover_id: int) -> ResponseReturnValue:
    """What was handed over; a receiver sees what came to them, who headed a unit what went from it,
    who may hand over sees it all."""
    return _report(queries.get_handover(session(), handover_id), OfficeForm())


def _report(act: Handover, form: OfficeForm) -> ResponseReturnValue:
    items = queries.items_for(session(), actor(), act)
    may = act.taken_back_at is None and may_take_back(session(), actor(), act)
    hindered = presenters.hindered(session(), actor(), act) if may else []
    return page(
        "moves/report.html",
        form,
        act=act,
        by=person_names(session(), [act.made_by_id])[act.made_by_id],
        said=presenters.what_happened(session(), act),
        columns=presenters.report_columns(),
        rows=presenters.report_rows(session(), actor(), items),
        total_columns=presenters.total_columns(),
        totals=presenters.total_rows(items),
        hindered=hindered,
        first=presenters.to_undo_first(session(), act) if hindered else [],
        take_back=presenters.taking_back(act) if may and not hindered else None,
        made_at=moment(act.made_at),
        taken_back_at=moment(act.taken_back_at),
    )


@blueprint.post("/handovers/<int:handover_id>/take-back")
@signed_in
def take_back(handover_id: int) -> ResponseReturnValue:
    act, form = queries.get_handover(session(), handover_id), OfficeForm()
    if not may_hand_over(session(), actor(), act.source, act.agency_id):
        raise Forbidden if act.source in actor().holders else NotFound
    with refusals(form):
        service.take_back(session(), actor(), handover_id)
        flash(_("Taken back; what was acted upon since stays, as the list says."), "success")
        return redirect(url_for(".handover", handover_id=handover_id))
    return _report(queries.get_handover(session(), handover_id), form)
