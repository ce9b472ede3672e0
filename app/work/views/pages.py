"""Pages of work: its list, directives, the verbs on a line, the people picker's index, phrases."""

from collections.abc import Collection

from flask import Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Forbidden, Refused
from app.core.lists import Place
from app.core.policy import person_token
from app.deadlines.queries import horizon_of
from app.organisation import queries as organisation
from app.records.queries import face_of
from app.web import ReasonForm, VersionedForm, actor, page, refusals, requires, session
from app.web.addresses import asked_id
from app.web.i18n import gettext as _
from app.web.sequels import warning as warning_of
from app.work import policy, presenters, queries, rules, service
from app.work.filters import WorkFilter
from app.work.forms import (
    DirectiveForm,
    DueForm,
    FinishForm,
    PhraseForm,
    UndoForm,
    local_day,
)
from app.work.list_position import onward, staying
from app.work.models import Assignment, Directive
from app.work.queries import WorkedOn
from app.work.rules import Receiver
from app.work.tree import Tree
from app.work.views.shared import HANDLERS, blueprint, days, holder, line_page, line_to, warn


@blueprint.get("/work")
@requires("assignments.work")
def index() -> ResponseReturnValue:
    wanted = WorkFilter.from_args(request.args)
    horizon = horizon_of(session(), actor().agency_id)
    found = queries.work_page(session(), actor(), wanted, horizon, Place.from_args(request.args))
    shown = presenters.work_list(session(), actor(), wanted, found, horizon)
    return page("work/index.html", page=shown, lead=presenters.order_said(wanted))


@blueprint.route("/documents/<int:record_id>/directive", methods=["GET", "POST"])
@requires(*HANDLERS)
def directive(record_id: int) -> ResponseReturnValue:
    worked = queries.worked_on(session(), actor(), record_id)
    if not worked.may_be_directed:
        raise Forbidden
    if request.method == "GET" and worked.record.problem is not None:
        raise Refused(worked.record.problem)
    form = DirectiveForm()
    if form.validate_on_submit():
        receivers = form.receivers_due(days(worked.record.agency_id), worked.record.due_at)
        with refusals(form):
            text, seen = form.text.data, form.seen_lead.data
            written = service.direct(session(), actor(), record_id, text, receivers, seen)
            warn(worked, [one for one in receivers if one.due_at is not None])
            _offer_undo(_("The work has been given out."), written)
            return redirect(onward(session(), actor(), record_id))
    return _giving_page(form, worked, None)


@blueprint.route("/lines/<int:line_id>/pass-on", methods=["GET", "POST"])
@requires("assignments.work")
def pass_on(line_id: int) -> ResponseReturnValue:
    line = line_to(line_id, "pass_on")
    worked = queries.worked_on(session(), actor(), line.record_id)
    form = DirectiveForm(version=line.version)
    if form.validate_on_submit():
        receivers = form.receivers_due(days(line.agency_id), line.due_at, worked.record.due_at)
        with refusals(form):
            written = service.pass_on(
                session(), actor(), line_id, form.text.data, receivers, form.version.data
            )
            _offer_undo(_("The work has been passed on."), written)
            return redirect(onward(session(), actor(), line.record_id))
    return _giving_page(form, worked, line)


def _giving_page(
    form: DirectiveForm, worked: WorkedOn, line: Assignment | None
) -> ResponseReturnValue:
    record = worked.record
    horizon = horizon_of(session(), record.agency_id)
    options = {o.token: o for o in organisation.receivers(session(), record.agency_id)}
    reach = _reach(worked.receivers, line)
    coming = _coming(worked, line)
    tree = Tree(queries.lines_of(session(), record.record_id))
    own = tree.by_id[line.id] if line else None
    return page(
        "work/give.html",
        form=form,
        face=worked.face,
        warning=warning_of(worked.face.called, worked.face.sequels),
        record=record,
        line=line,
        index_url=url_for(".receivers", record=record.record_id, line=line.id if line else None),
        given=presenters.given_rows(form.entries, options, coming),
        choices=presenters.receiver_choices(o for t, o in options.items() if t in reach),
        units=presenters.unit_choices(
            session(), options.values(), reach, horizon, record.agency_id, coming
        ),
        dues=presenters.due_choices(horizon, record.due_at, line.due_at if line else None),
        common_due=presenters.common_due(horizon, record.due_at, line),
        phrases=presenters.phrase_choices(queries.phrases_of(session(), actor())),
        roles=rules.roles_to_give(own.role if own else "lead"),
        leading=tree.leading(own),
        led=tree.leading(own) is not None and "lead" not in request.args,
    )


def _offer_undo(text: str, written: Directive) -> None:
    undo = url_for(".recall_directive", directive_id=written.id)
    flash({"text": text, "undo": undo}, "toast")  # type: ignore[arg-type]


@blueprint.get("/assignments/receivers.json")
@requires(*HANDLERS)
def receivers() -> Response:
    """Whom the actor may give work on a record to: all of the agency, or the reach of one line."""
    record_id, line_id = asked_id("record"), asked_id("line")
    line = line_to(line_id, "pass_on") if line_id is not None else None
    worked = queries.worked_on(session(), actor(), line.record_id if line else record_id or 0)
    horizon = horizon_of(session(), worked.record.agency_id)
    reach = _reach(worked.receivers, line)
    index = presenters.picker_index(
        session(),
        worked.record.agency_id,
        reach,
        horizon,
        _coming(worked, line),
        all_first=line is not None,
    )
    return jsonify(index)


def _coming(worked: WorkedOn, line: Assignment | None) -> presenters.Coming:
    """Who will be away before it is due: the line above, or the record."""
    record = worked.record
    due_at = line.due_at if line is not None else record.due_at
    return presenters.coming_absences(session(), record.agency_id, due_at)


def _reach(receivers: Collection[str], line: Assignment | None) -> frozenset[str]:
    """Those of the possible receivers to whom the holder of this line may pass it on."""
    if line is None:
        return frozenset(receivers)
    reach = queries.reach(session(), line.agency_id, line.holder).intersection(receivers)
    return reach - {line.holder, person_token(actor().person_id)}


@blueprint.route("/lines/<int:line_id>/return", methods=["GET", "POST"])
@requires("assignments.work")
def return_line(line_id: int) -> ResponseReturnValue:
    line = line_to(line_id, "return_line")
    form = ReasonForm(version=line.version)
    if form.validate_on_submit():
        with refusals(form):
            service.return_line(session(), actor(), line_id, form.reason.data, form.version.data)
            flash(_("Returned to %(name)s.", name=line.given_by.name))
            return redirect(onward(session(), actor(), line.record_id))
    return line_page("work/return.html", form, line)


@blueprint.route("/lines/<int:line_id>/withdraw", methods=["GET", "POST"])
@requires(*HANDLERS)
def withdraw(line_id: int) -> ResponseReturnValue:
    line = line_to(line_id, "withdraw")
    form = ReasonForm(version=line.version)
    if form.validate_on_submit():
        with refusals(form):
            service.withdraw(session(), actor(), line_id, form.reason.data, form.version.data)
            flash(_("The line of %(name)s is withdrawn.", name=holder(line)))
            return redirect(staying(session(), line.record_id))
    below = queries.open_below(session(), line)
    row = next(row for row in queries.lines_of(session(), line.record_id) if row.id == line_id)
    opened = presenters.opened_text(row)
    return line_page("work/withdraw.html", form, line, below=below, opened=opened)


@blueprint.route("/lines/<int:line_id>/finish", methods=["GET", "POST"])
@requires("assignments.work")
def finish(line_id: int) -> ResponseReturnValue:
    line = line_to(line_id, "finish")
    form = FinishForm(version=line.version)
    if form.validate_on_submit():
        with refusals(form):
            service.finish(
                session(),
                actor(),
                line_id,
                form.outcome.data,
                form.version.data,
                no_reply_reason=form.no_reply_reason.data,
                close_below=form.close_below.data,
            )
            flash(_("Your line is finished."))
            return redirect(onward(session(), actor(), line.record_id))
    worked = queries.worked_on(session(), actor(), line.record_id)
    missing = line.role == "lead" and worked.reply_missing(session())
    below = queries.open_below(session(), line)
    return line_page("work/finish.html", form, line, reply_missing=missing, below=below)


@blueprint.route("/lines/<int:line_id>/due", methods=["GET", "POST"])
@requires(*HANDLERS)
def change_due(line_id: int) -> ResponseReturnValue:
    line = line_to(line_id, "change_due")
    worked = queries.worked_on(session(), actor(), line.record_id)
    form = DueForm(version=line.version, due=local_day(line.due_at))
    if form.validate_on_submit():
        due_at, rule = form.due_at(days(line.agency_id), line.due_at, worked.record.due_at)
        with refusals(form):
            service.change_due(
                session(), actor(), line_id, due_at, form.reason.data, form.version.data, rule
            )
            flash(_("The due date of %(name)s is changed.", name=holder(line)))
            warn(worked, [Receiver(line.holder, line.role, due_at)])
            return redirect(staying(session(), line.record_id))
    horizon = horizon_of(session(), line.agency_id)
    dues = presenters.due_choices(horizon, worked.record.due_at)
    return line_page("work/due.html", form, line, dues=dues)


@blueprint.post("/lines/<int:line_id>/recall")
@requires(*HANDLERS)
def recall(line_id: int) -> ResponseReturnValue:
    line = service.recall(session(), actor(), line_id, VersionedForm().version.data)
    flash(_("The line of %(name)s is taken back.", name=holder(line)))
    return redirect(staying(session(), line.record_id))


@blueprint.post("/lines/<int:line_id>/information")
@requires("assignments.work")
def only_information(line_id: int) -> ResponseReturnValue:
    line = service.only_information(session(), actor(), line_id, VersionedForm().version.data)
    flash(_("Your line is closed as information only."))
    return redirect(onward(session(), actor(), line.record_id))


@blueprint.post("/lines/<int:line_id>/settle")
@requires(*HANDLERS)
def settle(line_id: int) -> ResponseReturnValue:
    line = service.settle(session(), actor(), line_id, VersionedForm().version.data)
    flash(_("The return is accepted."))
    return redirect(staying(session(), line.record_id))


@blueprint.route("/directives/<int:directive_id>/recall", methods=["GET", "POST"])
@requires(*HANDLERS)
def recall_directive(directive_id: int) -> ResponseReturnValue:
    """Undo: every line of the directive is taken back, by whoever knows who has read it."""
    form = UndoForm()
    lines = queries.lines_given(session(), actor(), directive_id)
    tree = Tree(queries.lines_of(session(), lines[0].record_id))
    if not all(policy.gave(actor(), one, tree.by_id.get(one.parent_id or 0)) for one in lines):
        raise Forbidden
    opened = [presenters.opened_text(line) for line in lines if line.opened_at is not None]
    if form.validate_on_submit() and form.seen.data >= len(opened):
        undone = service.recall_directive(session(), actor(), directive_id)
        flash(_("Taken back from everybody it was given to."))
        return redirect(face_of(session(), undone.record_id).path)
    face = face_of(session(), lines[0].record_id)
    names = [line.name for line in lines]
    return page("work/undo.html", form=form, face=face, opened=opened, names=names)


# -- Phrases ---------------------------------------------------------------------------------------


@blueprint.route("/phrases", methods=["GET", "POST"])
@requires(*HANDLERS)
def phrases() -> ResponseReturnValue:
    form = PhraseForm()
    if form.validate_on_submit():
        with refusals(form):
            service.add_phrase(session(), actor(), form.text.data, for_agency=form.for_agency.data)
            flash(_("The sentence is kept."))
            return redirect(url_for(".phrases"))
    rows = queries.phrases_of(session(), actor())
    return page(
        "work/phrases.html",
        form=form,
        columns=presenters.phrase_columns(),
        table_rows=presenters.phrase_rows(actor(), rows),
        empty=presenters.no_phrases(),
        may_share=actor().may("assignments.direct"),
    )


@blueprint.post("/phrases/<int:phrase_id>/remove")
@requires(*HANDLERS)
def remove_phrase(phrase_id: int) -> ResponseReturnValue:
    service.remove_phrase(session(), actor(), phrase_id)
    flash(_("The sentence is removed."))
    return redirect(url_for(".phrases"))
