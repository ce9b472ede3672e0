"""The catalogue: what may be received today, what comes, what is written, what ended."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from app.core.lists import Page
from app.core.text import N_
from app.onestop.procedures.filters import ProcedureFilter
from app.onestop.procedures.inputs import Online
from app.onestop.procedures.presenters import said
from app.onestop.procedures.queries.catalogue import CATALOGUE, Terms
from app.onestop.procedures.wording import ONLINE
from app.web.i18n import gettext as _
from app.web.listing import Cell, Chip, Column, Empty, Listed, TablePage, TableRow

TAB_WORDS = {
    "in_force": N_("In force"),
    "coming": N_("Not begun yet"),
    "draft": N_("Drafts of procedures"),
    "ended": N_("No longer in force"),
}


def table(
    wanted: ProcedureFilter,
    found: Page[Any],
    counts: Mapping[str, int],
    terms: Mapping[int, Terms],
    chips: Sequence[Chip],
) -> TablePage:
    here = Listed(CATALOGUE.name, wanted)
    return TablePage(
        label=_("Procedures"),
        columns=(
            here.column("code", _("Code")),
            Column(_("Procedure")),
            here.column("field", _("Field")),
            Column(_("Limit")),
            Column(_("At the counter"), number=True),
        ),
        rows=[_row(row, wanted, terms[row.id]) for row in found.rows],
        empty=Empty(
            _("No procedure here."),
            _("Take off a filter, or look under another tab."),
            "journal-text",
        ),
        pager=here.pager(found),
        tabs=here.tabs(TAB_WORDS, counts),
        words=here.words("words", _("Name or code, also without marks")),
        chips=chips,
    )


def chips(
    wanted: ProcedureFilter, fields: Sequence[tuple[int, str]], levels: Sequence[tuple[str, str]]
) -> list[Chip]:
    here = Listed(CATALOGUE.name, wanted)
    online = [(one.value, _(ONLINE[one])) for one in Online]
    return [
        here.chip("field_id", _("Field"), fields),
        here.chip("level", _("Who decides"), levels),
        here.chip("online", _("On the portal"), online),
    ]


def _row(row: Any, wanted: ProcedureFilter, terms: Terms) -> TableRow:
    href = url_for("procedures.show", procedure_id=row.procedure_id, number=row.number)
    if wanted.tab == "in_force":
        href = url_for("procedures.show", procedure_id=row.procedure_id)
    limits = list(dict.fromkeys(said.limit(one) for one in terms.limits))
    return TableRow(
        (
            row.code,
            Cell(row.name, href, note=_note(row, wanted)),
            row.field,
            Cell(" / ".join(limits), note=said.certainty(row.limit_certainty)),
            Cell(said.total(terms.amounts), note=said.certainty(row.fee_certainty)),
        )
    )


def _note(row: Any, wanted: ProcedureFilter) -> str:
    days = {
        "coming": _("from %(day)s", day=said.day(row.valid_from)),
        "ended": _("until %(day)s", day=said.day(row.valid_to)),
        "draft": _("version %(number)s", number=row.number),
    }
    told = (row.level, str(_(ONLINE[Online(row.online)])), str(days.get(wanted.tab, "")))
    return " · ".join(filter(None, told))
