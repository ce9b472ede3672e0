"""What waits for one's turn, as the desk and the navigation count it."""

from app.approval.filters import TurnFilter
from app.approval.queries.waiting import TURNS, WORST
from app.core.counting import Counting
from app.core.feature import First, Named, Tile
from app.core.policy import ANYBODY
from app.core.text import N_


def counting_turns() -> Counting:
    return TURNS.counting(ANYBODY, TurnFilter())


TO_APPROVE = Tile(
    label=N_("Waiting for my approval"),
    colour="open",
    permission="drafts.approve",
    endpoint=TURNS.name,
    counting=counting_turns,
    place=110,
    note=N_("at your step"),
    worst=WORST,
    minor_for=("incoming.register",),
)
TILES = (TO_APPROVE,)
FIRST = (
    First(rows=Named("app.approval.presenters.waiting:to_approve"), place=30, tile=TO_APPROVE),
)
