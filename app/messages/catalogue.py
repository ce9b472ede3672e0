"""The lines of the catalogue that belong to messages themselves: what is urgent."""

from app.core.feature.occasions import EMAIL, NOTICE, SMS, Occasion
from app.core.feature.occasions import URGENT as GROUP
from app.core.text import N_

FLASH_URGENCY = 3

URGENT = Occasion(
    name="urgent",
    words=N_("Urgent and very urgent documents"),
    note=N_("waits for the end of quiet hours"),
    group=GROUP,
    email=True,
    sms=True,
    always=(NOTICE,),
)
FLASH = Occasion(
    name="flash",
    words=N_("Flash documents"),
    note=N_("cannot be turned off, comes in quiet hours too"),
    group=GROUP,
    email=True,
    sms=True,
    always=(NOTICE, EMAIL, SMS),
)


def urgent_occasion(urgency: int) -> Occasion:
    """By which of the two this urgency is told."""
    return FLASH if urgency >= FLASH_URGENCY else URGENT


OCCASIONS = (URGENT, FLASH)
