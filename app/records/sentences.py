"""What the trail says of rights to read."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "records",
    N_("Rights to read"),
    {
        "records.right_ended": N_(
            "%(reader)s may no longer read it: %(why_word)s; they had not opened it"
        ),
        "records.right_ended_seen": N_(
            "%(reader)s may no longer read it: %(why_word)s; it had been opened at %(opened)s"
        ),
    },
)
