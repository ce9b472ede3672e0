"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "watchdog",
    N_("Watchdog"),
    {
        "watchdog.broke": N_("Does not hold any more: “%(what_word)s”"),
        "watchdog.unknown": N_("Cannot be checked any more: “%(what_word)s” (%(error)s)"),
        "watchdog.whole": N_("Holds again: “%(what_word)s”"),
        "watchdog.mended": N_("%(actor)s mended “%(what_word)s”: %(how_word)s (%(count)s)"),
    },
    right="system.watch",
)
