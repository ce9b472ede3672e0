"""The table that everybody fills in, with its sums."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.requests.models import Request
from app.requests.queries.boards import LineFact
from app.requests.rules import LINE_WORDS, NUMBER, figure_texts, sums, written
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import (
    Cell,
    Column,
    TableRow,
)


@dataclass(frozen=True)
class FiguresTable:
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    foot: Sequence[str]
    note: str


def table_page(request: Request, lines: Sequence[LineFact], *, with_waiting: bool) -> FiguresTable:
    """Only approved answers are summed, unless those that wait are asked for too."""
    counted = [one for one in lines if _counts(one, with_waiting)]
    total = sums(request.columns, [one.standing.figures for one in counted if one.standing])
    rows = [one for one in lines if one.state != "off"]
    words = ngettext("Sum of %(num)s answer", "Sum of %(num)s answers", len(counted))
    cells = [written(total[str(n)]) if str(n) in total else "" for n in range(len(request.columns))]
    columns = (Column(one["name"], one["kind"] == NUMBER) for one in request.columns)
    return FiguresTable(
        columns=[Column(_("Unit")), *columns, Column(_("Answer"))],
        rows=[_table_row(request, one) for one in rows],
        foot=[words, *cells, f"{len(counted)}/{len(rows)}"],
        note=_("“–” is not filled in, and no nought."),
    )


def _counts(line: LineFact, with_waiting: bool) -> bool:
    states = ("approved", "answered") if with_waiting else ("approved",)
    return line.state in states and line.standing is not None and bool(line.standing.figures)


def _table_row(request: Request, line: LineFact) -> TableRow:
    figures = line.standing.figures if line.standing else {}
    cells = [text or "–" for text in figure_texts(request.columns, figures)]  # fmt: skip
    state = _(LINE_WORDS[line.state]) if line.state in LINE_WORDS else _("Not answered")
    source = line.standing.reference if line.standing and line.standing.reference else ""
    return TableRow((line.name, *cells, Cell(source or state, note=state if source else "")))
