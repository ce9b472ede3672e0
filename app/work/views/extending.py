"""Another due date for a line: asking for it, deciding on it, undoing either; reminders of it."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Forbidden
from app.core.feature import PutOff, installed
from app.deadlines.queries import horizon_of
from app.web import actor, page, refusals, requires, session
from app.web.addresses import asked_id
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.work import presenters, queries, service
from app.work.forms import AskingForm, DecisionForm, HoursForm, WholeForm, local_day
from app.work.list_position import staying
from app.work.models import Assignment
from app.work.rules import Receiver
from app.work.views.shared import HANDLERS, blueprint, days, line_page, line_to, warn


@blueprint.route("/lines/<int:line_id>/extension", methods=["GET", "POST"])
@requires("assignments.work")
def ask_extension(line_id: int) -> ResponseReturnValue:
    line = line_to(line_id, "ask_extension")
    worked = queries.worked_on(session(), actor(), line.record_id)
    form = AskingForm(version=line.version)
    deciders = queries.decider_names(session(), line)
    shown = presenters.asking(line, queries.due_above(session(), line), deciders)
    if form.validate_on_submit():
        due_at, rule = form.due_at(days(line.agency_id), line.due_at, worked.record.due_at)
        with refusals(form):
            form.must_be_sure()
            if shown.is_held:
                return _need_longer(line, form, service.must_say(due_at), deciders)
            service.ask_extension(
                *(session(), actor(), line_id, due_at, form.reason.data, form.version.data, rule),
                whole=form.whole.data,
            )
            undo = url_for(".take_back_extension", line_id=line_id)
            _offer_undo(_("Whoever gave you the work is asked."), undo)
            return redirect(staying(session(), line.record_id))
    return line_page("work/extension.html", form, line, asking=shown)


def _need_longer(
    line: Assignment, form: AskingForm, due_at: datetime, told: Sequence[str]
) -> ResponseReturnValue:
    """The line above is due too early: who holds it is told to ask for more time."""
    said = due_at, form.reason.data, form.version.data
    service.need_longer(session(), actor(), line.id, *said)
    flash(_("%(names)s is told, with your reason.", names=", ".join(told)), "success")
    return redirect(staying(session(), line.record_id))


@blueprint.route("/lines/<int:line_id>/extension/decision", methods=["GET", "POST"])
@requires(*HANDLERS)
def decide_extension(line_id: int) -> ResponseReturnValue:
    line = line_to(line_id, "change_due")
    asked = queries.last_of(session(), line_id)
    if asked is None or request.method == "GET":
        asked = service.undecided(session(), asked.id if asked else 0, line_id)
    form = DecisionForm(asked=asked.id, due=local_day(asked.due_at))
    if form.validate_on_submit():
        due_at, rule = form.until(days(line.agency_id), asked)
        with refusals(form):
            service.decide_extension(
                session(), actor(), line_id, form.asked.data, due_at, form.reason.data, rule
            )
            said = _("Put off until %(day)s.", day=day(due_at)) if due_at else _("Refused.")
            if due_at and asked.whole:
                flash(said, "success")
            else:
                _offer_undo(said, url_for(".undo_decision", line_id=line_id))
            worked = queries.worked_on(session(), actor(), line.record_id)
            warn(worked, [Receiver(line.holder, line.role, line.due_at)])
            return redirect(staying(session(), line.record_id))
    shown = presenters.asked_words(asked, horizon_of(session(), line.agency_id))
    return line_page("work/decision.html", form, line, said=shown)


@blueprint.route("/documents/<int:record_id>/put-off", methods=["GET", "POST"])
@requires("assignments.direct")
def put_off_whole(record_id: int) -> ResponseReturnValue:
    """The whole record, with all its open lines, is due later."""
    worked = queries.worked_on(session(), actor(), record_id)
    if not worked.may_be_directed:
        raise Forbidden
    form, calendar, table = WholeForm(), days(worked.record.agency_id), None
    rows = queries.lines_of(session(), record_id)
    if form.validate_on_submit():
        due_at, rule, span = form.until(calendar, worked.record.due_at)
        with refusals(form):
            until = PutOff(service.must_say(due_at), form.reason.data, rule, span)
            table = presenters.whole_table(rows, until, calendar)
            if "look" not in request.form:
                changed = service.put_off_whole(session(), actor(), record_id, until)
                flash(ngettext("%(num)s line put off.", "%(num)s lines put off.", len(changed)))
                return redirect(staying(session(), record_id))
    facts = presenters.whole_words(worked.record, rows)
    return page("work/put_off.html", form, face=worked.face, said=facts, table_=table)


@blueprint.get("/work/put-offs")
@requires("assignments.direct", "assignments.work")
def put_offs() -> ResponseReturnValue:
    """How often work was put off this year, by holder: of a leader's agency, of a head's units, of
    one's own."""
    horizon = horizon_of(session(), actor().agency_id)
    tables = presenters.put_off_tables(queries.put_offs(session(), actor(), horizon.calendar))
    return page("work/put_offs.html", tables=tables)


@blueprint.post("/lines/<int:line_id>/extension/take-back")
@requires("assignments.work")
def take_back_extension(line_id: int) -> ResponseReturnValue:
    asked = service.take_back_extension(session(), actor(), line_id)
    flash(_("You no longer ask for another due date."))
    return redirect(staying(session(), asked.line.record_id))


@blueprint.post("/lines/<int:line_id>/extension/undo")
@requires(*HANDLERS)
def undo_decision(line_id: int) -> ResponseReturnValue:
    asked = service.undo_decision(session(), actor(), line_id)
    flash(_("Undone: what was asked waits for a decision again."))
    return redirect(staying(session(), asked.line.record_id))


@blueprint.get("/documents/<int:record_id>/why")
@requires("documents.read", *HANDLERS)
def why(record_id: int) -> ResponseReturnValue:
    """Why each date on a record is what it is: of its lines, of itself, of whatever else."""
    face = queries.worked_on(session(), actor(), record_id).face
    whys = installed().whys(session(), actor(), record_id, asked_id("line"))
    return page("deadlines/why.html", close=face.path, about=face.entitled, whys=whys)


@blueprint.route("/work/reminders", methods=["GET", "POST"])
@requires("assignments.work")
def reminders() -> ResponseReturnValue:
    """At which hours one is reminded of due dates."""
    form = HoursForm(hours=queries.reminder_hours(session(), actor()))
    if form.validate_on_submit():
        with refusals(form):
            service.choose_hours(session(), actor(), form.times())
            flash(_("Saved."), "success")
            return redirect(url_for(".index"))
    return page("work/reminders.html", form, back=url_for(".index"))


def _offer_undo(text: str, undo: str) -> None:
    flash({"text": text, "undo": undo}, "toast")  # type: ignore[arg-type]
