"""Posts and absences of a person, each in a form of its own."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Forbidden
from app.organisation import presenters, queries
from app.organisation.forms import AbsenceForm, EndPostForm, PostForm, needed_day
from app.organisation.queries import pages
from app.organisation.service import (
    change_post,
    end_post,
    give_post,
    note_absence,
    remove_absence,
)
from app.organisation.service.absences import may_note_absence
from app.organisation.views.blueprint import blueprint
from app.web import actor, page, refusals, requires, session, signed_in
from app.web.addresses import asked_id
from app.web.i18n import gettext as _


@blueprint.route("/admin/persons/<int:person_id>/posts/new", methods=["GET", "POST"])
@requires("organisation.manage")
def new_post(person_id: int) -> ResponseReturnValue:
    """In which agency stands in the address; without it the page asks for it first."""
    person = pages.get_person(session(), person_id)
    back = url_for("access.person", person_id=person_id)
    agency_id = asked_id("agency")
    title = _("New post of %(name)s", name=person.name)
    if agency_id is None:
        options = queries.agencies(session())
        return page("organisation/choose_agency.html", title=title, back=back, options=options)
    form = _post_form(agency_id, valid_from=clock.today())
    if form.validate_on_submit():
        with refusals(form):
            give_post(session(), actor(), person_id, form.entry(agency_id))
            flash(_("Saved."), "success")
            return redirect(back)
    return page("organisation/edit.html", form, title=title, back=back)


@blueprint.route("/admin/posts/<int:post_id>", methods=["GET", "POST"])
@requires("organisation.manage")
def edit_post(post_id: int) -> ResponseReturnValue:
    post = pages.get_post(session(), post_id)
    back = url_for("access.person", person_id=post.person_id)
    form = _post_form(post.agency_id, obj=post)
    if form.validate_on_submit():
        with refusals(form):
            change_post(session(), actor(), post_id, form.version.data, form.entry(post.agency_id))
            flash(_("Saved."), "success")
            return redirect(back)
    return page("organisation/edit.html", form, title=post.title, back=back)


@blueprint.route("/admin/posts/<int:post_id>/end", methods=["GET", "POST"])
@requires("organisation.manage")
def end(post_id: int) -> ResponseReturnValue:
    post = pages.get_post(session(), post_id)
    person = pages.get_person(session(), post.person_id)
    back = url_for("access.person", person_id=post.person_id)
    form = EndPostForm(last_day=clock.today(), version=post.version)
    if form.validate_on_submit():
        with refusals(form):
            end_post(session(), actor(), post_id, form.version.data, needed_day(form.last_day))
            flash(_("Saved."), "success")
            return redirect(back)
    said = presenters.what_ends(post, person, queries.delegations_of_post(session(), post_id))
    title = _("End the post %(title)s of %(name)s", title=post.title, name=person.name)
    return page(
        "organisation/dialog.html", form, title=title, back=back, said=said, yes=_("End the post")
    )


@blueprint.route("/persons/<int:person_id>/absences/new", methods=["GET", "POST"])
@signed_in
def new_absence(person_id: int) -> ResponseReturnValue:
    """One's own, or anybody's for those who keep the organisation."""
    if not may_note_absence(actor(), person_id):
        raise Forbidden
    person = pages.get_person(session(), person_id)
    form = AbsenceForm(starts_on=clock.today(), reroutes=pages.reroutes(session(), person_id))
    form.offer(pages.people_beside(session(), person_id))
    back = _person_page(person_id)
    if form.validate_on_submit():
        with refusals(form):
            note_absence(session(), actor(), person_id, form.entry())
            flash(_("Saved."), "success")
            return redirect(back)
    title = _("Absence of %(name)s", name=person.name)
    return page("organisation/dialog.html", form, title=title, back=back, said=(), yes=_("Save"))


@blueprint.route("/absences/<int:absence_id>/remove", methods=["POST"])
@signed_in
def take_back_absence(absence_id: int) -> ResponseReturnValue:
    person_id = remove_absence(session(), actor(), absence_id)
    flash(_("Taken off."), "success")
    return redirect(_person_page(person_id))


def _person_page(person_id: int) -> str:
    if actor().may("organisation.manage"):
        return url_for("access.person", person_id=person_id)
    return url_for("access.me")


def _post_form(agency_id: int, **values: object) -> PostForm:
    form = PostForm(**values)
    pages.get_agency(session(), agency_id)
    units = pages.unit_options(session(), agency_id, clock.today())
    form.offer(units, queries.roles(session()))
    return form
