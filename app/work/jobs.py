"""What the clock brings to lines of work."""

from datetime import timedelta

from app.core.db import SessionFactory, transaction
from app.core.jobs import NORMAL, Round
from app.core.text import N_
from app.work.service import remind


def _remind(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        remind(session)


JOBS = (
    Round(
        "notices.overdue",
        NORMAL,
        N_("Holders are reminded of dates that come near or pass"),
        _remind,
        every=timedelta(minutes=5),
    ),
)
