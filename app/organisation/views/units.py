"""The form of a unit."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.organisation.forms import UnitForm
from app.organisation.queries import pages
from app.organisation.service import change_unit, create_unit
from app.organisation.views.blueprint import blueprint
from app.web import actor, page, refusals, requires, session
from app.web.i18n import gettext as _


@blueprint.route("/admin/organisation/<int:agency_id>/units/new", methods=["GET", "POST"])
@requires("organisation.manage")
def new_unit(agency_id: int) -> ResponseReturnValue:
    agency = pages.get_agency(session(), agency_id)
    form = UnitForm(valid_from=max(agency.valid_from, clock.today()))
    form.offer(pages.unit_options(session(), agency_id, clock.today()))
    back = url_for(".agency", agency_id=agency_id)
    if form.validate_on_submit():
        with refusals(form):
            made = create_unit(session(), actor(), agency_id, form.entry())
            flash(_("Added: %(name)s.", name=made.name), "success")
            return redirect(back)
    title = _("New unit of %(agency)s", agency=agency.name)
    return page("organisation/edit.html", form, title=title, back=back)


@blueprint.route("/admin/organisation/units/<int:unit_id>", methods=["GET", "POST"])
@requires("organisation.manage")
def edit_unit(unit_id: int) -> ResponseReturnValue:
    unit = pages.get_unit(session(), unit_id)
    form = UnitForm(obj=unit)
    options = pages.unit_options(session(), unit.agency_id, clock.today())
    form.offer([option for option in options if option[0] != unit_id])
    back = url_for(".agency", agency_id=unit.agency_id)
    if form.validate_on_submit():
        with refusals(form):
            change_unit(session(), actor(), unit_id, form.version.data, form.entry())
            flash(_("Saved."), "success")
            return redirect(back)
    return page("organisation/edit.html", form, title=unit.name, back=back)
