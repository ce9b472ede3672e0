"""What of urgent messages is counted on the desk."""

from app.core.feature import Named, Panel, Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.urgent.filters import TargetFilter
from app.urgent.policy import SEND
from app.urgent.queries.lists import TARGETS


def _tile(label: str, tab: str, colour: str, note: str, place: int) -> Tile:
    wanted = TargetFilter(tab=tab)
    return Tile(
        label=label,
        colour=colour,
        permission=SEND,
        endpoint="urgent.index",
        args=wanted.to_args(),
        counting=lambda: TARGETS.counting(ANYBODY, wanted),
        place=place,
        note=note,
        minor_for=(SEND,),
    )


TILES = (
    _tile(N_("Urgent: to be phoned"), "calling", "late", N_("nobody confirmed the message"), 5),
    _tile(N_("Urgent: not confirmed"), "open", "soon", N_("asked to confirm by SMS"), 6),
)

PANELS = (
    Panel(
        name="urgent",
        title=N_("Urgent messages of today"),
        permission="documents.read_agency",
        slot="aside",
        content=Named("app.urgent.presenters.desk:today"),
        template="urgent/_today.html",
    ),
)
