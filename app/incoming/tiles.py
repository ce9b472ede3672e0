"""What of the incoming documents is counted on the desk."""

from app.core.feature import First, Named, Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.incoming.filters import IncomingFilter
from app.incoming.queries import INCOMING, WORST

DIRECT, REGISTER = "assignments.direct", "incoming.register"

WAITING = IncomingFilter(tab="waiting")
PRESENTED_TO_ME = IncomingFilter(tab="to_direct", presented_to_me=True)


def _arrived(
    label: str, colour: str, wanted: IncomingFilter, permission: str, note: str, place: int
) -> Tile:
    return Tile(
        label=label,
        colour=colour,
        permission=permission,
        endpoint="incoming.index",
        args=wanted.to_args(),
        counting=lambda: INCOMING.counting(ANYBODY, wanted),
        place=place,
        note=note,
        worst=WORST,
    )


TO_DIRECT = _arrived(
    N_("Awaiting my directive"), "new", PRESENTED_TO_ME, DIRECT,
    N_("presented to you by the clerk"), 10,
)  # fmt: skip
TO_ACCEPT = _arrived(
    N_("Waiting to be accepted"), "new", WAITING, REGISTER, N_("delivered by other agencies"), 20
)

TILES = (
    TO_DIRECT,
    TO_ACCEPT,
    _arrived(
        N_("Awaiting a directive"), "open", IncomingFilter(tab="to_direct"), REGISTER,
        N_("registered, before a leader"), 30,
    ),
)  # fmt: skip

FIRST = (
    First(rows=Named("app.incoming.presenters.desk:to_direct"), place=10, tile=TO_DIRECT),
    First(rows=Named("app.incoming.presenters.desk:deliveries"), place=40, tile=TO_ACCEPT),
)
