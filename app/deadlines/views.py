"""Days off and make-up days, year by year."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFound
from app.core.text import clean, typed_id
from app.deadlines import presenters
from app.deadlines.due_fields import instead_of, not_understood, remarks_on, typed_due_or_none
from app.deadlines.forms import NAME_LENGTH, DayForm, MovingForm, UsualForm
from app.deadlines.inputs import YEARS, DayData
from app.deadlines.presenters.usual import usual_table, usual_values
from app.deadlines.queries import horizon_of, pages
from app.deadlines.queries.moving import (
    Fixed,
    Move,
    Unopened,
    digest,
    fixed_apart,
    fixed_on,
    moves,
    said_of,
    told_apart,
)
from app.deadlines.queries.usual import type_options, usual_spans
from app.deadlines.rules.working_time import Works
from app.deadlines.service import Unseen, change_day, remove_usual, set_usual
from app.organisation.queries import agencies
from app.web import actor, page, refusals, requires, session, signed_in
from app.web.addresses import asked_id
from app.web.i18n import gettext as _

blueprint = Blueprint("deadlines", __name__)


@blueprint.route("/admin/calendar")
@requires("organisation.manage")
def days() -> ResponseReturnValue:
    asked = typed_id(request.args.get("year", ""))
    year = asked if asked is not None and asked in YEARS else clock.today().year
    shown = presenters.calendar(
        year,
        pages.days_of_year(session(), year),
        {one.id: one.short_name for one in agencies(session())},
    )
    return render_template("deadlines/calendar.html", calendar=shown)


@blueprint.get("/due-remarks")
@signed_in
def remarks() -> str:
    """Fetched when a due date was typed: what is to be known of that day."""
    said = clean(request.args.get("day", ""))
    due = typed_due_or_none(said)
    seconds = typed_id(request.args.get("since", ""))
    since = datetime.fromtimestamp(seconds, UTC) if seconds else None
    remarks = remarks_on([due], since) if due else not_understood(said)
    instead = instead_of(due) if due else ""
    return render_template("deadlines/remarks.html", remarks=remarks, instead=instead)


@blueprint.route("/admin/calendar/new", methods=["GET", "POST"])
@requires("organisation.manage")
def new_day() -> ResponseReturnValue:
    form = DayForm()
    form.offer((one.id, one.name) for one in agencies(session()))
    if form.validate_on_submit():
        with refusals(form):
            return _changed(form.entry())
    back = url_for(".days")
    title = _("Day off or working day")
    return page("organisation/dialog.html", form, title=title, back=back, said=(), yes=_("Save"))


@blueprint.route("/admin/calendar/<int:row_id>/remove", methods=["POST"])
@requires("organisation.manage")
def take_off_day(row_id: int) -> ResponseReturnValue:
    row = pages.day_row(session(), row_id)
    if row is None:
        raise NotFound
    return _changed(DayData(row.day, None, row.name, row.agency_id))


@blueprint.route("/admin/calendar/moving", methods=["GET", "POST"])
@requires("organisation.manage")
def moving() -> ResponseReturnValue:
    """Which due dates a change moves, before it is carried out."""
    change, form = _asked_change(), MovingForm()
    if form.validate_on_submit():
        with refusals(form):
            return _changed(change, form.seen.data or "", pull=form.earlier.data == "pull")
    found, fixed = moves(session(), change), fixed_on(session(), change)
    return page(
        "deadlines/moving.html",
        form=form,
        change=change,
        title=presenters.change_said(change),
        seen=digest(change, found, fixed),
        moving=_moving(change, found),
        fixed=_staying(change, fixed),
    )


@blueprint.route("/admin/due-dates")
@requires("organisation.manage")
def usual() -> ResponseReturnValue:
    """How long work may usually take, and what that gives now."""
    shown = usual_table(
        usual_spans(session()),
        dict(type_options(session())),
        {one.id: one.short_name for one in agencies(session())},
        horizon_of(session(), actor().agency_id),
    )
    return render_template("deadlines/usual.html", table_=shown)


@blueprint.route("/admin/due-dates/new", methods=["GET", "POST"])
@requires("organisation.manage")
def new_usual() -> ResponseReturnValue:
    """One like another (`like`) takes its place from a day on."""
    known = next((one for one in usual_spans(session()) if one.id == asked_id("like")), None)
    form = UsualForm(data=usual_values(known, clock.today()))
    form.offer(type_options(session()), ((one.id, one.name) for one in agencies(session())))
    if form.validate_on_submit():
        with refusals(form):
            set_usual(session(), actor(), form.entry(), instead_of=known)
            flash(_("Saved."), "success")
            return redirect(url_for(".usual"))
    return page("deadlines/new_usual.html", form, back=url_for(".usual"), known=known)


@blueprint.post("/admin/due-dates/<int:usual_id>/remove")
@requires("organisation.manage")
def take_off_usual(usual_id: int) -> ResponseReturnValue:
    remove_usual(session(), actor(), usual_id)
    flash(_("Taken off. What was given out keeps its date."))
    return redirect(url_for(".usual"))


def _moving(change: DayData, found: Sequence[Move]) -> presenters.Moving:
    """What moves: first what the administrator may open, then the others by unit."""
    opened, others = told_apart(session(), actor(), found)
    start = _start("from")
    rows: list[Move | Unopened] = [*opened, *others]
    shown = rows[start : start + presenters.MOVES_SHOWN]
    said = said_of(session(), actor(), [one.key for one in shown if isinstance(one, Move)])
    pager = presenters.move_pager(_moving_args(change), "from", start, len(rows))
    return presenters.moving(found, others, presenters.move_rows(shown, said), pager)


def _staying(change: DayData, fixed: Fixed) -> presenters.Staying | None:
    opened, others = fixed_apart(session(), actor(), fixed)
    start = _start("stays")
    said = said_of(session(), actor(), opened[start : start + presenters.MOVES_SHOWN])
    pager = presenters.move_pager(_moving_args(change), "stays", start, len(opened))
    return presenters.staying(len(opened), others, said, pager)


def _start(name: str) -> int:
    """From which row on the address asks for a list of this page."""
    return typed_id(request.args.get(name, "")) or 0


def _changed(change: DayData, seen: str = "", *, pull: bool = False) -> ResponseReturnValue:
    """Carried out, or first shown with what would move."""
    try:
        moved = change_day(session(), actor(), change, seen, pull=pull)
    except Unseen:
        if seen:
            flash(_("Meanwhile other due dates would move. Look again."), "warning")
        return redirect(url_for(".moving", **_moving_args(change)))
    flash(_("Saved. %(count)s due dates moved.", count=moved) if moved else _("Saved."), "success")
    return redirect(url_for(".days", year=change.day.year))


def _moving_args(change: DayData) -> dict[str, Any]:
    day, works = change.day.isoformat(), change.works or ""
    instead = change.instead.isoformat() if change.instead else None
    values = {"day": day, "works": works, "name": change.name}
    return values | {"agency": change.agency_id, "instead": instead}


def _asked_change() -> DayData:
    """What the address says. Raises NotFound where it says none."""
    said = request.args
    try:
        day, works = date.fromisoformat(said.get("day", "")), said.get("works", "")
        kind = Works(works) if works else None
        instead = date.fromisoformat(said["instead"]) if said.get("instead") else None
    except ValueError:
        raise NotFound from None
    name = clean(said.get("name", ""))[:NAME_LENGTH]
    return DayData(day, kind, name, typed_id(said.get("agency", "")), instead)
