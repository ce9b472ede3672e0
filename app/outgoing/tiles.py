"""What of the outgoing documents is counted on the desk."""

from app.core.feature import First, Named, Panel, Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.outgoing.filters import OutgoingFilter
from app.outgoing.queries import OUTGOING, WORST

ISSUE, OF_AGENCY = "outgoing.issue", "documents.read_agency"
UNNUMBERED = OutgoingFilter(tab="waiting")


def _issued(
    label: str, colour: str, wanted: OutgoingFilter, permission: str, note: str, place: int
) -> Tile:
    return Tile(
        label=label,
        colour=colour,
        permission=permission,
        endpoint="outgoing.index",
        args=wanted.to_args(),
        counting=lambda: OUTGOING.counting(ANYBODY, wanted),
        place=place,
        note=note,
        worst=WORST.get(wanted.tab),
    )


TO_NUMBER = _issued(
    N_("Waiting for a number"), "new", UNNUMBERED, ISSUE, N_("signed, to be issued at once"), 40
)

TILES = (
    TO_NUMBER,
    _issued(
        N_("Refused by a receiver"), "late", OutgoingFilter(tab="refused"), ISSUE,
        N_("their clerk gave a reason"), 50,
    ),
)  # fmt: skip

FIRST = (First(rows=Named("app.outgoing.presenters.desk:to_number"), place=50, tile=TO_NUMBER),)

PANELS = (
    Panel(
        name="awaited",
        title=N_("Answers to what was issued"),
        permission=OF_AGENCY,
        slot="aside",
        content=Named("app.outgoing.presenters.desk:awaited"),
    ),
)
