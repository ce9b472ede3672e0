"""What requests hear of, and what the clock brings them."""

from datetime import timedelta

from app.core.db import SessionFactory, transaction
from app.core.jobs import NORMAL, Handler, Round
from app.core.text import N_
from app.files.events import FilesRead
from app.requests import service


def _pass_on(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        service.pass_on(session)


JOBS = (
    Handler("requests.propose_citing", NORMAL, (FilesRead.topic,), service.propose_citing),
    Round(
        "requests.pass_on",
        NORMAL,
        N_("Successors answer for units and agencies that are no more"),
        _pass_on,
        every=timedelta(minutes=5),
    ),
)
