"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "upkeep",
    N_("Upkeep of the system"),
    {
        "upkeep.tried_again": N_("%(actor)s had the effect %(name)s tried again"),
        "upkeep.given_up": N_("%(actor)s gave up the effect %(name)s: %(reason)s"),
    },
    right="system.watch",
)
