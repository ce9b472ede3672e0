"""Leave that waits for a decision, as desk and navigation count it."""

from app.core.counting import Counting
from app.core.feature import Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.leave.filters import LeaveFilter
from app.leave.queries import LEAVE

TO_DECIDE = LeaveFilter(tab="decide")


def counting_asked() -> Counting:
    return LEAVE.counting(ANYBODY, TO_DECIDE)


TILES = (
    Tile(
        label=N_("Leave to decide"),
        colour="open",
        permission="assignments.work",
        endpoint=LEAVE.name,
        args=TO_DECIDE.to_args(),
        counting=counting_asked,
        place=192,
        note=N_("for you to decide"),
        minor_for=("assignments.work",),
    ),
)
