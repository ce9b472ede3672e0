"""What stands beside every list: the reader's views of it, and its sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from sqlalchemy.orm import Session

from app.core.feature import AskedPage
from app.core.lists import Listing
from app.core.policy import Actor
from app.lists.models import SavedView
from app.lists.policy import may_change
from app.lists.queries import views_of
from app.organisation.queries import person_names, unit_names
from app.web import actor, features, session
from app.web.i18n import gettext as _
from app.web.listing import Action, Beside, Cell, Chip, Column, Empty, TablePage, TableRow

Page = Listing[Any] | AskedPage


@dataclass(frozen=True)
class ListTools:
    """Beside the chips of a list."""

    views: Chip
    export_href: str
    search_href: str


def init(app: Flask) -> None:
    app.jinja_env.globals["list_tools"] = list_tools


def list_tools() -> ListTools | None:
    """Of the page that is shown; None where nothing is asked of it."""
    asked = features().asked_pages.get(request.endpoint or "")
    if asked is None:
        return None
    said = asked.filter.said(request.args)
    export = url_for("lists.export", list_name=asked.name, **said)
    return ListTools(
        views=_menu(asked, said, views_of(session(), actor(), asked.name)),
        export_href=export if asked.name in features().exports else "",
        search_href=_searched(asked),
    )


def _searched(asked: Page) -> str:
    """Where words are looked for in what the list shows."""
    if isinstance(asked, AskedPage) or asked.searched is None or not actor().may("search.use"):
        return ""
    wanted = asked.searched(session(), asked.filter.from_args(request.args))
    over_all = next(one for one in features().asked_pages.values() if isinstance(one, AskedPage))
    return url_for(over_all.name, **{name: said for name, said in wanted.items() if said})


def _menu(asked: Page, said: dict[str, Any], views: Sequence[SavedView]) -> Chip:
    units = unit_names(session(), (view.unit_id for view in views))
    choices = [
        Chip(_called(view, units), opened(asked, view), on=asked.filter.said(view.asked) == said)
        if is_read(asked, view)
        else Chip(_("%(name)s (can no longer be read)", name=view.name), url_for("lists.views"))
        for view in views
    ]
    current = next((one.label for one in choices if one.on), "")
    if not current:
        keep = url_for("lists.keep", list_name=asked.name, **said)
        choices.append(Chip(_("Keep this view under a name"), keep, is_dialog=True))
    if views:
        choices.append(Chip(_("Change or remove"), url_for("lists.views")))
    label = _("My views: %(name)s", name=current) if current else _("My views")
    return Chip(label, choices=tuple(choices))


def _called(view: SavedView, units: Mapping[int, str]) -> str:
    return f"{view.name} ({units[view.unit_id]})" if view.unit_id else view.name


def is_read(asked: Page | None, view: SavedView) -> bool:
    """Whether every word of it still means something: less than it asked would show too much."""
    return asked is not None and len(asked.filter.said(view.asked)) == len(view.asked)


def opened(asked: Page, view: SavedView) -> str:
    """The address that shows it."""
    if isinstance(asked, AskedPage):
        return url_for(asked.opens, view_id=view.id)
    return url_for(asked.name, **view.asked)


def view_table(session: Session, actor: Actor, views: Sequence[SavedView]) -> TablePage:
    """All views that somebody sees, of every list."""
    beside: dict[int, Beside] = {}
    for asked in features().asked_pages.values():
        if isinstance(asked, AskedPage):
            of_page = [view.id for view in views if view.list_name == asked.name]
            beside |= asked.beside.found()(session, actor, of_page)
    names = Names(
        unit_names(session, (view.unit_id for view in views)),
        person_names(session, (view.person_id for view in views)),
    )
    return TablePage(
        label=_("My views"),
        columns=(Column(_("Name of the view")), Column(_("List")), Column(_("For whom"))),
        rows=tuple(_view_row(actor, view, names, beside.get(view.id, Beside())) for view in views),
        empty=Empty(
            _("No views yet"),
            _("Filter a list as you need it again and again, then keep that under a name."),
            "bookmark",
        ),
    )


@dataclass(frozen=True)
class Names:
    """Of the units that views are shared with, and of those who keep them."""

    units: Mapping[int, str]
    people: Mapping[int, str]


def _view_row(actor: Actor, view: SavedView, names: Names, beside: Beside) -> TableRow:
    asked = features().asked_pages.get(view.list_name)
    title = _(asked.title) if asked else _("a list that there is no more")
    if asked is not None and is_read(asked, view):
        name = Cell(view.name, href=opened(asked, view), note=beside.note)
    else:
        name = Cell(view.name, note=_("Can no longer be read: the list has changed since."))
    maker = names.people[view.person_id]
    by = "" if view.person_id == actor.person_id else _("by %(name)s", name=maker)
    unit = names.units[view.unit_id] if view.unit_id else ""
    whose = Cell(unit or _("Only me"), note=by)
    is_mine = may_change(actor, view)
    actions = _changing(view, unit) if is_mine else _copying(view) if name.href else ()
    of_reader = beside.actions if name.href else ()
    return TableRow((name, title, whose), (*of_reader, *actions), muted=name.href is None)


def _changing(view: SavedView, unit: str) -> tuple[Action, ...]:
    change = url_for("lists.change_view", view_id=view.id)
    remove = url_for("lists.remove_view", view_id=view.id)
    asked_first = (
        _("Remove the view “%(name)s”, for all of %(unit)s?", name=view.name, unit=unit)
        if unit
        else _("Remove the view “%(name)s”?", name=view.name)
    )
    return (
        Action(_("Change"), change, quiet=True, dialog=True),
        Action(_("Remove"), remove, method="post", quiet=True, confirm=asked_first),
    )


def _copying(view: SavedView) -> tuple[Action, ...]:
    copy = url_for("lists.keep", list_name=view.list_name, **view.asked)
    return (Action(_("Keep a copy"), copy, quiet=True, dialog=True),)
