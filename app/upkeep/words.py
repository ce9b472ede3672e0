"""What the lanes are called."""

from app.core.text import N_

LANE_WORDS = {
    "urgent": N_("Urgent jobs"),
    "flash": N_("Text messages that stand behind no other"),
    "sms": N_("Text messages"),
    "mail": N_("E-mails"),
    "normal": N_("Usual jobs"),
    "heavy": N_("Heavy jobs"),
}
