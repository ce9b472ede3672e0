"""What of all features together is counted on the desk of who keeps the accounts."""

from sqlalchemy import literal, select

from app.core.counting import Counting
from app.core.feature import Tile, installed
from app.core.text import N_


def counting_stranded() -> Counting:
    """The rows of the table of what waits for people who are not there."""
    counts = (one.counting.scalar_subquery() for one in installed().stranded)
    return select(sum(counts, literal(0)))


TILES = (
    Tile(
        label=N_("Work with nobody there"),
        colour="late",
        permission="access.manage",
        endpoint="desk.stranded_work",
        counting=counting_stranded,
        place=170,
        note=N_("held by who has left or is out of use"),
    ),
)
