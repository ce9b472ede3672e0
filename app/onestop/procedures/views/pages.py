"""Pages of procedures: the catalogue, what a procedure says, and its next version."""

from datetime import time
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFound
from app.core.lists import Place
from app.core.text import typed_id
from app.deadlines.queries import calendar
from app.onestop.procedures import queries, service
from app.onestop.procedures.filters import ProcedureFilter, SampleFilter
from app.onestop.procedures.forms import PARTS, EndForm, NewForm, PartForm, PublishForm
from app.onestop.procedures.inputs import Channel, Content
from app.onestop.procedures.models import ProcedureVersion
from app.onestop.procedures.policy import MANAGE, READ
from app.onestop.procedures.presenters import catalogue, picture
from app.onestop.procedures.presenters import page as shown
from app.onestop.procedures.presenters import trial as sample
from app.onestop.procedures.queries.catalogue import CATALOGUE, terms_of
from app.onestop.procedures.rules.trial import tried
from app.onestop.procedures.views.blueprint import blueprint
from app.onestop.procedures.wording import CHANNELS
from app.web import actor, page, refusals, requires, session
from app.web.i18n import gettext as _

USUAL_WAIT = 5
"""Working days that a pause of a sample case lasts where nobody says."""


@blueprint.get("")
@requires(READ)
def index() -> ResponseReturnValue:
    wanted = ProcedureFilter.from_args(request.args)
    found = CATALOGUE.page(session(), actor(), wanted, Place.from_args(request.args))
    counts = CATALOGUE.tab_counts(session(), actor(), wanted)
    terms = terms_of(session(), [row.id for row in found.rows])
    chips = catalogue.chips(wanted, queries.fields(session()), queries.levels(session()))
    table = catalogue.table(wanted, found, counts, terms, chips)
    return page("onestop/procedures/index.html", page=table, keeps=actor().may(MANAGE))


@blueprint.get("/<int:procedure_id>")
@requires(READ)
def show(procedure_id: int) -> ResponseReturnValue:
    """One version: the one asked for, that of today, or the newest."""
    versions = queries.versions_of(session(), procedure_id)
    if not versions:
        raise NotFound
    version = _asked(versions, queries.version_on(session(), procedure_id))
    content, levels = queries.content_of(session(), version), dict(queries.levels(session()))
    return page(
        "onestop/procedures/show.html",
        version=version,
        content=content,
        head=shown.head(version, content, levels[content.level]),
        actions=shown.actions(actor(), version, versions[0]),
        picture=picture.picture(content.steps, levels),
        steps=picture.lines(content.steps, levels),
        versions=shown.versions(versions, version),
        notice=shown.notice(version, queries.published_of(session(), procedure_id)),
        shown=shown,
    )


def _asked(versions: Any, today: ProcedureVersion | None) -> ProcedureVersion:
    number = typed_id(request.args.get("number"))
    if number is None:
        return today or versions[0]
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound
    return found


# -- Writing ---------------------------------------------------------------------------------------


@blueprint.route("/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> ResponseReturnValue:
    form = NewForm()
    form.offer(Content(name="", level=""), queries.levels(session(), clock.today()))
    if form.validate_on_submit():
        with refusals(form):
            version = service.begin(
                session(), actor(), form.code.data, form.field.data,
                form.put(Content(name="", level="")), is_national=form.is_national.data == "yes",
            )  # fmt: skip
            return redirect(url_for(".edit", procedure_version_id=version.id, part="variants"))
    fields = [name for _id, name in queries.fields(session())]
    return page("onestop/procedures/new.html", form, fields=fields)


@blueprint.post("/<int:procedure_id>/next")
@requires(MANAGE)
def begin_next(procedure_id: int) -> ResponseReturnValue:
    version = service.begin_next(session(), actor(), procedure_id)
    flash(_("Version %(number)s is a draft. Say what changes, then publish it.",
            number=version.number))  # fmt: skip
    return redirect(url_for(".edit", procedure_version_id=version.id))


@blueprint.route("/versions/<int:procedure_version_id>/edit", methods=["GET", "POST"])
@requires(MANAGE)
def edit(procedure_version_id: int) -> ResponseReturnValue:
    """One part of a draft."""
    version = queries.get_version(session(), procedure_version_id)
    part = request.args.get("part", "general")
    content = queries.content_of(session(), version)
    form = _part_form(part, version, content)
    if form.validate_on_submit():
        with refusals(form):
            typed, seen = form.put(content), form.version.data
            service.write(session(), actor(), version.id, typed, seen, part)
            flash(_("Saved."), "success")
            return redirect(url_for(".edit", procedure_version_id=version.id, part=part))
    tabs = shown.part_tabs(version, part)
    return page("onestop/procedures/edit.html", form, version=version, tabs=tabs, part=part)


def _part_form(part: str, version: ProcedureVersion, content: Content) -> PartForm:
    """As it stands there now, or as it was typed."""
    if part not in PARTS:
        raise NotFound
    form = PARTS[part](version=version.version)
    form.offer(content, queries.levels(session(), clock.today()))
    if request.method == "GET":
        form.show(content)
    return form


@blueprint.post("/versions/<int:procedure_version_id>/drop")
@requires(MANAGE)
def drop(procedure_version_id: int) -> ResponseReturnValue:
    left = service.drop(session(), actor(), procedure_version_id)
    flash(_("The draft was thrown away."))
    return redirect(url_for(".show", procedure_id=left) if left else url_for(".index"))


# -- From when, until when -------------------------------------------------------------------------


@blueprint.route("/versions/<int:procedure_version_id>/publish", methods=["GET", "POST"])
@requires(MANAGE)
def publish(procedure_version_id: int) -> ResponseReturnValue:
    version = queries.get_version(session(), procedure_version_id)
    form = PublishForm(version=version.version, starts=version.valid_from)
    if form.validate_on_submit():
        with refusals(form):
            starts, seen = form.starts.data, form.version.data
            version = service.publish(session(), actor(), version.id, starts, seen)
            flash(_("Version %(number)s is published.", number=version.number), "success")
            return redirect(_at(version))
    return page("onestop/procedures/publish.html", form, version=version, back=_at(version))


@blueprint.post("/versions/<int:procedure_version_id>/call-back")
@requires(MANAGE)
def call_back(procedure_version_id: int) -> ResponseReturnValue:
    version = service.call_back(session(), actor(), procedure_version_id)
    flash(_("Version %(number)s is a draft again.", number=version.number))
    return redirect(_at(version))


@blueprint.route("/versions/<int:procedure_version_id>/end", methods=["GET", "POST"])
@requires(MANAGE)
def end(procedure_version_id: int) -> ResponseReturnValue:
    version = queries.get_version(session(), procedure_version_id)
    form = EndForm()
    if form.validate_on_submit():
        with refusals(form):
            ends, reason = form.ends.data, form.reason.data or ""
            service.end(session(), actor(), version.id, ends, reason)
            flash(_("Version %(number)s ends as you said.", number=version.number), "success")
            return redirect(_at(version))
    return page("onestop/procedures/end.html", form, version=version, back=_at(version))


def _at(version: ProcedureVersion) -> str:
    return url_for(".show", procedure_id=version.procedure_id, number=version.number)


# -- A sample case ---------------------------------------------------------------------------------


@blueprint.get("/versions/<int:procedure_version_id>/trial")
@requires(READ)
def trial(procedure_version_id: int) -> ResponseReturnValue:
    """What a case would take that came in then, by this version, also before it holds."""
    version = queries.get_version(session(), procedure_version_id)
    content, asked = queries.content_of(session(), version), _sample()
    days = calendar(session(), actor().agency_id)
    at = clock.at(asked.day or clock.today(), time.fromisoformat(asked.hour))
    variant = content.variant(asked.variant)
    channel, waiting = Channel(asked.channel), (asked.waiting or 0) * days.day_length
    found = tried(at, variant.limit(channel), content.steps, days, waiting)
    terms = sample.terms(content, variant.name, channel)
    levels = dict(queries.levels(session()))
    return page(
        "onestop/procedures/trial.html",
        version=version,
        content=content,
        asked=asked,
        variant=variant,
        channels=CHANNELS.items(),
        found=sample.shown(found, days, levels, terms),
        picture=picture.picture(content.steps, levels),
        back=_at(version),
    )


def _sample() -> SampleFilter:
    """The case that was asked for; today, now, and a pause of a week where nobody says."""
    now = f"{clock.local(clock.now()):%H:%M}"
    return SampleFilter.from_args(request.args, day=clock.today(), hour=now, waiting=USUAL_WAIT)
