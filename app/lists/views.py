"""One's own views of lists, and lists as sheets that leave the office."""

from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFound
from app.core.feature import AskedPage
from app.core.lists import Listing
from app.core.workbooks import XLSX
from app.lists import presenters, queries, service
from app.lists.export import workbook
from app.lists.forms import KeepForm, ViewForm
from app.lists.policy import may_change
from app.organisation.queries import unit_names
from app.web import actor, features, page, refusals, session, signed_in
from app.web.access import may_open
from app.web.downloads import send_download
from app.web.i18n import gettext as _

blueprint = Blueprint("lists", __name__)


def init(app: Flask) -> None:
    presenters.init(app)


@blueprint.get("/lists/views")
@signed_in
def views() -> ResponseReturnValue:
    seen = queries.all_views(session(), actor())
    return page("lists/views.html", page=presenters.view_table(session(), actor(), seen))


@blueprint.route("/lists/<list_name>/keep", methods=["GET", "POST"])
@signed_in
def keep(list_name: str) -> ResponseReturnValue:
    """Keep what the rest of this address asks of the list."""
    asked = _asked(list_name)
    back = url_for(list_name, **asked.filter.said(request.args))
    form = KeepForm()
    seen = queries.views_of(session(), actor(), list_name)
    mine = [(view.id, view.name) for view in seen if may_change(actor(), view)]
    form.instead_id.offer(mine, _("A new view"))
    _offer_units(form)
    if not mine:
        del form.instead_id
    if form.validate_on_submit():
        with refusals(form):
            instead_id = form.instead_id.data if mine else None
            view = service.keep(session(), actor(), asked, request.args, form.entry(), instead_id)
            flash(_("Kept under “%(name)s”.", name=view.name), "success")
            return redirect(back)
    title = _("Keep this view of: %(list)s", list=_(asked.title))
    return _form_page(form, title, back, _("Keep"))


@blueprint.route("/lists/views/<int:view_id>", methods=["GET", "POST"])
@signed_in
def change_view(view_id: int) -> ResponseReturnValue:
    view = service.changeable(session(), actor(), view_id)
    title = _("Change the view “%(name)s”", name=view.name)
    form = ViewForm(name=view.name, unit_id=view.unit_id)
    if view.person_id == actor().person_id:
        _offer_units(form, view.unit_id)
    else:
        del form.unit_id
    if form.validate_on_submit():
        with refusals(form):
            service.change(session(), actor(), view_id, form.entry(view.unit_id))
            flash(_("Saved."), "success")
            return redirect(url_for(".views"))
    return _form_page(form, title, url_for(".views"), _("Save"))


@blueprint.post("/lists/views/<int:view_id>/remove")
@signed_in
def remove_view(view_id: int) -> ResponseReturnValue:
    view = service.remove(session(), actor(), view_id)
    flash(_("Removed: %(name)s.", name=view.name), "success")
    return redirect(url_for(".views"))


@blueprint.get("/lists/<list_name>.xlsx")
@signed_in
def export(list_name: str) -> Response:
    """The list as its page shows it, all pages together."""
    listing, offered = features().lists.get(list_name), features().exports.get(list_name)
    if listing is None or offered is None or not may_open(list_name):
        raise NotFound
    wanted = listing.filter.from_args(request.args)
    content = workbook(session(), actor(), listing, wanted, offered.found())
    title = f"{_(listing.title)} {clock.today():%Y-%m-%d}.xlsx"
    return send_download(content, XLSX, title)


def _offer_units(form: ViewForm, *more: int | None) -> None:
    """Those whose people may see it as well."""
    units = unit_names(session(), {*actor().unit_ids, *more})
    form.unit_id.offer(units.items(), _("Only me"))
    if not units:
        del form.unit_id


def _form_page(form: ViewForm, title: str, back: str, yes: str) -> Response:
    said = ()
    return page("organisation/dialog.html", form, title=title, back=back, said=said, yes=yes)


def _asked(name: str) -> Listing[Any] | AskedPage:
    """A list, or another page of which something is asked, that the actor may open."""
    asked = features().asked_pages.get(name)
    if asked is None or not may_open(name):
        raise NotFound
    return asked
