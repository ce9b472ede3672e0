"""What of the drafts is counted on the desk."""

from app.core.feature import First, Named, Tile
from app.core.text import N_
from app.drafting.filters import DraftFilter
from app.drafting.queries.lists import DRAFTS, WORST
from app.records.policy import ANYBODY

DIRECT, REGISTER, SIGN = "assignments.direct", "incoming.register", "drafts.sign"


def _drafted(
    label: str, colour: str, tab: str, permission: str, note: str, place: int,
    minor_for: tuple[str, ...],
) -> Tile:  # fmt: skip
    wanted = DraftFilter(tab=tab)
    return Tile(
        label=label,
        colour=colour,
        permission=permission,
        endpoint="drafting.index",
        args=wanted.to_args(),
        counting=lambda: DRAFTS.counting(ANYBODY, wanted),
        place=place,
        note=note,
        worst=WORST,
        minor_for=minor_for,
    )


TO_APPROVE = _drafted(
    N_("Waiting for my approval"), "open", "waiting", "drafts.approve",
    N_("drafts at your step"), 110, (REGISTER,),
)  # fmt: skip
TO_REVISE = _drafted(
    N_("Drafts returned to me"), "new", "returned", "drafts.write",
    N_("to be revised"), 150, (DIRECT, REGISTER, SIGN),
)  # fmt: skip

TILES = (
    TO_APPROVE,
    TO_REVISE,
    _drafted(
        N_("My drafts"), "open", "mine", "drafts.write",
        N_("being written or approved"), 160, (DIRECT, REGISTER, SIGN),
    ),
)  # fmt: skip

FIRST = (
    First(rows=Named("app.drafting.presenters.desk:to_approve"), place=30, tile=TO_APPROVE),
    First(rows=Named("app.drafting.presenters.desk:to_revise"), place=60, tile=TO_REVISE),
)
