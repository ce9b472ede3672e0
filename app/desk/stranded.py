"""Open work of people who have left or cannot sign in, as a table."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from app.assignments.queries.stranded import StrandedRow
from app.web.formats import day
from app.web.listing import Cell, Column, Empty, TableRow


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Who holds it")),
        Column(_("Agency")),
        Column(_("Open lines"), number=True),
        Column(_("Overdue"), number=True),
        Column(_("Since")),
    )


def table(rows: Sequence[StrandedRow]) -> list[TableRow]:
    """How much and since when; what the documents say is not for who keeps the accounts."""
    return [
        TableRow(
            (
                Cell(row.name, url_for("access.person", person_id=row.person_id), _why(row)),
                row.agency,
                str(row.open),
                str(row.late),
                day(row.since),
            )
        )
        for row in rows
    ]


def _why(row: StrandedRow) -> str:
    if not row.has_post:
        return str(_("holds no post today"))
    return str(_("has no account in use"))


def nobody() -> Empty:
    return Empty(
        _("All open work is with people who are there."),
        _("Who leaves, or is put out of use, with open work stands here until it is given anew."),
        "check-circle",
    )
