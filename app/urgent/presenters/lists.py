"""Lists of urgent messages: receivers, and their use month by month, also as a sheet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Face
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.core.words import URGENCY_WORDS
from app.core.workbooks import SheetColumn, Value
from app.urgent.filters import TargetFilter, UseFilter
from app.urgent.presenters.chains import standing
from app.urgent.queries.lists import TARGETS, USE
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.listing import Cell, Chip, Column, Empty, Export, Listed, TablePage, TableRow, chosen

TAB_WORDS = {
    "open": N_("Not confirmed"),
    "calling": N_("To be phoned"),
    "confirmed": N_("Confirmed"),
    "ended": N_("Ended"),
    "all": N_("All"),
}
MONTHS_OFFERED = 12


def target_list(
    wanted: TargetFilter, found: Page[Any], counts: Mapping[str, int], faces: Mapping[int, Face]
) -> TablePage:
    """Every row is of a record that its reader may open."""
    here = Listed(TARGETS.name, wanted)
    return TablePage(
        label=_("Urgent messages"),
        columns=(
            Column(_("Sent")),
            Column(_("Document")),
            Column(_("Receiver")),
            Column(_("How it stands")),
        ),
        rows=[_target_row(row, faces[row.record_id]) for row in found.rows],
        empty=Empty(
            _("Nothing here."),
            _("Receivers of urgent documents stand here until somebody confirms."),
            "check-circle",
        ),
        pager=here.pager(found),
        tabs=here.tabs(TAB_WORDS, counts),
    )


def _target_row(row: Any, face: Face) -> TableRow:
    href = url_for("urgent.alert", alert_id=row.alert_id)
    return TableRow(
        (
            Cell(moment(row.sent_at), href, note=_(URGENCY_WORDS[row.urgency])),
            Cell(face.called, face.path, note=face.subject if face.reference else ""),
            row.name,
            standing(row, row.by or ""),
        )
    )


# -- Use by month ----------------------------------------------------------------------------------


def use_list(
    wanted: UseFilter,
    found: Page[Any],
    senders: Sequence[tuple[int, str]],
    faces: Mapping[int, Face],
) -> TablePage:
    here = Listed(USE.name, wanted)
    return TablePage(
        label=_("Urgent messages by month"),
        columns=(
            Column(_("Sent")),
            Column(_("Document")),
            Column(_("Sent by")),
            Column(_("Why")),
            Column(_("Receivers"), number=True),
            Column(_("Confirmed"), number=True),
        ),
        rows=[_use_row(row, faces[row.record_id]) for row in found.rows],
        empty=Empty(_("No urgent message was sent."), _("Choose another month."), "check-circle"),
        pager=here.pager(found),
        chips=use_chips(here, senders),
    )


def use_chips(here: Listed[UseFilter], senders: Sequence[tuple[int, str]]) -> list[Chip]:
    months = [(f"{day:%Y-%m}", f"{day:%m/%Y}") for day in _months()]
    return [here.chip("month", _("Month"), months), here.chip("sender_id", _("Sent by"), senders)]


def _months() -> Iterator[date]:
    day = clock.today().replace(day=1)
    for _number in range(MONTHS_OFFERED):
        yield day
        day = (day - timedelta(days=1)).replace(day=1)


def _use_row(row: Any, face: Face) -> TableRow:
    href = url_for("urgent.alert", alert_id=row.id) if row.is_readable else None
    return TableRow(
        (
            Cell(moment(row.sent_at), href, note=_(URGENCY_WORDS[row.urgency])),
            Cell(face.called, face.path) if row.is_readable else "–",
            _sender(row),
            _why(row),
            str(row.receivers),
            str(row.confirmed),
        )
    )


def _sender(row: Any) -> str:
    """Who sent it by hand; of what the mark sent, also who gave the work."""
    if not row.is_marked:
        return row.sender or ""
    by = _("by its mark")
    return f"{by} ({row.sender})" if row.sender else str(by)


def _why(row: Any) -> str:
    """A reason speaks of the document: it is for its readers."""
    if not row.is_readable:
        return str(_("A document that you may not read."))
    return row.reason or str(
        _("The document is marked %(word)s.", word=_(URGENCY_WORDS[row.urgency]).lower())
    )


def _exported(
    _session: Session, _actor: Actor, rows: Sequence[Any], _horizon: object
) -> Iterator[Sequence[Value]]:
    for row in rows:
        yield (
            clock.local(row.sent_at).date(),
            _sender(row),
            _(URGENCY_WORDS[row.urgency]),
            _why(row),
            row.receivers,
            row.confirmed,
        )


def _said(_session: Session, _actor: Actor, wanted: UseFilter) -> list[str]:
    return chosen((), use_chips(Listed(USE.name, wanted), ()))


EXPORT = Export(
    (
        SheetColumn(N_("Sent on"), 12),
        SheetColumn(N_("Sent by"), 26),
        SheetColumn(N_("Urgency"), 14),
        SheetColumn(N_("Why"), 60),
        SheetColumn(N_("Receivers"), 12),
        SheetColumn(N_("Confirmed"), 12),
    ),
    _exported,
    _said,
)
