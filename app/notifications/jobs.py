"""Who is told what of which event, and text messages on their way."""

from datetime import timedelta

from app.assignments import events as work
from app.core.db import SessionFactory, transaction
from app.core.jobs import NORMAL, URGENT, Handler, Round, SlowHandler
from app.core.jobs.handlers import AnyHandler
from app.core.text import N_
from app.drafting import events as approving
from app.incoming import events as arriving
from app.notifications.events import SmsQueued
from app.notifications.service import SmsPolicy, SmsSender, reactions
from app.outgoing import events as issuing


def handlers(policy: SmsPolicy, sender: SmsSender) -> tuple[AnyHandler, ...]:
    """Work that was given may be urgent, and then goes out as a text message."""
    assigned = reactions.assigned(policy)
    return (
        Handler("notices.assigned", URGENT, (work.Assigned.topic,), assigned),
        SlowHandler("sms.send", URGENT, (SmsQueued.topic,), sender.work, sender.note),
        *_NOTICES,
    )


_NOTICES = (
    Handler("notices.returned", NORMAL, (work.Returned.topic,), reactions.returned),
    Handler("notices.finished", NORMAL, (work.Finished.topic,), reactions.finished),
    Handler(
        "notices.withdrawn",
        NORMAL,
        (work.Withdrawn.topic, work.Recalled.topic),
        reactions.withdrawn,
    ),
    Handler(
        "notices.presented",
        NORMAL,
        (arriving.Registered.topic, arriving.Presented.topic),
        reactions.registered,
    ),
    Handler("notices.delivered", NORMAL, (arriving.DeliveryReceived.topic,), reactions.delivered),
    Handler("notices.refused", NORMAL, (arriving.DeliveryRefused.topic,), reactions.refused),
    Handler("notices.answered", NORMAL, (issuing.Answered.topic,), reactions.answered),
    Handler("notices.step_began", NORMAL, (approving.StepBegan.topic,), reactions.step_began),
    Handler("notices.step_done", NORMAL, (approving.StepDone.topic,), reactions.step_done),
    Handler(
        "notices.draft_returned",
        NORMAL,
        (approving.ReturnedDraft.topic,),
        reactions.draft_returned,
    ),
    Handler("notices.signed", NORMAL, (issuing.Signed.topic,), reactions.signed),
    Handler("notices.given_back", NORMAL, (approving.GivenBack.topic,), reactions.given_back),
    Handler("notices.issued", NORMAL, (issuing.Issued.topic,), reactions.issued),
)


def _tell_of_lateness(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        reactions.overdue(session)


ROUNDS = (
    Round(
        "notices.overdue",
        NORMAL,
        N_("Holders hear of lines that became late"),
        _tell_of_lateness,
        every=timedelta(minutes=5),
    ),
)
