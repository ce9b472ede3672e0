"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "leave",
    N_("Leave"),
    {
        "leave.asked": N_(
            "%(actor)s asked for leave from %(starts_on)s to %(ends_on)s: %(reason)s"
        ),
        "leave.approved": N_(
            "%(actor)s approved the leave of %(name)s from %(starts_on)s to %(ends_on)s"
        ),
        "leave.refused": N_(
            "%(actor)s refused the leave of %(name)s from %(starts_on)s to %(ends_on)s: %(reason)s"
        ),
        "leave.taken_back": N_(
            "%(actor)s took back the leave of %(name)s from %(starts_on)s to %(ends_on)s"
        ),
    },
)
