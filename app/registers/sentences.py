"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "registers",
    N_("Registers and numbers"),
    {
        "registers.reserved": N_(
            "%(actor)s reserved number %(number)s/%(year)s of “%(series)s”: %(reason)s"
        ),
        "registers.voided": N_(
            "%(actor)s made number %(number)s/%(year)s of “%(series)s” void: %(reason)s"
        ),
        "registers.used_reserved": N_(
            "%(actor)s used the reserved number %(number)s/%(year)s of “%(series)s”: %(reason)s"
        ),
        "registers.register_added": N_("%(actor)s opened the register “%(name)s”"),
        "registers.register_renamed": N_(
            "%(actor)s renamed the register “%(before)s” to “%(name)s”"
        ),
        "registers.register_made_usual": N_("%(actor)s made “%(name)s” the usual register"),
        "registers.register_off": N_("%(actor)s switched the register “%(name)s” off"),
        "registers.register_on": N_("%(actor)s switched the register “%(name)s” on again"),
        "registers.register_removed": N_("%(actor)s removed the empty register “%(name)s”"),
        "registers.year_closed": N_("%(actor)s closed the year %(year)s of “%(name)s”"),
        "registers.year_reopened": N_(
            "%(actor)s reopened the year %(year)s of “%(name)s”: %(reason)s"
        ),
        "registers.series_added": N_(
            "%(actor)s added the series “%(series)s” to the register “%(register)s”: %(types)s"
        ),
        "registers.series_changed": N_(
            "%(actor)s changed the series “%(series)s” of the register “%(register)s”: %(types)s"
        ),
    },
    right="registers.manage",
)
