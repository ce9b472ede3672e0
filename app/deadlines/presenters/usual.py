"""How long work may usually take, as the page and the form show it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from app.core import clock
from app.core.words import URGENCY_WORDS
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.reasons import reasons, span_words
from app.deadlines.rules.spans import Rule
from app.deadlines.rules.usual import Usual
from app.deadlines.wording import words
from app.organisation.presenters import Table
from app.web.formats import day, moment
from app.web.i18n import gettext as _
from app.web.listing import Action, Cell, Column, Empty, TableRow


def usual_table(
    rows: Sequence[Usual], types: Mapping[str, str], agencies: Mapping[int, str], horizon: Horizon
) -> Table:
    """Each with what it gives to work that is given out now, and why."""
    columns = (
        *(Column(_("Type of document")), Column(_("Urgency")), Column(_("How long it may take"))),
        *(Column(_("From")), Column(_("Holds for")), Column(_("Given out now"))),
    )
    text = _("Add how long work may take: it holds where neither leader nor document says a day.")
    empty = Empty(_("Without a date nothing is due yet"), text, "hourglass-split")
    return Table(columns, tuple(_usual_row(row, types, agencies, horizon) for row in rows), empty)


def usual_values(known: Usual | None, today: date) -> dict[str, Any]:
    """What the form begins with: like one that is known, from today, or when that one begins."""
    if known is None:
        return {"since": today}
    urgency = "" if known.urgency is None else str(known.urgency)
    values = {"type_code": known.type_code or "", "urgency": urgency, "agency_id": known.agency_id}
    return {**values, "since": max(today, known.since), "span": known.span}


def _usual_row(
    row: Usual, types: Mapping[str, str], agencies: Mapping[int, str], horizon: Horizon
) -> TableRow:
    due = Rule(row.span, horizon.now).due(horizon.calendar) if row.span else None
    remove = Action(
        _("Take off"),
        url_for("deadlines.take_off_usual", usual_id=row.id),
        method="post",
        quiet=True,
        confirm=_("Take it off? What was given out keeps its date."),
    )
    href = url_for("deadlines.new_usual", like=row.id)
    change = Action(_("Change"), href, icon="pencil", dialog=True, quiet=True)
    cells = (
        types.get(row.type_code or "", "") or _("every type"),
        _("every urgency") if row.urgency is None else _(URGENCY_WORDS[row.urgency]),
        words(span_words(row.span)) if row.span else _("no due date"),
        day(row.since),
        agencies.get(row.agency_id or 0, "") or _("all agencies"),
        Cell(
            moment(due.at) if due else "",
            note=" ".join(words(one) for one in reasons(due)) if due else "",
        ),
    )
    return TableRow(
        cells, actions=(change, remove), muted=row.since > clock.local(horizon.now).date()
    )
