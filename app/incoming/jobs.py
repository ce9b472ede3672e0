"""What incoming documents do when they hear of others' news.

Topics of outgoing documents stand as words: the two features do not know each other.
"""

from app.core.jobs import NORMAL, Handler
from app.incoming import service
from app.requests.events import Closed, Reopened
from app.work.events import Finished

JOBS = (
    Handler(
        "incoming.receive_delivery",
        NORMAL,
        ("outgoing.issued", "outgoing.sent"),
        service.receive_delivery,
    ),
    Handler(
        "incoming.recall_delivery",
        NORMAL,
        ("outgoing.recalled", "outgoing.replaced"),
        service.recall_delivery,
    ),
    Handler(
        "incoming.reinstate_delivery", NORMAL, ("outgoing.reinstated",), service.reinstate_delivery
    ),
    Handler("incoming.note_reworded", NORMAL, ("outgoing.reworded",), service.note_reworded),
    Handler("incoming.answer_recalled", NORMAL, ("outgoing.recalled",), service.answer_recalled),
    Handler("incoming.note_finished", NORMAL, (Finished.topic,), service.note_finished),
    Handler("incoming.request_closed", NORMAL, (Closed.topic,), service.request_closed),
    Handler("incoming.request_reopened", NORMAL, (Reopened.topic,), service.request_reopened),
)
