"""Who is told what of which event, and messages on their way, each channel in a lane of its own."""

from collections.abc import Iterator
from datetime import timedelta

from app.access.events import Disabled
from app.core.feature import SMS, Features, MessageKind
from app.core.installation import Engines
from app.core.jobs import FLASH, MAIL, NORMAL, URGENT, Handler, Lane, Round, SlowHandler
from app.core.jobs import SMS as SMS_LANE
from app.core.jobs.handlers import AnyHandler
from app.core.outbox import Event
from app.core.text import N_
from app.messages.events import FlashQueued, MailDue, SmsQueued, SmsReceived
from app.messages.gateways import Gateways, gateways_of, mail_server_of, mailbox_of
from app.messages.letters import Links
from app.messages.service import (
    Codes,
    Fetching,
    MailSender,
    Returning,
    SmsPolicy,
    SmsSender,
    Ways,
    end_contacts,
    handler_of,
    hear,
)


def jobs(engines: Engines, features: Features) -> Iterator[AnyHandler | Round]:
    """One handler for each kind of message, under its name, and those that send."""
    settings = engines.settings
    ways = Ways(SmsPolicy(accented=settings.sms_accented), has_mail=bool(settings.mail_url))
    for kind in features.messages:
        yield Handler(kind.name, _lane(kind), (kind.topic,), handler_of(kind, ways))
    codes = Codes(settings.secret_key)
    yield from sending(gateways_of(settings), codes)
    yield Round(
        "messages.modem",
        SMS_LANE,
        N_("What people sent to the GSM modem is fetched"),
        Fetching(gateways_of(settings)),
        every=timedelta(seconds=20),
    )
    links = Links(settings.secret_key, settings.public_url)
    server, sender = mail_server_of(settings), settings.mail_from
    yield mailing(MailSender(server, links, sender, features.occasions, codes))
    yield Round(
        "messages.returned",
        MAIL,
        N_("Letters that came back are read"),
        Returning(mailbox_of(settings)),
        every=timedelta(minutes=5),
    )
    yield Handler("messages.hear", NORMAL, (SmsReceived.topic,), hear)
    yield Handler("messages.account_ended", NORMAL, (Disabled.topic,), end_contacts)


def _lane(kind: MessageKind) -> Lane:
    """What may go out as a text message is waited for."""
    return URGENT if SMS in kind.channels else NORMAL


def sending(gateways_on: Gateways, codes: Codes) -> Iterator[SlowHandler]:
    usual, flash = SmsSender(gateways_on, codes), SmsSender(gateways_on, codes, is_flash=True)
    yield _slow("sms.send", SMS_LANE, SmsQueued, usual)
    yield _slow("sms.send_flash", FLASH, FlashQueued, flash)


def mailing(sender: MailSender) -> SlowHandler:
    return _slow("mail.send", MAIL, MailDue, sender)


def _slow(name: str, lane: Lane, event: type[Event], by: SmsSender | MailSender) -> SlowHandler:
    return SlowHandler(name, lane, (event.topic,), by.work, by.note, by.ended)
