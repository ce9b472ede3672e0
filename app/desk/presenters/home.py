"""The first page of every role: what waits, what comes first, and the panels beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Features, First, Panel, PanelContent, Tile
from app.core.policy import Actor
from app.deadlines.queries import horizon_of
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.haste import haste
from app.desk.presenters.counts import Counted, counted, is_minor
from app.web import listing
from app.web.i18n import gettext as _
from app.web.listing import Empty, ListPage, Row
from app.work.presenters import today_text


@dataclass(frozen=True)
class PanelView:
    """A panel as its template shows it; without an address it has no link."""

    name: str
    title: str
    template: str
    content: Any
    href: str
    link: str


@dataclass(frozen=True)
class Home:
    """What templates/desk/home.html shows; without `first` nothing is ever waited for."""

    today: str
    tiles: Sequence[listing.Tile]
    first: ListPage | None
    first_href: str
    first_link: str
    wide: Sequence[PanelView]
    below: Sequence[PanelView]
    aside: Sequence[PanelView]


def home(session: Session, brought: Features, actor: Actor) -> Home:
    horizon = horizon_of(session, actor.agency_id)
    panels = _panels(session, brought, actor, horizon)
    known = {tile: n for _p, shown in panels for tile, n in shown.counted.items()}
    notes = {tile: note for _p, shown in panels for tile, note in shown.notes.items()}
    counts = counted(session, brought, actor, horizon, known)
    firsts = [one for one in brought.first if _applies(one, actor, counts)]
    rows = [(one, one.rows.found()(session, actor, horizon)) for one in firsts]
    first_href, first_link = _rest(rows)
    slots = _slots(panels)
    return Home(
        today=today_text(),
        tiles=[
            _tile(tile, found, notes.get(tile) or _(tile.note, days=horizon.soon_days))
            for tile, found in counts.items()
            if found.count != 0 or not is_minor(tile, actor)
        ],
        first=_first(rows) if _ever_waits(brought, actor) else None,
        first_href=first_href,
        first_link=first_link,
        **slots,
    )


def _tile(tile: Tile, found: Counted, note: str) -> listing.Tile:
    return listing.Tile(_(tile.label), _href(tile), found.count, found.colour, note)


def _href(tile: Tile) -> str:
    return url_for(tile.endpoint, **tile.args)


# -- What comes first ------------------------------------------------------------------------------


def _applies(one: First, actor: Actor, counts: Mapping[Tile, Counted]) -> bool:
    if one.tile is None:
        return actor.may(one.permission)
    found = counts.get(one.tile)
    return found is not None and found.count != 0


def _ever_waits(brought: Features, actor: Actor) -> bool:
    """Whether anything of what comes first may ever wait for this person."""
    needed = [one.tile.permission if one.tile else one.permission for one in brought.first]
    return any(actor.may(permission) for permission in needed)


Found = Sequence[tuple[First, Sequence[Row]]]


def _first(found: Found) -> ListPage:
    """A few of each kind that waits for this person, all of them in one order of haste."""
    text = _("Documents, drafts and lines of work that wait for you will stand here.")
    return ListPage(
        rows=tuple(sorted((row for _one, rows in found for row in rows), key=_haste)),
        label=_("What needs you first"),
        empty=Empty(_("Nothing waits for you now."), text, "check-circle"),
    )


def _haste(row: Row) -> tuple[Any, ...]:
    return haste(row.urgency, row.due_at, row.since)


def _rest(rows: Found) -> tuple[str, str]:
    """Where the rest of what comes first is, and the words of the link; never an empty list."""
    whole = next((one for one, _found in rows if one.tile is None), None)
    has_whole = any(found for one, found in rows if one is whole)
    waiting = next((one.tile for one, _found in rows if one.tile is not None), None)
    if waiting is not None and not has_whole:
        return _href(waiting), _("Open all")
    return (url_for(whole.endpoint), _(whole.link)) if whole else ("", "")


# -- Panels ----------------------------------------------------------------------------------------


def _panels(
    session: Session, brought: Features, actor: Actor, horizon: Horizon
) -> list[tuple[Panel, PanelContent]]:
    return [
        (panel, panel.content.found()(session, actor, horizon))
        for panel in brought.panels
        if actor.may(panel.permission)
    ]


def _slots(panels: Sequence[tuple[Panel, PanelContent]]) -> dict[str, list[PanelView]]:
    """What stands below comes aside, where nothing else stands beside the rows."""
    slots: dict[str, list[PanelView]] = {"wide": [], "below": [], "aside": []}
    for panel, shown in panels:
        slots[panel.slot].append(
            PanelView(
                panel.name, _(panel.title), panel.template, shown.content, shown.href, shown.link
            )
        )
    if not slots["wide"] and not slots["aside"]:
        slots["aside"], slots["below"] = slots["below"], []
    return slots
