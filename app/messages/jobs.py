"""Who is told what of which event, and text messages on their way."""

from collections.abc import Iterator

from app.core.feature import SMS, Features, MessageKind
from app.core.installation import Engines
from app.core.jobs import NORMAL, URGENT, Handler, Lane, SlowHandler
from app.core.jobs.handlers import AnyHandler
from app.messages.events import SmsQueued
from app.messages.gateways import gateways_of
from app.messages.service import SmsPolicy, SmsSender, handler_of


def jobs(engines: Engines, features: Features) -> Iterator[AnyHandler]:
    """One handler for each kind of message, under its name, and the one that sends."""
    policy = SmsPolicy(accented=engines.settings.sms_accented)
    for kind in features.messages:
        yield Handler(kind.name, _lane(kind), (kind.topic,), handler_of(kind, policy))
    yield sending(SmsSender(gateways_of(engines.settings)))


def _lane(kind: MessageKind) -> Lane:
    """What may go out as a text message is waited for."""
    return URGENT if SMS in kind.channels else NORMAL


def sending(sender: SmsSender) -> SlowHandler:
    return SlowHandler("sms.send", URGENT, (SmsQueued.topic,), sender.work, sender.note)
