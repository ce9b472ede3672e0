"""One's own views of lists, and lists as sheets that leave the office."""

from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFound
from app.core.lists import Listing
from app.core.workbooks import XLSX
from app.lists import presenters, queries, service
from app.lists.export import workbook
from app.lists.forms import NameForm
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
    table = presenters.view_table(queries.all_views(session(), actor()))
    return page("lists/views.html", page=table)


@blueprint.route("/lists/<list_name>/keep", methods=["GET", "POST"])
@signed_in
def keep(list_name: str) -> ResponseReturnValue:
    """Keep what the rest of this address asks of the list."""
    listing = _listing(list_name)
    back = url_for(list_name, **listing.filter.said(request.args))
    form = NameForm()
    if form.validate_on_submit():
        with refusals(form):
            view = service.keep(session(), actor(), listing, request.args, form.name.data)
            flash(_("Kept under “%(name)s”.", name=view.name), "success")
            return redirect(back)
    title = _("Keep this view of: %(list)s", list=_(listing.title))
    return _name_page(form, title, back, _("Keep"))


@blueprint.route("/lists/views/<int:view_id>", methods=["GET", "POST"])
@signed_in
def rename_view(view_id: int) -> ResponseReturnValue:
    view = service.own_view(session(), actor(), view_id)
    title, form = _("Rename the view “%(name)s”", name=view.name), NameForm(name=view.name)
    if form.validate_on_submit():
        with refusals(form):
            service.rename(session(), actor(), view_id, form.name.data)
            flash(_("Saved."), "success")
            return redirect(url_for(".views"))
    return _name_page(form, title, url_for(".views"), _("Save"))


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
    listing, offered = _listing(list_name), features().exports.get(list_name)
    if offered is None:
        raise NotFound
    wanted = listing.filter.from_args(request.args)
    content = workbook(session(), actor(), listing, wanted, offered.found())
    title = f"{_(listing.title)} {clock.today():%Y-%m-%d}.xlsx"
    return send_download(content, XLSX, title)


def _name_page(form: NameForm, title: str, back: str, yes: str) -> Response:
    said = ()
    return page("organisation/dialog.html", form, title=title, back=back, said=said, yes=yes)


def _listing(name: str) -> Listing[Any]:
    """A list that the actor may open."""
    listing = features().lists.get(name)
    if listing is None or not may_open(name):
        raise NotFound
    return listing
