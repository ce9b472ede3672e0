"""Refused attempts are kept for a time."""

from datetime import time

from app.audit.refusals import forget_old
from app.core.jobs import NORMAL, Round
from app.core.text import N_

JOBS = (
    Round(
        "audit.forget_refused",
        NORMAL,
        N_("Refused attempts of long ago are forgotten"),
        forget_old,
        at=time(1, 25),
    ),
)
