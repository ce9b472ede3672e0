"""People and their accounts."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.filters import AccountFilter
from app.access.forms import NewPersonForm, UserNameForm
from app.access.presenters import people as presenters
from app.access.queries import pages
from app.access.service import accounts
from app.access.service.arrivals import Arrival, arrive
from app.access.views.blueprint import blueprint
from app.audit.presenters import time_entries
from app.audit.queries import of_object, version_of
from app.core import clock
from app.core.errors import NotFound
from app.core.lists import Place
from app.organisation import queries as organisation
from app.organisation.forms import PersonForm
from app.organisation.queries import pages as bodies
from app.organisation.service import change_person, try_email_again
from app.web import actor, page, refusals, requires, session
from app.web.addresses import asked_id
from app.web.i18n import gettext as _


@blueprint.route("/admin/accounts")
@requires("access.manage")
def index() -> ResponseReturnValue:
    wanted = AccountFilter.from_args(request.args)
    found = pages.account_page(session(), actor(), wanted, Place.from_args(request.args))
    total = pages.ACCOUNTS.count(session(), actor(), wanted)
    shown = presenters.account_list(wanted, found, total, organisation.agencies(session()))
    return render_template("access/accounts.html", page=shown)


@blueprint.route("/admin/persons/<int:person_id>")
@requires("organisation.manage", "access.manage")
def person(person_id: int) -> ResponseReturnValue:
    """Everything the office keeps of one person, on one page."""
    row = pages.account_of(session(), person_id)
    if row is None:
        raise NotFound
    shown = presenters.person_page(
        row,
        bodies.get_person(session(), person_id),
        bodies.posts_of_person(session(), person_id),
        pages.delegations_of(session(), person_id),
        bodies.absences_of(session(), person_id),
        dict(organisation.roles(session())),
        actor(),
        pages.held_by_person(session(), person_id),
    )
    trail = time_entries(of_object(session(), "person", person_id))
    return render_template("access/person.html", shown=shown, trail=trail)


@blueprint.route("/admin/persons/new", methods=["GET", "POST"])
@requires("organisation.manage")
def new_person() -> ResponseReturnValue:
    """A person, their post and, for those who may, their account in one form."""
    agency_id = asked_id("agency") or 0
    agency = bodies.get_agency(session(), agency_id)
    form = NewPersonForm(valid_from=clock.today())
    units = bodies.unit_options(session(), agency_id, clock.today())
    form.offer(units, organisation.roles(session()), with_account=actor().may("access.manage"))
    if form.validate_on_submit():
        with refusals(form):
            arrival: Arrival = arrive(session(), actor(), form.entry(agency_id))
            return _told(arrival.person_id, arrival.user_name, arrival.password)
    title = _("New person in %(agency)s", agency=agency.name)
    back = url_for("organisation.agency", agency_id=agency_id)
    return page("organisation/edit.html", form, title=title, back=back)


@blueprint.route("/admin/persons/<int:person_id>/edit", methods=["GET", "POST"])
@requires("organisation.manage")
def edit_person(person_id: int) -> ResponseReturnValue:
    shown = bodies.get_person(session(), person_id)
    form, back = PersonForm(obj=shown), url_for(".person", person_id=person_id)
    if form.validate_on_submit():
        with refusals(form):
            change_person(session(), actor(), person_id, form.version.data, form.entry())
            flash(_("Saved."), "success")
            return redirect(back)
    return page("organisation/edit.html", form, title=shown.name, back=back)


@blueprint.route("/admin/persons/<int:person_id>/account", methods=["GET", "POST"])
@requires("access.manage")
def account(person_id: int) -> ResponseReturnValue:
    """Make an account, or change the user name of the one there is."""
    row = pages.account_of(session(), person_id)
    if row is None:
        raise NotFound
    form = UserNameForm(
        user_name=row.user_name or presenters.proposed_user_name(row.name),
        version=version_of(session(), "person", person_id, accounts.RENAMED),
    )
    if form.validate_on_submit():
        with refusals(form):
            if row.user_name is None:
                name = form.user_name.data
                password = accounts.create_account(session(), actor(), person_id, name)
                return _told(person_id, name, password)
            accounts.rename_account(
                session(), actor(), person_id, form.user_name.data, form.version.data
            )
            flash(_("Saved."), "success")
            return redirect(url_for(".person", person_id=person_id))
    title = _("Account of %(name)s", name=row.name)
    said, yes = presenters.about_account(row)
    back = url_for(".person", person_id=person_id)
    return page("organisation/dialog.html", form, title=title, back=back, said=said, yes=yes)


@blueprint.route("/admin/persons/<int:person_id>/password", methods=["GET", "POST"])
@requires("access.manage")
def reset_password(person_id: int) -> ResponseReturnValue:
    row = pages.account_of(session(), person_id)
    if row is None or row.user_name is None:
        raise NotFound
    if request.method == "POST":
        password = accounts.reset_password(session(), actor(), person_id)
        return _told(person_id, row.user_name, password)
    return render_template("access/reset.html", row=row)


@blueprint.route("/admin/persons/<int:person_id>/unlock", methods=["POST"])
@requires("access.manage")
def unlock(person_id: int) -> ResponseReturnValue:
    accounts.unlock(session(), actor(), person_id)
    return _back_to(person_id)


@blueprint.route("/admin/persons/<int:person_id>/disable", methods=["POST"])
@requires("access.manage")
def disable(person_id: int) -> ResponseReturnValue:
    accounts.disable(session(), actor(), person_id)
    return _back_to(person_id)


@blueprint.route("/admin/persons/<int:person_id>/enable", methods=["POST"])
@requires("access.manage")
def enable(person_id: int) -> ResponseReturnValue:
    accounts.enable(session(), actor(), person_id)
    return _back_to(person_id)


@blueprint.route("/admin/persons/<int:person_id>/end-sessions", methods=["POST"])
@requires("access.manage")
def end_sessions(person_id: int) -> ResponseReturnValue:
    accounts.end_sessions(session(), actor(), person_id)
    return _back_to(person_id)


@blueprint.route("/admin/persons/<int:person_id>/email-again", methods=["POST"])
@requires("organisation.manage")
def email_again(person_id: int) -> ResponseReturnValue:
    """E-mails to this person, which came back, are sent again."""
    try_email_again(session(), actor(), person_id)
    return _back_to(person_id)


def _back_to(person_id: int) -> ResponseReturnValue:
    flash(_("Done."), "success")
    return redirect(url_for(".person", person_id=person_id))


def _told(person_id: int, user_name: str, password: str) -> Response:
    """The one time a password is shown; nothing keeps the page."""
    if not password:
        return make_response(redirect(url_for(".person", person_id=person_id)))
    shown = render_template(
        "access/one_time.html",
        name=bodies.get_person(session(), person_id).name,
        user_name=user_name,
        password=password,
        person_id=person_id,
    )
    response = make_response(shown)
    response.headers["Cache-Control"] = "no-store"
    return response
