"""Days off and make-up days, year by year."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.days import Short, typed_day_or_none
from app.core.text import typed_id
from app.deadlines import presenters
from app.deadlines.due_fields import remarks_on
from app.deadlines.forms import DayForm
from app.deadlines.queries import pages
from app.deadlines.service import remove_day, set_day
from app.organisation.queries import agencies
from app.web import actor, page, refusals, requires, session, signed_in
from app.web.i18n import gettext as _

blueprint = Blueprint("deadlines", __name__)

YEARS = range(2000, 2100)


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
    day = typed_day_or_none(request.args.get("day", ""), Short.NEXT)
    return render_template("deadlines/remarks.html", remarks=remarks_on([day]))


@blueprint.route("/admin/calendar/new", methods=["GET", "POST"])
@requires("organisation.manage")
def new_day() -> ResponseReturnValue:
    form = DayForm()
    form.offer((one.id, one.name) for one in agencies(session()))
    if form.validate_on_submit():
        with refusals(form):
            row = set_day(session(), actor(), form.entry())
            flash(_("Saved."), "success")
            return redirect(url_for(".days", year=row.day.year))
    back = url_for(".days")
    title = _("Day off or working day")
    return page("organisation/dialog.html", form, title=title, back=back, said=(), yes=_("Save"))


@blueprint.route("/admin/calendar/<int:row_id>/remove", methods=["POST"])
@requires("organisation.manage")
def take_off_day(row_id: int) -> ResponseReturnValue:
    day = remove_day(session(), actor(), row_id)
    flash(_("Taken off."), "success")
    return redirect(url_for(".days", year=day.year))
