"""Pages of approval: what waits, composing a circuit, deciding, calling back, remarking."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.approval import service
from app.approval.filters import TurnFilter
from app.approval.forms import CircuitForm, DecisionForm, RemarkForm, seen_names, seen_turns
from app.approval.inputs import Decision
from app.approval.models import CircuitStep
from app.approval.policy import Matter, acting_post, get_matter, matter_of
from app.approval.presenters.circuit import composer
from app.approval.presenters.turn import my_turn, turn_form
from app.approval.presenters.waiting import turn_list
from app.approval.queries import approval_view, approvers, step_of
from app.approval.queries.circuits import proposed_circuit
from app.approval.queries.waiting import turns_page, waiting_next
from app.approval.rules.circuit import SIGN
from app.core.errors import Forbidden, NotFound, Problem, Refused
from app.core.feature import Approvable
from app.core.lists import Place
from app.core.policy import HeldPost
from app.core.text import N_, typed_id
from app.deadlines.queries import horizon_of
from app.records.queries import face_of
from app.web import OfficeForm, actor, engines, page, refusals, requires, session, signed_in
from app.web.access import looking_first
from app.web.addresses import ticked_ids
from app.web.forms import say
from app.web.i18n import gettext as _
from app.web.i18n import ngettext

blueprint = Blueprint("approval", __name__)

UNDO_SHOWN_SECONDS = 10
SENT_WORDS = {
    "review": N_("Approved. Thank you."),
    "initial": N_("Initialled."),
    "opinion": N_("Your opinion was given."),
}


@blueprint.get("/approvals")
@requires("drafts.approve", "drafts.sign")
def index() -> ResponseReturnValue:
    """Whatever waits for this person's turn."""
    wanted = TurnFilter.from_args(request.args)
    found = turns_page(session(), actor(), wanted, Place.from_args(request.args))
    horizon = horizon_of(session(), actor().agency_id)
    return page("approval/index.html", page=turn_list(actor(), wanted, found, horizon))


def _before_sending(record_id: int) -> None:
    signing = (line.post_id for line in CircuitForm().typed if line.kind == SIGN)
    _ahead(record_id, next(signing, None), None)


def _before_deciding(record_id: int) -> None:
    _ahead_of_turn(record_id, DecisionForm().step_id.data or 0)


def _ahead_of_turn(record_id: int, step_id: int) -> None:
    step = step_of(session(), record_id, step_id)
    if step is not None and step.kind == SIGN:
        _ahead(record_id, None, acting_post(actor(), step))


def _ahead(record_id: int, sign_post_id: int | None, post: HeldPost | None) -> None:
    """What takes long is done while others may still write."""
    ways = get_matter(session(), record_id, actor()).ways
    if ways.ahead is not None:
        ways.ahead(session(), actor(), record_id, sign_post_id, post)


@blueprint.route("/records/<int:record_id>/circuit", methods=["GET", "POST"])
@looking_first(_before_sending)
@signed_in
def circuit(record_id: int) -> ResponseReturnValue:
    """Choose who reviews, initials, gives an opinion and signs, and send the record on its way."""
    about = get_matter(session(), record_id, actor())
    if not about.ways.may_send(session(), actor(), record_id):
        raise Forbidden
    if request.method == "GET":
        service.must_be_unsent(session(), about)
    people = approvers(session(), about.proposed.agency_id)
    form = CircuitForm(data={"base_version": about.proposed.version})
    if form.validate_on_submit():
        with refusals(form):
            return _send(form, record_id, {one.post_id: one.person_id for one in people})
    about = get_matter(session(), record_id, actor())
    lines = form.typed or proposed_circuit(session(), about, people)
    shown = composer(about, face_of(session(), record_id), people, lines)
    return page("approval/circuit.html", form, **shown)


def _send(form: CircuitForm, record_id: int, person_of: dict[int, int]) -> ResponseReturnValue:
    entry = form.entry(person_of)
    service.send_round(session(), engines().storage, actor(), record_id, entry)
    if entry.comment:
        service.remark(session(), actor(), record_id, entry.base_version, entry.comment)
    flash(_("Sent. You may call it back until somebody has acted."), "success")
    if all(step.kind != SIGN for step in entry.steps):
        flash(
            _("Nobody signs in this round: it comes back to you after the last answer."), "warning"
        )
    return _to(record_id)


@blueprint.route("/records/<int:record_id>/decide", methods=["GET", "POST"])
@requires("drafts.approve", "drafts.sign", first=_before_deciding)
def decide(record_id: int) -> ResponseReturnValue:
    """Approve, initial, sign or give an opinion; or return the record with a reason."""
    form = DecisionForm()
    if form.validate_on_submit():
        with refusals(form):
            if form.do.data == "return":
                to_step = form.to_step.data or None
                service.return_to(session(), actor(), record_id, form.decision(), to_step)
                flash(_("Returned, with your reason."), "success")
            else:
                storage = engines().storage
                step = service.decide(session(), storage, actor(), record_id, form.decision())
                _offer_undo(step, SENT_WORDS.get(step.kind) or _ways(record_id).signed_words)
            return _to(waiting_next(session(), actor(), record_id) or record_id)
    return _shown_again(record_id, form, _turn)


def _offer_undo(step: CircuitStep, words: str) -> None:
    _undoable(_(words), url_for(".take_back", record_id=step.record_id))


def _undoable(words: str, undo: str) -> None:
    text = f"{words} {_('It can be undone for ten seconds.')}"
    flash({"text": text, "undo": undo, "seconds": UNDO_SHOWN_SECONDS}, "toast")  # type: ignore[arg-type]


@blueprint.post("/records/<int:record_id>/take-back")
@requires("drafts.approve", "drafts.sign")
def take_back(record_id: int) -> ResponseReturnValue:
    """Undo what one has just approved, initialled, signed or said."""
    service.take_back(session(), actor(), record_id)
    flash(_("Undone: nobody was told, and it is your turn as before."), "success")
    return _to(record_id)


def _before_deciding_several() -> None:
    g.doubts = {}
    for record_id, decision in _decisions().items():
        with suppress(NotFound):
            _ahead_of_turn(record_id, decision.step_id)
            if doubt := _doubt(record_id, decision.step_id):
                g.doubts[record_id] = doubt


def _doubt(record_id: int, step_id: int) -> str:
    """What is asked before this record is signed, of whoever may read it."""
    step = step_of(session(), record_id, step_id)
    ways = get_matter(session(), record_id, actor()).ways
    if step is None or step.kind != SIGN or ways.doubt is None:
        return ""
    return ways.doubt.found()(record_id)


def _decisions() -> dict[int, Decision]:
    return seen_turns(ticked_ids(), request.form.getlist("seen"))


@blueprint.post("/approvals/decide")
@requires("drafts.approve", "drafts.sign", first=_before_deciding_several)
def decide_several() -> ResponseReturnValue:
    """Approve, initial and sign what was ticked; what cannot be done is named, and stays."""
    decisions = _decisions()
    if not decisions:
        raise Refused(Problem(N_("Tick at least one row.")))
    sure = set(map(typed_id, request.form.getlist("sure")))
    if request.form.get("do") == "others":
        decisions = {one: decisions[one] for one in decisions if one not in g.doubts}
    elif unsure := {one: doubt for one, doubt in g.doubts.items() if one not in sure}:
        return _asked(unsure, len(decisions))
    bunch = service.decide_several(session(), engines().storage, actor(), decisions)
    _say_left(bunch, seen_names(request.form.getlist("seen")))
    if bunch.done:
        ids = [step.record_id for step in bunch.done]
        words = ngettext("%(num)s was decided.", "%(num)s were decided.", len(ids))
        _undoable(words, url_for(".take_back_several", ids=ids))
    return redirect(url_for(".index"))


def _asked(unsure: Mapping[int, str], count: int) -> Response:
    """What a draft's own page asks, for each by its name; all that was ticked waits."""
    seen = request.form.getlist("seen")
    names = seen_names(seen)
    asked = [(one, names.get(one, ""), doubt) for one, doubt in unsure.items()]
    others = count - len(asked)
    return page("approval/asked.html", asked=asked, others=others, ids=ticked_ids(), seen=seen)


@blueprint.post("/approvals/take-back")
@requires("drafts.approve", "drafts.sign")
def take_back_several() -> ResponseReturnValue:
    """Undo what one has just decided in one press."""
    bunch = service.take_back_several(session(), actor(), ticked_ids())
    _say_left(bunch, {})
    if bunch.done:
        flash(_("Undone: nobody was told, and it is your turn as before."), "success")
    return redirect(url_for(".index"))


def _say_left(bunch: service.Bunch, shown: Mapping[int, str]) -> None:
    """Each thing that was not done, by name, with every reason.

    One that was withdrawn is called as its row was `shown`: its reader may not know more of it.
    """
    for one in bunch.left:
        reasons = " ".join(say(problem) for problem in one.problems)
        name = one.name or shown.get(one.record_id, "")
        flash(f"{name}: {reasons}" if name else reasons, "warning")


@blueprint.post("/records/<int:record_id>/call-back")
@signed_in
def call_back(record_id: int) -> ResponseReturnValue:
    """The author takes the record back."""
    service.call_back(session(), actor(), record_id)
    flash(_("Called back. Nobody is asked any more."), "success")
    return _to(record_id)


@blueprint.route("/records/<int:record_id>/comments", methods=["GET", "POST"])
@signed_in
def remark(record_id: int) -> ResponseReturnValue:
    """Leave a remark on the version one is reading."""
    form = RemarkForm()
    if form.validate_on_submit():
        with refusals(form):
            version = form.version_number.data
            service.remark(session(), actor(), record_id, version, form.text.data or "")
            flash(_("Your comment was added."), "success")
            return _to(record_id)
    return _shown_again(record_id, form, _remark)


def _to(record_id: int) -> ResponseReturnValue:
    return redirect(request.script_root + face_of(session(), record_id).path)


def _ways(record_id: int) -> Approvable:
    return matter_of(session(), record_id).ways


def _shown_again(
    record_id: int, form: OfficeForm, dialog: Callable[[Matter, Any], Response]
) -> ResponseReturnValue:
    """On the record's own page where its kind draws one, else as a page of its own."""
    about = get_matter(session(), record_id, actor())
    if about.ways.page is None:
        return dialog(about, form)
    if request.method == "GET":
        return _to(record_id)
    return about.ways.page.found()(record_id, form)


def _turn(about: Matter, form: DecisionForm) -> Response:
    """Without a turn, where somebody else has taken it meanwhile."""
    view = approval_view(session(), about.record_id, about.proposed.author_id)
    step = my_turn(actor(), view)
    if form.was_overtaken or not form.seen_version.data:
        form.seen_version.data = about.proposed.version
    turn = turn_form(actor(), view, step) if step is not None else None
    return page("approval/turn.html", form, turn=turn, face=face_of(session(), about.record_id))


def _remark(about: Matter, form: RemarkForm) -> Response:
    form.version_number.data = form.version_number.data or about.proposed.version
    return page("approval/remark.html", form, face=face_of(session(), about.record_id))
