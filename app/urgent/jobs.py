"""What follows events, and the clock by which messages climb."""

from datetime import time, timedelta

from app.core.jobs import NORMAL, URGENT, Handler, Round
from app.core.text import N_
from app.incoming import events as incoming
from app.messages.events import SmsReceived
from app.outgoing import events as outgoing
from app.urgent import service
from app.work import events as work

_OVER = (
    ("urgent.taken_off", service.note_line_over("taken_off"), (work.Withdrawn, work.Recalled)),
    (
        "urgent.line_done",
        service.note_line_over("done"),
        (work.Finished, work.Closed, work.Returned),
    ),
    ("urgent.accepted", service.note_delivery_over("accepted"), (incoming.DeliveryAccepted,)),
    ("urgent.refused", service.note_delivery_over("refused"), (incoming.DeliveryRefused,)),
    ("urgent.recalled", service.note_recalled, (outgoing.Recalled, incoming.DeliveryRecalled)),
)

JOBS: tuple[Handler | Round, ...] = (
    Handler("urgent.sent", URGENT, (outgoing.Issued.topic, outgoing.Sent.topic), service.note_sent),
    Handler("urgent.answered", URGENT, (SmsReceived.topic,), service.note_answer),
    *(
        Handler(name, URGENT, tuple(one.topic for one in events), run)
        for name, run, events in _OVER
    ),
    Round(
        "urgent.climb",
        URGENT,
        N_("Urgent messages climb until somebody confirms"),
        service.climb_all,
        every=timedelta(seconds=15),
    ),
    Round(
        "urgent.roster_gaps",
        NORMAL,
        N_("Holidays on which nobody is on duty are told of before"),
        service.tell_gaps,
        at=time(8, 0),
    ),
)
