"""The list, the board, the table, and what is done with a whole request."""

from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.lists import Place
from app.core.workbooks import XLSX
from app.deadlines.queries import due_moment, horizon_of
from app.records.queries import get_face
from app.requests import files, presenters, queries, service
from app.requests.filters import RequestFilter
from app.requests.forms import (
    AskForm,
    BeginForm,
    ChangeForm,
    ColumnsForm,
    UrgeForm,
)
from app.requests.policy import get_request, must_decide
from app.requests.queries import REQUESTS, boards, offered
from app.requests.views.blueprint import blueprint
from app.requests.views.shared import (
    act,
    back,
    seen,
    told,
)
from app.web import (
    ReasonForm,
    actor,
    page,
    refusals,
    requires,
    session,
)
from app.web.addresses import asked_id
from app.web.downloads import send_download
from app.web.i18n import gettext as _
from app.web.i18n import ngettext


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
    asked, lines, is_asker = seen(request_id)
    horizon = horizon_of(session(), asked.agency_id)
    shown = presenters.board(session(), actor(), asked, lines, horizon, is_asker=is_asker)
    return page("requests/show.html", shown=shown)


@blueprint.get("/<int:request_id>/why")
@requires("documents.read")
def why(request_id: int) -> ResponseReturnValue:
    """Why each answer is due when it is, or that of one line."""
    asked, lines, _is_asker = told(request_id)
    wanted = asked_id("line")
    lines = [one for one in lines if wanted in (None, one.id)]
    whys = presenters.whys(lines, horizon_of(session(), asked.agency_id))
    back = url_for(".show", request_id=request_id)
    return page("deadlines/why.html", close=back, about=asked.subject, whys=whys)


@blueprint.get("/<int:request_id>/table")
@requires("documents.read")
def table(request_id: int) -> ResponseReturnValue:
    asked, lines, is_asker = told(request_id)
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
            return back(asked)
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
            return back(asked)
    return act(form, asked, _("The request"), _("Save"))


@blueprint.route("/<int:request_id>/withdraw", methods=["GET", "POST"])
@requires("requests.ask")
def withdraw(request_id: int) -> ResponseReturnValue:
    asked = get_request(session(), request_id, actor())
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.withdraw(session(), actor(), asked.id, form.reason.data)
            flash(_("The request is withdrawn."), "success")
            return back(asked)
    return act(form, asked, _("Withdraw the request"), _("Withdraw the request"))
