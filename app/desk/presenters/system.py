"""The parts of the installation as a table for who watches it."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from app.desk.queries import Watched
from app.web.i18n import gettext as _
from app.web.listing import Action, Cell, Column, TableRow


def columns() -> tuple[Column, ...]:
    return (Column(_("Part")), Column(_("State")), Column(_("What it gives")), Column(_("Details")))


def table(parts: Iterable[Any]) -> list[TableRow]:
    """Those that are missing first; failures as the program itself says them."""
    rows = sorted(parts, key=lambda part: part.is_there)
    return [
        TableRow(
            (
                _(part.name),
                _state(part.is_there, _("there"), _("MISSING")),
                _(part.gives),
                _(part.note, **part.values) if part.note else "",
            )
        )
        for part in rows
    ]


def _state(is_well: bool, well: str, ill: str) -> Cell:
    return Cell(state="done", state_text=well) if is_well else Cell(state="late", state_text=ill)


def rebuild_action() -> Action:
    return Action(
        _("Build the search index anew"),
        url_for("desk.rebuild_index"),
        icon="arrow-repeat",
        method="post",
    )


def watched_columns() -> tuple[Column, ...]:
    return (Column(_("What must hold")), Column(_("State")), Column(_("Rows that break it")))


def watched_table(found: Iterable[Watched]) -> list[TableRow]:
    """The broken ones first; rows by number only, whatever they are about."""
    return [
        TableRow(
            (
                _(one.invariant.words),
                _state(not one.broken, _("holds"), _("BROKEN")),
                ", ".join(map(str, one.broken)) + (" …" if one.has_more else ""),
            )
        )
        for one in found
    ]
