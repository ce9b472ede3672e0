"""What an agency may set about its text messages."""

from datetime import time

from app.core.settings import OneOf, Setting, YesNo
from app.core.text import N_
from app.core.words import URGENCY_WORDS
from app.deadlines.rules.working_time import Shift
from app.deadlines.settings import Hours

GROUP = N_("SMS")
HEADS, DEPUTIES_TOO, NOBODY = "heads", "deputies", "nobody"

ACCENTED = Setting(
    "messages.sms_accented",
    YesNo(),
    False,
    N_("SMS with Vietnamese marks"),
    N_("With marks a message holds 70 characters instead of 160, and costs more."),
    GROUP,
)
TOLD = Setting(
    "messages.sms_told",
    OneOf(
        (
            (HEADS, N_("Heads of the units that are given the work")),
            (DEPUTIES_TOO, N_("Heads and deputies of these units")),
            (NOBODY, N_("Nobody")),
        )
    ),
    HEADS,
    N_("Who is told by SMS"),
    N_("A person who is given the work by name is told in any case but the last."),
    GROUP,
)
FROM_URGENCY = Setting(
    "messages.sms_from_urgency",
    OneOf(tuple((str(level), word) for level, word in enumerate(URGENCY_WORDS) if level)),
    "1",
    N_("From which urgency on"),
    N_("Documents below it are told in the application only."),
    GROUP,
)
SENDING_HOURS = Setting(
    "messages.sms_hours",
    Hours(most=2),
    (Shift(time(0, 0), time(23, 59)),),
    N_("Hours in which SMS are sent"),
    N_("Outside them a message waits until they begin."),
    GROUP,
)
ANY_HOUR_FROM = Setting(
    "messages.sms_any_hour_from",
    OneOf(tuple((str(level), word) for level, word in enumerate(URGENCY_WORDS) if level)),
    "3",
    N_("From which urgency on SMS are sent at any hour"),
    N_("Below it a message waits for the hours above."),
    GROUP,
)
SETTINGS = (ACCENTED, TOLD, FROM_URGENCY, SENDING_HOURS, ANY_HOUR_FROM)
