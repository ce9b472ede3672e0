"""What of the drafts is counted on the desk."""

from app.core.feature import First, Named, Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.drafting.filters import DraftFilter
from app.drafting.queries.lists import DRAFTS, RETURNED, WORST

DIRECT, REGISTER, SIGN = "assignments.direct", "incoming.register", "drafts.sign"


def _drafted(label: str, colour: str, wanted: DraftFilter, note: str, place: int) -> Tile:
    return Tile(
        label=label,
        colour=colour,
        permission="drafts.write",
        endpoint="drafting.index",
        args=wanted.to_args(),
        counting=lambda: DRAFTS.counting(ANYBODY, wanted),
        place=place,
        note=note,
        worst=WORST,
        minor_for=(DIRECT, REGISTER, SIGN),
    )


TO_REVISE = _drafted(N_("Drafts returned to me"), "new", RETURNED, N_("to be revised"), 150)

TILES = (
    TO_REVISE,
    _drafted(N_("My drafts"), "open", DraftFilter(), N_("being written or approved"), 160),
)

FIRST = (First(rows=Named("app.drafting.presenters.desk:to_revise"), place=60, tile=TO_REVISE),)
