"""What drafts do when they hear from the clerk's desk, and what the clock brings them."""

from datetime import timedelta

from app.core.db import SessionFactory, transaction
from app.core.jobs import NORMAL, Handler, Round
from app.core.text import N_
from app.drafting import service
from app.outgoing.events import Issued, Returned


def _lapse_opinions(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        service.lapse_opinions(session)


JOBS = (
    Handler("drafting.note_issued", NORMAL, (Issued.topic,), service.note_issued),
    Handler("drafting.note_returned", NORMAL, (Returned.topic,), service.note_returned),
    Round(
        "drafting.lapse_opinions",
        NORMAL,
        N_("Opinions past their limit lapse"),
        _lapse_opinions,
        every=timedelta(minutes=5),
    ),
)
