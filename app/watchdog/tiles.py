"""What is counted on the desk of who watches the system."""

from app.core.feature import Tile
from app.core.text import N_
from app.watchdog.queries import ILL_ONES

TILES = (
    Tile(
        label=N_("Not as it must be"),
        colour="late",
        permission="system.watch",
        endpoint="watchdog.index",
        counting=lambda: ILL_ONES,
        place=170,
        note=N_("broken, or cannot be checked"),
    ),
)
