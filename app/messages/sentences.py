"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "notifications",
    N_("Notices and SMS"),
    {
        "notifications.sms_asked_again": N_("%(actor)s had the SMS to %(phone)s sent again"),
        "notifications.wishes_chosen": N_("%(actor)s chose how to be told of what"),
        "notifications.test_sent": N_("%(actor)s had a test message sent to themselves"),
        "notifications.turned_off": N_("No more messages of this kind: %(occasion_word)s"),
        "notifications.effects_tried": N_("%(actor)s had %(count)s stuck effects tried again"),
    },
    right="system.watch",
)
