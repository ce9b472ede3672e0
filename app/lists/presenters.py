"""What stands beside every list: the reader's views of it, and its sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask, request, url_for

from app.core.lists import Listing
from app.lists.models import SavedView
from app.lists.queries import views_of
from app.web import actor, features, session
from app.web.i18n import gettext as _
from app.web.listing import Action, Cell, Chip, Column, Empty, TablePage, TableRow


@dataclass(frozen=True)
class ListTools:
    """Beside the chips of a list."""

    views: Chip
    export_href: str


def init(app: Flask) -> None:
    app.jinja_env.globals["list_tools"] = list_tools


def list_tools() -> ListTools | None:
    """Of the list that this page shows; None where it shows none of which anything is asked."""
    listing = features().lists.get(request.endpoint or "")
    if listing is None or not listing.where:
        return None
    said = listing.filter.said(request.args)
    export = url_for("lists.export", list_name=listing.name, **said)
    return ListTools(
        views=_menu(listing, said, views_of(session(), actor(), listing.name)),
        export_href=export if listing.name in features().exports else "",
    )


def _menu(listing: Listing[Any], said: dict[str, Any], views: Sequence[SavedView]) -> Chip:
    choices = [
        Chip(view.name, opened(listing, view), on=listing.filter.said(asked(view)) == said)
        if is_read(listing, view)
        else Chip(_("%(name)s (can no longer be read)", name=view.name), url_for("lists.views"))
        for view in views
    ]
    current = next((one.label for one in choices if one.on), "")
    if not current:
        keep = url_for("lists.keep", list_name=listing.name, **said)
        choices.append(Chip(_("Keep this view under a name"), keep, is_dialog=True))
    if views:
        choices.append(Chip(_("Rename or remove"), url_for("lists.views")))
    label = _("My views: %(name)s", name=current) if current else _("My views")
    return Chip(label, choices=tuple(choices))


def asked(view: SavedView) -> dict[str, Any]:
    return dict(parse_qsl(view.address))


def is_read(listing: Listing[Any] | None, view: SavedView) -> bool:
    """Whether every word of it still means something: less than it asked would show too much."""
    return listing is not None and len(listing.filter.said(asked(view))) == len(asked(view))


def opened(listing: Listing[Any], view: SavedView) -> str:
    """The address that shows it."""
    return url_for(listing.name, **asked(view))


def view_table(views: Sequence[SavedView]) -> TablePage:
    """All views of one person, of every list."""
    return TablePage(
        label=_("My views"),
        columns=(Column(_("Name of the view")), Column(_("List"))),
        rows=tuple(_view_row(view) for view in views),
        empty=Empty(
            _("No views yet"),
            _("Filter a list as you need it again and again, then keep that under a name."),
            "bookmark",
        ),
    )


def _view_row(view: SavedView) -> TableRow:
    listing = features().lists.get(view.list_name)
    title = _(listing.title) if listing else _("a list that there is no more")
    if listing is not None and is_read(listing, view):
        name = Cell(view.name, href=opened(listing, view))
    else:
        name = Cell(view.name, note=_("Can no longer be read: the list has changed since."))
    rename = url_for("lists.rename_view", view_id=view.id)
    remove = url_for("lists.remove_view", view_id=view.id)
    asked_first = _("Remove the view “%(name)s”?", name=view.name)
    return TableRow(
        (name, title),
        actions=(
            Action(_("Rename"), rename, quiet=True, dialog=True),
            Action(_("Remove"), remove, method="post", quiet=True, confirm=asked_first),
        ),
        muted=name.href is None,
    )
