"""What of requests waits for a person."""

from typing import Any

from app.core.feature import Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.requests.filters import RequestFilter
from app.requests.queries import REQUESTS, WORST_AWAITED

ASK, READ = "requests.ask", "documents.read"


def _tile(
    label: str, colour: str, tab: str, permission: str, note: str, place: int, **more: Any
) -> Tile:
    wanted = RequestFilter(tab=tab)
    return Tile(
        label=label,
        colour=colour,
        permission=permission,
        endpoint="requests.index",
        args=wanted.to_args(),
        counting=lambda: REQUESTS.counting(ANYBODY, wanted),
        place=place,
        note=note,
        minor_for=(permission,),
        **more,
    )


TILES = (
    _tile(N_("Asked of us"), "soon", "answer", READ, N_("an answer is owed"), 95),
    _tile(N_("Answers to approve"), "open", "decide", ASK, N_("to what you asked"), 135),
    _tile(
        N_("Answers awaited"), "track", "awaited", READ, N_("of those who were asked"), 140,
        worst=WORST_AWAITED,
    ),
)  # fmt: skip
