"""A list as a workbook: what its page shows, all pages together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.core.lists import Filter, Listing
from app.core.policy import Actor
from app.core.workbooks import Value, table
from app.deadlines.queries import horizon_of
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Export

MOST_ROWS = 10_000
"""Some seconds of work and a few megabytes; whoever needs more takes a year at a time."""


def workbook(
    session: Session, actor: Actor, listing: Listing[Any], wanted: Filter, export: Export
) -> bytes:
    """The rows that the actor may read of what is asked for, in the order that is asked for."""
    horizon = horizon_of(session, actor.agency_id)
    total = listing.count(session, actor, wanted, horizon.moments)

    def lines() -> Iterator[Sequence[Value]]:
        parts = listing.parts(session, actor, wanted, horizon.moments, most=MOST_ROWS)
        for rows in parts:
            yield from export.lines(session, actor, rows, horizon)

    columns = [replace(column, label=_(column.label)) for column in export.columns]
    said = ". ".join(export.said(session, actor, wanted))
    return table(_(listing.title), columns, lines(), _last_line(total), said)


def _last_line(total: int) -> str:
    if total > MOST_ROWS:
        return str(
            _(
                "Only the first %(most)s of %(total)s rows: choose less of the list for the rest.",
                most=MOST_ROWS,
                total=total,
            )
        )
    return str(ngettext("%(num)s row", "%(num)s rows", total))
