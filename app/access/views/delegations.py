"""Delegations, and the page of one's own settings."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access.filters import DelegationFilter
from app.access.forms import DelegationForm
from app.access.presenters import people as presenters
from app.access.queries import pages
from app.access.service import delegations
from app.access.views.blueprint import blueprint
from app.core import clock
from app.core.errors import Forbidden
from app.core.lists import Place
from app.organisation import queries as organisation
from app.organisation.queries import pages as bodies
from app.web import actor, page, refusals, requires, session, signed_in
from app.web.addresses import back_address
from app.web.i18n import gettext as _


@blueprint.route("/admin/delegations")
@requires("access.manage")
def all_delegations() -> ResponseReturnValue:
    wanted = DelegationFilter.from_args(request.args)
    found = pages.DELEGATIONS.page(session(), actor(), wanted, Place.from_args(request.args))
    counts = pages.DELEGATIONS.tab_counts(session(), actor(), wanted)
    shown = presenters.delegation_list(wanted, found.of(pages.delegation_rows), counts, actor())
    return render_template("access/delegations.html", page=shown)


@blueprint.route("/me")
@signed_in
def me() -> ResponseReturnValue:
    """One's own posts, delegations, absences and devices."""
    person_id = actor().person_id
    shown = presenters.my_page(
        current_user.powers,
        pages.delegations_of(session(), person_id),
        bodies.absences_of(session(), person_id),
        actor(),
    )
    return render_template("access/me.html", shown=shown)


@blueprint.route("/posts/<int:post_id>/delegate", methods=["GET", "POST"])
@signed_in
def delegate(post_id: int) -> ResponseReturnValue:
    """The holder of the post, or whoever keeps access, lets another person act in it."""
    post = bodies.get_post(session(), post_id)
    if not delegations.may_delegate(actor(), post):
        raise Forbidden
    form = DelegationForm(starts_on=clock.today())
    receivers = organisation.receivers(session(), post.agency_id)
    form.offer(receivers, delegations.may_act_in(session(), post), except_person=post.person_id)
    back = _back(post.person_id)
    if form.validate_on_submit():
        with refusals(form):
            delegations.delegate(session(), actor(), form.entry(post_id))
            flash(_("The delegation is noted. Both sides see it."), "success")
            return redirect(back)
    holder = organisation.person_names(session(), [post.person_id])[post.person_id]
    title = _("Delegate the post %(title)s of %(name)s", title=post.title, name=holder)
    said, yes = presenters.about_delegating(), _("Delegate")
    return page("organisation/dialog.html", form, title=title, back=back, said=said, yes=yes)


@blueprint.route("/delegations/<int:delegation_id>/revoke", methods=["POST"])
@signed_in
def revoke(delegation_id: int) -> ResponseReturnValue:
    delegations.revoke(session(), actor(), delegation_id)
    flash(_("The delegation has ended."), "success")
    return redirect(back_address() or url_for(".me"))


def _back(person_id: int) -> str:
    if person_id == actor().person_id:
        return url_for(".me")
    return url_for(".person", person_id=person_id)
