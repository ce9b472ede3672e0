"""Days off and make-up days, year by year."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.organisation import presenters, queries
from app.organisation.forms import DayForm
from app.organisation.queries import pages
from app.organisation.service import remove_day, set_day
from app.organisation.views.blueprint import blueprint
from app.web import actor, page, refusals, requires, session

YEARS = range(2000, 2100)


@blueprint.route("/admin/calendar")
@requires("organisation.manage")
def days() -> ResponseReturnValue:
    asked = request.args.get("year", clock.today().year, type=int)
    year = asked if asked in YEARS else clock.today().year
    shown = presenters.calendar(
        year,
        pages.days_of_year(session(), year),
        {one.id: one.short_name for one in queries.agencies(session())},
    )
    return render_template("organisation/calendar.html", calendar=shown)


@blueprint.route("/admin/calendar/new", methods=["GET", "POST"])
@requires("organisation.manage")
def new_day() -> ResponseReturnValue:
    form = DayForm()
    form.offer((one.id, one.name) for one in queries.agencies(session()))
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
