"""What the clock brings to approval."""

from datetime import timedelta

from app.approval import service
from app.core.db import SessionFactory, transaction
from app.core.jobs import NORMAL, Round
from app.core.text import N_


def _lapse_opinions(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        service.lapse_opinions(session)


JOBS = (
    Round(
        "drafting.lapse_opinions",
        NORMAL,
        N_("Opinions past their limit lapse"),
        _lapse_opinions,
        every=timedelta(minutes=5),
    ),
)
