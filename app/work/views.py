"""Pages of work: its list, directives, the verbs on a line, the people picker's index, phrases."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.errors import Forbidden, NotFound
from app.correspondence.models import Document
from app.correspondence.policy import get_document
from app.organisation import queries as organisation
from app.web import actor, page, refusals, requires, session
from app.web.forms import OfficeForm, say
from app.web.records import link_to_any
from app.work import policy, presenters, queries, rules, service
from app.work.forms import (
    ConfirmForm,
    DirectiveForm,
    DueForm,
    FinishForm,
    PhraseForm,
    ReasonForm,
    local_day,
    version_of,
)
from app.work.list_position import onward, staying
from app.work.models import Assignment, Directive
from app.work.rules import Receiver
from app.work.tree import Tree

blueprint = Blueprint("work", __name__)

HANDLERS = ("assignments.direct", "assignments.work")


@blueprint.get("/work")
@requires("assignments.work")
def index() -> ResponseReturnValue:
    wanted = queries.WorkFilter.from_args(request.args)
    at = queries.horizon(session(), actor().agency_id)
    rows = queries.work_page(
        session(),
        actor(),
        wanted,
        at,
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
    )
    return page("work/index.html", work=presenters.work_list(session(), actor(), wanted, rows, at))


@blueprint.route("/documents/<int:document_id>/directive", methods=["GET", "POST"])
@requires(*HANDLERS)
def directive(document_id: int) -> ResponseReturnValue:
    document = get_document(session(), Document, document_id, actor())
    if not policy.may_direct(actor(), document):
        raise Forbidden
    form = DirectiveForm()
    if form.validate_on_submit():
        receivers = form.receivers_due(document.due_at)
        with refusals(form):
            written = service.direct(session(), actor(), document, form.text.data, receivers)
            _warn(document, receivers)
            _offer_undo(_("The work has been given out."), written)
            return redirect(onward(session(), actor(), document))
    return _giving_page(form, document, None)


@blueprint.route("/lines/<int:line_id>/pass-on", methods=["GET", "POST"])
@requires("assignments.work")
def pass_on(line_id: int) -> ResponseReturnValue:
    line = _own_line(line_id)
    form = DirectiveForm(version=line.version)
    if form.validate_on_submit():
        receivers = form.receivers_due(line.due_at, line.document.due_at)
        with refusals(form):
            written = service.pass_on(
                session(), actor(), line_id, form.text.data, receivers, version_of(form)
            )
            _offer_undo(_("The work has been passed on."), written)
            return redirect(onward(session(), actor(), line.document))
    return _giving_page(form, line.document, line)


def _giving_page(
    form: DirectiveForm, document: Document, line: Assignment | None
) -> ResponseReturnValue:
    at = queries.horizon(session(), document.agency_id)
    options = {o.token: o for o in organisation.receivers(session(), document.agency_id)}
    reach = queries.reach(session(), line.agency_id, line.holder) if line else set(options)
    return page(
        "work/give.html",
        form=form,
        document=document,
        line=line,
        index_url=url_for(".receivers", line=line.id if line else None),
        given=presenters.given_rows(form.receivers.data, options),
        choices=presenters.receiver_choices(o for t, o in options.items() if t in reach),
        dues=presenters.due_choices(at, document.due_at, line.due_at if line else None),
        common_due=presenters.common_due(at, document, line),
        phrases=presenters.phrase_choices(queries.phrases_of(session(), actor())),
        roles=_roles_to_give(document, line),
    )


def _roles_to_give(document: Document, line: Assignment | None) -> Sequence[str]:
    """As a leader, or as the holder of this line."""
    tree = Tree(queries.lines_of(session(), document.id))
    own = tree.by_id[line.id] if line else None
    return rules.roles_to_give(own.role if own else "lead", is_led=tree.leading(own) is not None)


def _offer_undo(text: str, written: Directive) -> None:
    undo = url_for(".recall_directive", directive_id=written.id)
    flash({"text": text, "undo": undo}, "toast")  # type: ignore[arg-type]


def _warn(document: Document, receivers: Sequence[Receiver]) -> None:
    at = queries.horizon(session(), document.agency_id)
    names = queries.receiver_names(session(), document.agency_id)
    for warning in rules.due_warnings(receivers, names, document.due_at, at.calendar):
        flash(say(warning), "warning")


@blueprint.get("/assignments/receivers.json")
@requires(*HANDLERS)
def receivers() -> Response:
    """Whom the actor may give work to: all of the agency, or the reach of one line."""
    line_id = request.args.get("line", type=int)
    agency_id = actor().agency_id
    if agency_id is None:
        raise NotFound
    reach = None
    if line_id is not None:
        line = _own_line(line_id)
        reach = queries.reach(session(), line.agency_id, line.holder) - {line.holder}
    at = queries.horizon(session(), agency_id)
    return jsonify(presenters.picker_index(session(), agency_id, reach, at.now))


@blueprint.route("/lines/<int:line_id>/return", methods=["GET", "POST"])
@requires("assignments.work")
def return_line(line_id: int) -> ResponseReturnValue:
    line = _own_line(line_id)
    form = ReasonForm(version=line.version)
    if form.validate_on_submit():
        with refusals(form):
            service.return_line(session(), actor(), line_id, form.reason.data, version_of(form))
            flash(_("Returned to %(name)s.", name=line.given_by.name))
            return redirect(onward(session(), actor(), line.document))
    return _line_page("work/return.html", form, line)


@blueprint.route("/lines/<int:line_id>/withdraw", methods=["GET", "POST"])
@requires(*HANDLERS)
def withdraw(line_id: int) -> ResponseReturnValue:
    line = _line(line_id)
    form = ReasonForm(version=line.version)
    if form.validate_on_submit():
        with refusals(form):
            service.withdraw(session(), actor(), line_id, form.reason.data, version_of(form))
            flash(_("The line of %(name)s is withdrawn.", name=_holder(line)))
            return redirect(staying(line.document))
    below = queries.open_below(session(), line)
    return _line_page("work/withdraw.html", form, line, below=below)


@blueprint.route("/lines/<int:line_id>/finish", methods=["GET", "POST"])
@requires("assignments.work")
def finish(line_id: int) -> ResponseReturnValue:
    line = _own_line(line_id)
    form = FinishForm(version=line.version)
    if form.validate_on_submit():
        with refusals(form):
            service.finish(
                session(),
                actor(),
                line_id,
                form.outcome.data,
                version_of(form),
                no_reply_reason=form.no_reply_reason.data,
                close_below=form.close_below.data,
            )
            flash(_("Your line is finished."))
            return redirect(onward(session(), actor(), line.document))
    missing = line.role == "lead" and queries.reply_missing(session(), line.document)
    below = queries.open_below(session(), line)
    return _line_page("work/finish.html", form, line, reply_missing=missing, below=below)


@blueprint.route("/lines/<int:line_id>/due", methods=["GET", "POST"])
@requires(*HANDLERS)
def change_due(line_id: int) -> ResponseReturnValue:
    line = _line(line_id)
    form = DueForm(version=line.version, due=local_day(line.due_at))
    if form.validate_on_submit():
        due_at = form.due_at(line.due_at, line.document.due_at)
        with refusals(form):
            service.change_due(
                session(), actor(), line_id, due_at, form.reason.data, version_of(form)
            )
            flash(_("The due date of %(name)s is changed.", name=_holder(line)))
            _warn(line.document, [Receiver(line.holder, line.role, due_at)])
            return redirect(staying(line.document))
    at = queries.horizon(session(), line.agency_id)
    dues = presenters.due_choices(at, line.document.due_at)
    return _line_page("work/due.html", form, line, dues=dues)


@blueprint.post("/lines/<int:line_id>/recall")
@requires(*HANDLERS)
def recall(line_id: int) -> ResponseReturnValue:
    line = service.recall(session(), actor(), line_id, version_of(ConfirmForm()))
    flash(_("The line of %(name)s is taken back.", name=_holder(line)))
    return redirect(staying(line.document))


@blueprint.post("/lines/<int:line_id>/information")
@requires("assignments.work")
def only_information(line_id: int) -> ResponseReturnValue:
    line = service.only_information(session(), actor(), line_id, version_of(ConfirmForm()))
    flash(_("Your line is closed as information only."))
    return redirect(onward(session(), actor(), line.document))


@blueprint.post("/lines/<int:line_id>/settle")
@requires(*HANDLERS)
def settle(line_id: int) -> ResponseReturnValue:
    line = service.settle(session(), actor(), line_id, version_of(ConfirmForm()))
    flash(_("The return is accepted."))
    return redirect(staying(line.document))


@blueprint.post("/directives/<int:directive_id>/recall")
@requires(*HANDLERS)
def recall_directive(directive_id: int) -> ResponseReturnValue:
    """Undo: every line of the directive is taken back."""
    undone = service.recall_directive(session(), actor(), directive_id)
    flash(_("Taken back from everybody it was given to."))
    return redirect(link_to_any(undone.document_id))


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


# -- Lines -----------------------------------------------------------------------------------------


def _line(line_id: int) -> Assignment:
    """A line on a document that the actor may read."""
    line = queries.get_line(session(), actor(), line_id)
    if line is None:
        raise NotFound
    return line


def _own_line(line_id: int) -> Assignment:
    line = _line(line_id)
    if line.holder not in policy.holders(actor()):
        raise Forbidden
    return line


def _holder(line: Assignment) -> str:
    return presenters.holder_name(line)


def _line_page(
    template: str, form: OfficeForm, line: Assignment, **values: object
) -> ResponseReturnValue:
    return page(template, form=form, line=line, holder=_holder(line), **values)
