"""Whatever waits for people who cannot take it up, of every feature, as one table."""

from functools import cache

from flask_babel import gettext as _
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from app.core.feature import Features, Tile
from app.core.policy import Actor
from app.core.text import N_
from app.web.listing import Column, Empty, TableRow


@cache
def tile(brought: Features) -> Tile:
    """Counts the rows of the table, all features' together."""
    counts = [one.counting() for one in brought.stranded]
    return Tile(
        label=N_("Work with nobody there"),
        colour="late",
        permission="access.manage",
        endpoint="desk.stranded_work",
        counting=lambda _actor: select(sum((c.scalar_subquery() for c in counts), literal(0))),
        place=170,
        note=N_("held by who has left or is out of use"),
    )


def columns() -> tuple[Column, ...]:
    return (
        Column(_("What is stuck")),
        Column(_("With whom")),
        Column(_("Agency")),
        Column(_("Since")),
    )


def table(session: Session, actor: Actor, brought: Features) -> list[TableRow]:
    """The longest-held first."""
    rows = [row for one in brought.stranded for row in one.rows.found()(session, actor)]
    return [row for _since, row in sorted(rows, key=lambda one: one[0])]


def nobody() -> Empty:
    return Empty(
        _("All open work is with people who are there."),
        _("Who leaves, or is put out of use, with open work stands here until it is given anew."),
        "check-circle",
    )
