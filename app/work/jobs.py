"""What the clock brings to lines of work."""

from datetime import timedelta

from app.core.db import SessionFactory, transaction
from app.core.jobs import NORMAL, Round
from app.core.text import N_
from app.work.service import note_lateness


def _tell_of_lateness(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        note_lateness(session)


JOBS = (
    Round(
        "notices.overdue",
        NORMAL,
        N_("Holders hear of lines that became late"),
        _tell_of_lateness,
        every=timedelta(minutes=5),
    ),
)
