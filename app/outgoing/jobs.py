"""What outgoing documents do when they hear of their receivers.

Topics of incoming documents stand as words: the two features do not know each other.
"""

from app.core.jobs import NORMAL, Handler
from app.outgoing import service
from app.outgoing.events import Issued, Reinstated
from app.requests.events import LineChanged

JOBS = (
    Handler(
        "outgoing.note_delivered",
        NORMAL,
        ("incoming.delivery_received",),
        service.note_delivered,
    ),
    Handler(
        "outgoing.note_accepted", NORMAL, ("incoming.delivery_accepted",), service.note_accepted
    ),
    Handler("outgoing.note_refused", NORMAL, ("incoming.delivery_refused",), service.note_refused),
    Handler(
        "outgoing.note_recall_followed",
        NORMAL,
        ("incoming.recall_followed",),
        service.note_recall_followed,
    ),
    Handler("outgoing.note_line_changed", NORMAL, (LineChanged.topic,), service.note_line_changed),
    Handler(
        "outgoing.note_answers", NORMAL, (Issued.topic, Reinstated.topic), service.note_answers
    ),
)
