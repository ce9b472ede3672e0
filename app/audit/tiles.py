"""What of refused attempts is counted on the desk of who watches the system."""

from app.audit.filters import RefusedFilter
from app.audit.queries import REFUSED
from app.core.feature import Tile
from app.core.policy import ANYBODY
from app.core.text import N_

LATELY = RefusedFilter()

TILES = (
    Tile(
        label=N_("Refused attempts"),
        colour="open",
        permission="system.watch",
        endpoint="audit.refused",
        args=LATELY.to_args(),
        counting=lambda: REFUSED.counting(ANYBODY, LATELY),
        place=185,
        note=N_("in the last 7 days"),
    ),
)
