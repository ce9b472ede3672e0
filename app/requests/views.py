"""Pages of requests: the list, the board, the table of answers, and what is done on them."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFound
from app.core.lists import Place
from app.core.text import N_
from app.core.workbooks import XLSX
from app.deadlines.queries import due_moment, horizon_of
from app.files.receiving import look, look_before_it_leaves
from app.records.queries import get_face
from app.requests import files, presenters, queries, service
from app.requests.filters import RequestFilter
from app.requests.forms import (
    AnswerForm,
    AskForm,
    BeginForm,
    ChangeForm,
    ColumnsForm,
    DateForm,
    RedoForm,
    SureForm,
    UrgeForm,
)
from app.requests.models import Request
from app.requests.policy import answers, asks, get_request, must_decide
from app.requests.queries import REQUESTS, boards, offered
from app.requests.queries.boards import LineFact
from app.requests.rules import figure_texts, to_better
from app.web import (
    OfficeForm,
    ReasonForm,
    actor,
    page,
    refusals,
    requires,
    session,
    write_transaction,
)
from app.web.downloads import send_download
from app.web.i18n import gettext as _
from app.web.i18n import ngettext

blueprint = Blueprint("requests", __name__, url_prefix="/requests")


@blueprint.get("")
@requires("documents.read")
def index() -> ResponseReturnValue:
    wanted = RequestFilter.from_args(request.args)
    horizon = horizon_of(session(), actor().agency_id)
    place = Place.from_args(request.args)
    found = REQUESTS.page(session(), actor(), wanted, place, horizon.moments)
    progress = queries.progress_of(session(), actor(), found.rows)
    counts = REQUESTS.tab_counts(session(), actor(), wanted, horizon.moments)
    shown = presenters.list_page(actor(), wanted, found, progress, counts, horizon)
    return page("requests/index.html", page=shown, may_ask=actor().may("requests.ask"))


@blueprint.get("/<int:request_id>")
@requires("documents.read")
def show(request_id: int) -> ResponseReturnValue:
    asked, lines, is_asker = _seen(request_id)
    horizon = horizon_of(session(), asked.agency_id)
    shown = presenters.board(session(), actor(), asked, lines, horizon, is_asker=is_asker)
    return page("requests/show.html", shown=shown)


@blueprint.get("/<int:request_id>/why")
@requires("documents.read")
def why(request_id: int) -> ResponseReturnValue:
    """Why each answer is due when it is, or that of one line."""
    asked, lines, _is_asker = _told(request_id)
    wanted = request.args.get("line", type=int)
    lines = [one for one in lines if wanted in (None, one.id)]
    whys = presenters.whys(lines, horizon_of(session(), asked.agency_id))
    back = url_for(".show", request_id=request_id)
    return page("deadlines/why.html", close=back, about=asked.subject, whys=whys)


@blueprint.get("/<int:request_id>/table")
@requires("documents.read")
def table(request_id: int) -> ResponseReturnValue:
    asked, lines, is_asker = _told(request_id)
    horizon = horizon_of(session(), asked.agency_id)
    shown = presenters.board(session(), actor(), asked, lines, horizon, is_asker=is_asker)
    figures = presenters.table_page(asked, lines, with_waiting=bool(request.args.get("all")))
    return page("requests/table.html", shown=shown, figures=figures)


@blueprint.get("/<int:request_id>/answers.<kind>")
@requires("documents.read")
def merged(request_id: int, kind: str) -> ResponseReturnValue:
    """All answers in one file; only for whose request it is."""
    asked = get_request(session(), request_id, actor())
    face = get_face(session(), asked.record_id, actor())
    lines = boards.board(session(), actor(), asked.id)
    name = _("Answers to %(reference)s", reference=face.called).replace("/", "-")[:120]
    if kind == "xlsx":
        return send_download(files.workbook(asked, face, lines), XLSX, f"{name}.xlsx")
    if kind == "docx":
        return send_download(files.report(asked, face, lines), files.DOCX, f"{name}.docx")
    raise NotFound


@blueprint.route("/new", methods=["GET", "POST"])
@requires("requests.ask")
def begin() -> ResponseReturnValue:
    """Choose the document by which many are asked."""
    form = BeginForm()
    form.record_id.offer(presenters.options(offered.to_ask_by(session(), actor())))
    if form.validate_on_submit():
        with refusals(form):
            face = get_face(session(), service.chosen(form.record_id.data), actor())
            return redirect(url_for(".ask", record_id=face.record_id))
    return page("requests/begin.html", form=form)


@blueprint.route("/ask/<int:record_id>", methods=["GET", "POST"])
@requires("requests.ask")
def ask(record_id: int) -> ResponseReturnValue:
    face = get_face(session(), record_id, actor())
    service.must_be_asked_by(session(), actor(), record_id)
    known = queries.request_on(session(), record_id)
    if known is not None:
        must_decide(actor(), known)
    form = AskForm(data={"text": offered.directed_words(session(), record_id)})
    asked = offered.asked_tokens(session(), record_id)
    form.offer(offered.to_be_asked(session(), actor()), asked)
    if form.validate_on_submit():
        with refusals(form):
            due = due_moment(session(), actor().agency_id or 0, form.due())
            holders = [replace(one, due_at=due) for one in form.holders()]
            asking = service.asking_by(session(), actor(), face, form.text.data)
            lines = service.ask(session(), actor(), asking, holders)
            count = len({one.id for one in lines})
            flash(ngettext("%(num)s is asked.", "%(num)s are asked.", count), "success")
            return redirect(url_for(".show", request_id=lines[0].request_id))
    return page("requests/ask.html", form=form, face=face, known=known)


@blueprint.route("/<int:request_id>/urge", methods=["GET", "POST"])
@requires("requests.ask")
def urge(request_id: int) -> ResponseReturnValue:
    asked = get_request(session(), request_id, actor())
    lines = [one for one in boards.board(session(), actor(), asked.id) if one.state != "off"]
    owing = [one for one in lines if service.can_be_urged(one)]
    form = UrgeForm(data={"lines": [one.id for one in owing]})
    form.offer((one.id, presenters.urged_words(one)) for one in owing)
    if form.validate_on_submit():
        with refusals(form):
            ids, by_text = form.lines.data, form.by_text.data
            urged = service.urge(session(), actor(), asked.id, ids, by_text=by_text)
            flash(ngettext("%(num)s was urged.", "%(num)s were urged.", len(urged)), "success")
            return _back(asked)
    waiting = [one.name for one in lines if one.state in ("asked", "redo") and one not in owing]
    return page("requests/urge.html", form=form, asked=asked, owing=owing, waiting=waiting)


@blueprint.route("/<int:request_id>/columns", methods=["GET", "POST"])
@requires("requests.ask")
def columns(request_id: int) -> ResponseReturnValue:
    asked = get_request(session(), request_id, actor())
    must_decide(actor(), asked)
    form = ColumnsForm(data={"rows": [*asked.columns, {}, {}, {}]})
    if form.validate_on_submit():
        with refusals(form):
            service.lay_out(session(), actor(), asked.id, form.columns())
            flash(_("The table is laid out."), "success")
            return redirect(url_for(".table", request_id=asked.id))
    return page("requests/columns.html", form=form, asked=asked)


@blueprint.route("/<int:request_id>/change", methods=["GET", "POST"])
@requires("requests.ask")
def change(request_id: int) -> ResponseReturnValue:
    asked = get_request(session(), request_id, actor())
    must_decide(actor(), asked)
    form = ChangeForm(obj=asked)
    known = offered.open_incoming(session(), actor(), asked.made_for_id)
    form.made_for_id.offer(presenters.options(known))
    if form.validate_on_submit():
        with refusals(form):
            values = form.text.data, form.made_for_id.data, form.is_shared.data
            service.change(session(), actor(), asked.id, *values)
            flash(_("The request is changed."), "success")
            return _back(asked)
    return _act(form, asked, _("The request"), _("Save"))


@blueprint.route("/<int:request_id>/withdraw", methods=["GET", "POST"])
@requires("requests.ask")
def withdraw(request_id: int) -> ResponseReturnValue:
    asked = get_request(session(), request_id, actor())
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.withdraw(session(), actor(), asked.id, form.reason.data)
            flash(_("The request is withdrawn."), "success")
            return _back(asked)
    return _act(form, asked, _("Withdraw the request"), _("Withdraw the request"))


def _look(asked_line_id: int) -> None:
    """At the files of an answer, harder where they go to another agency."""
    asked = queries.find(session(), queries.request_of(session(), asked_line_id) or 0)
    (look if asked.agency_id == actor().agency_id else look_before_it_leaves)()


# -- One line --------------------------------------------------------------------------------------


@blueprint.route("/lines/<int:asked_line_id>/answer", methods=["GET", "POST"])
@requires("documents.read", first=_look)
def answer(asked_line_id: int) -> ResponseReturnValue:
    line, asked, is_asker = _line(asked_line_id)
    service.must_not_be_withdrawn(asked)
    form = _answer_form(asked, line, is_asker=is_asker)
    if form.validate_on_submit():
        with refusals(form):
            service.answer(session(), actor(), line.id, *form.said(), _papers(form, line))
            text = _("The answer of %(name)s is noted.", name=line.name)
            undo = url_for(".say_none", asked_line_id=line.id) if is_asker else ""
            flash({"text": text, "undo": undo}, "toast")  # type: ignore[arg-type]
            return _back(asked)
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
    line, asked = _own_line(asked_line_id)
    form = RedoForm(data={"answer_id": line.standing.id if line.standing else 0})
    if form.validate_on_submit():
        with refusals(form):
            due = due_moment(session(), asked.agency_id, form.due_on.data)
            values = form.answer_id.data, form.reason.data, due
            service.redo(session(), actor(), line.id, *values)
            flash(_("%(name)s is asked to do it again.", name=line.name), "success")
            return _back(asked)
    return _act(form, asked, _("%(name)s is to do it again", name=line.name), _("Ask again"))


@blueprint.route("/lines/<int:asked_line_id>/date", methods=["GET", "POST"])
@requires("requests.ask")
def redate(asked_line_id: int) -> ResponseReturnValue:
    line, asked = _own_line(asked_line_id)
    form = DateForm(data={"due_on": clock.local(line.due_at).date() if line.due_at else None})
    if form.validate_on_submit():
        with refusals(form):
            due = due_moment(session(), asked.agency_id, form.due_on.data, line.due_at)
            service.redate(session(), actor(), line.id, due)
            flash(_("The date of %(name)s is changed.", name=line.name), "success")
            return _back(asked)
    return _act(form, asked, _("Date of %(name)s", name=line.name), _("Save"))


@blueprint.route("/lines/<int:asked_line_id>/off", methods=["GET", "POST"])
@requires("requests.ask")
def take_off(asked_line_id: int) -> ResponseReturnValue:
    line, asked = _own_line(asked_line_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.take_off(session(), actor(), line.id, form.reason.data)
            undo = url_for(".put_back", asked_line_id=line.id)
            flash({"text": _("%(name)s is taken off.", name=line.name), "undo": undo}, "toast")  # type: ignore[arg-type]
            return _back(asked)
    leads = _("It leads: then nobody does, until you ask others too and say who.")
    warning = leads if line.role == "lead" else ""
    return _act(form, asked, _("Take %(name)s off", name=line.name), _("Take off"), warning)


@blueprint.post("/lines/<int:asked_line_id>/on")
@requires("requests.ask")
def put_back(asked_line_id: int) -> ResponseReturnValue:
    line, asked = _own_line(asked_line_id)
    service.put_back(session(), actor(), line.id)
    flash(_("%(name)s is asked after all.", name=line.name), "success")
    return _back(asked)


@blueprint.post("/answers/<int:answer_id>/<any(yes, no):said>")
@requires("requests.ask")
def decide(answer_id: int, said: str) -> ResponseReturnValue:
    """Whether a document that cites the request answers it."""
    line = service.decide_proposed(session(), actor(), answer_id, said == "yes")
    text = N_("%(name)s has answered; it waits for your approval.")
    flash(_(text if said == "yes" else N_("%(name)s has not answered."), name=line.name), "success")
    return redirect(url_for(".show", request_id=line.request_id))


# -- Loading ---------------------------------------------------------------------------------------


def _seen(request_id: int) -> tuple[Request, list[LineFact], bool]:
    """The request with the lines that this actor may see: all, or those they answer; who is asked
    no more sees what they had answered, and why it is over."""
    asked = queries.find(session(), request_id)
    lines = boards.board(session(), actor(), request_id)
    if asks.for_row(actor(), asked) and queries.is_readable_by(session(), actor(), asked):
        return asked, lines, True
    own = [one for one in lines if answers.for_row(actor(), one)]
    if not own:
        raise NotFound
    asked_still = [one for one in own if one.state != "off"]
    if request.method == "GET" and any(one.seen_at is None for one in asked_still):
        with write_transaction() as noting:
            service.seen_on_page(noting, asked.record_id, actor())
    is_shared = asked.is_shared and asked.state != "withdrawn" and bool(asked_still)
    return asked, lines if is_shared else asked_still or own, False


def _told(request_id: int) -> tuple[Request, list[LineFact], bool]:
    """The same, for those to whom it says still what is asked."""
    asked, lines, is_asker = _seen(request_id)
    if not presenters.is_told(session(), actor(), asked, lines, is_asker=is_asker):
        raise NotFound
    return asked, lines, is_asker


def _line(line_id: int) -> tuple[LineFact, Request, bool]:
    request_id = queries.request_of(session(), line_id)
    if request_id is None:
        raise NotFound
    asked, lines, is_asker = _seen(request_id)
    own = (one for one in lines if is_asker or _answers(one))
    line = next((one for one in own if one.id == line_id), None)
    if line is None:
        raise NotFound
    return line, asked, is_asker


def _answers(line: LineFact) -> bool:
    return line.state != "off" and answers.for_row(actor(), line)


def _answer_form(asked: Request, line: LineFact, *, is_asker: bool) -> AnswerForm:
    """It begins with what is to be bettered."""
    given = to_better(line)
    files = given.files if given else ()
    begun = {
        "figures": figure_texts(asked.columns, given.figures if given else {}),
        "text": given.note if given else "",
        "kept": [one.id for one in files],
    }
    form = AnswerForm(data=begun)
    form.kept.choices = [(one.id, one.name) for one in files]
    known = offered.answering_documents(session(), actor(), asked, line, is_asker=is_asker)
    form.document_id.offer(presenters.options(known))
    return form


def _papers(form: AnswerForm, line: LineFact) -> service.Papers:
    given = to_better(line)
    record_id = given.record_id if given else None
    kept = service.keep_of(session(), record_id, form.kept.data)
    return service.Papers(form.files.take(), kept)


def _own_line(line_id: int) -> tuple[LineFact, Request]:
    line, asked, is_asker = _line(line_id)
    if not is_asker:
        raise NotFound
    must_decide(actor(), asked)
    return line, asked


def _back(asked: Request) -> ResponseReturnValue:
    return redirect(url_for(".show", request_id=asked.id))


def _act(
    form: OfficeForm, asked: Request, title: str, label: str, warning: str = ""
) -> ResponseReturnValue:
    words = {"title": title, "label": label, "warning": warning}
    return page("requests/act.html", form=form, asked=asked, **words)
