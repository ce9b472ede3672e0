"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "notifications",
    N_("Notices and SMS"),
    {
        "notifications.sms_asked_again": N_("%(actor)s had the SMS to %(phone)s sent again"),
        "notifications.effects_tried": N_("%(actor)s had %(count)s stuck effects tried again"),
    },
    right="system.watch",
)
