"""Agencies: the list, the page of one with its units and people, and its form."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.feature import installed
from app.core.lists import Place
from app.core.policy import agency_token
from app.organisation import presenters, queries
from app.organisation.filters import AgencyFilter
from app.organisation.forms import AgencyForm
from app.organisation.queries import pages
from app.organisation.service import change_agency, create_agency
from app.organisation.views.blueprint import blueprint
from app.web import actor, page, refusals, requires, session
from app.web.i18n import gettext as _


@blueprint.route("/admin/organisation")
@requires("organisation.manage")
def index() -> ResponseReturnValue:
    wanted = AgencyFilter.from_args(request.args)
    found = pages.AGENCIES.page(session(), actor(), wanted, Place.from_args(request.args))
    counts = pages.AGENCIES.tab_counts(session(), actor(), wanted)
    shown = presenters.agency_list(wanted, found, counts)
    return render_template("organisation/agencies.html", page=shown)


@blueprint.route("/admin/organisation/<int:agency_id>")
@requires("organisation.manage")
def agency(agency_id: int) -> ResponseReturnValue:
    shown = pages.get_agency(session(), agency_id)
    chart = presenters.chart(
        pages.unit_rows(session(), agency_id),
        pages.posts_of_agency(session(), agency_id),
        dict(queries.roles(session())),
        actor(),
    )
    successor = queries.agency_names(session(), [shown.successor_id]).get(shown.successor_id or 0)
    return render_template(
        "organisation/agency.html",
        agency=shown,
        chart=chart,
        successor=successor,
        is_over=shown.valid_to is not None and shown.valid_to < clock.today(),
        actions=installed().on_holder(agency_token(agency_id), actor()),
    )


@blueprint.route("/admin/organisation/new", methods=["GET", "POST"])
@requires("organisation.manage")
def new_agency() -> ResponseReturnValue:
    form = AgencyForm(valid_from=clock.today())
    form.offer(_other_agencies(None))
    if form.validate_on_submit():
        with refusals(form):
            made = create_agency(session(), actor(), form.entry())
            flash(_("Added: %(name)s.", name=made.name), "success")
            return redirect(url_for(".agency", agency_id=made.id))
    return page("organisation/edit.html", form, title=_("New agency"), back=url_for(".index"))


@blueprint.route("/admin/organisation/<int:agency_id>/edit", methods=["GET", "POST"])
@requires("organisation.manage")
def edit_agency(agency_id: int) -> ResponseReturnValue:
    shown = pages.get_agency(session(), agency_id)
    form = AgencyForm(obj=shown)
    form.offer(_other_agencies(agency_id))
    back = url_for(".agency", agency_id=agency_id)
    if form.validate_on_submit():
        with refusals(form):
            change_agency(session(), actor(), agency_id, form.version.data, form.entry())
            flash(_("Saved."), "success")
            return redirect(back)
    return page("organisation/edit.html", form, title=shown.name, back=back)


def _other_agencies(agency_id: int | None) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in queries.agencies(session()) if one.id != agency_id]
