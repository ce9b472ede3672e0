"""What of requests waits for a person."""

from app.core.feature import Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.requests.filters import RequestFilter
from app.requests.queries import REQUESTS

ASK, READ = "requests.ask", "documents.read"


def _tile(label: str, colour: str, tab: str, permission: str, note: str, place: int) -> Tile:
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
    )


TILES = (
    _tile(N_("Asked of us"), "soon", "answer", READ, N_("an answer is owed"), 95),
    _tile(N_("Answers to approve"), "open", "decide", ASK, N_("to what you asked"), 135),
    _tile(N_("Answers overdue"), "late", "late", ASK, N_("somebody has not answered"), 136),
)
