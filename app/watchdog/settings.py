"""What may be set about watching the system, for the whole installation."""

from app.core.settings import Setting, Whole
from app.core.text import N_

FREE_GIGABYTES = Setting(
    "upkeep.free_gigabytes",
    Whole(1, 10_000),
    5,
    N_("Warn when less than so many GB are free"),
    N_("For the whole installation: on the page of its parts, while everything still works."),
    N_("System"),
    is_common=True,
)
BACKUP_HOURS = Setting(
    "watchdog.backup_hours",
    Whole(1, 1000),
    48,
    N_("Hours after which a backup is too old"),
    N_("Whoever keeps the system is told; `backup` makes one, or another script touches its mark."),
    N_("System"),
    is_common=True,
)
SETTINGS = (FREE_GIGABYTES, BACKUP_HOURS)
