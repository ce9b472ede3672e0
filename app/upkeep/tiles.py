"""What is counted on the desk of who watches the system."""

from app.core.feature import Tile
from app.core.lists import Everything
from app.core.policy import ANYBODY
from app.core.text import N_
from app.upkeep.queries import STUCK

TILES = (
    Tile(
        label=N_("Effects stuck"),
        colour="late",
        permission="system.watch",
        endpoint="upkeep.outbox",
        counting=lambda: STUCK.counting(ANYBODY, Everything()),
        place=180,
        note=N_("after a change, tried in vain"),
    ),
)
