"""Ways to send a text message, behind one protocol."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Any

from app.core.db import SessionFactory
from app.messages.gateways.description import Description, own_contract, read_descriptions
from app.messages.gateways.gammu import GammuGateway
from app.messages.gateways.http import HttpGateway
from app.messages.gateways.local import LocalGateway
from app.messages.gateways.mail import MailServer
from app.messages.gateways.mailbox import Mailbox
from app.messages.gateways.protocol import SmsGateway, TextMessage

__all__ = [
    "GammuGateway",
    "Gateways",
    "HttpGateway",
    "LocalGateway",
    "Mailbox",
    "SmsGateway",
    "TextMessage",
    "descriptions_of",
    "gateways_of",
    "mail_server_of",
    "mailbox_of",
    "report_token",
]

Gateways = Callable[[SessionFactory], Sequence[SmsGateway]]


def descriptions_of(settings: Any) -> Sequence[Description]:
    """The gateways of this installation in the order in which they are asked; none means the page
    of sent messages.

    Raises description.Unusable.
    """
    if settings.sms_gateways.exists():
        return tuple(read_descriptions(settings.sms_gateways))
    return (own_contract(settings.sms_url, settings.sms_token),) if settings.sms_url else ()


def gateways_of(settings: Any) -> Gateways:
    """Made at the first message, so that a description that is wrong stops nothing else."""
    made: list[SmsGateway] = []

    def on(factory: SessionFactory) -> Sequence[SmsGateway]:
        if not made:
            made.extend(_made(one, settings) for one in descriptions_of(settings))
        return made or [LocalGateway(factory)]

    return on


def _made(one: Description, settings: Any) -> SmsGateway:
    if one.url.startswith("file:"):
        return GammuGateway(one)
    return HttpGateway(one, report_token(settings, one.name))


def mail_server_of(settings: Any) -> MailServer | None:
    """Raises ValueError where its address is none: an office is not to find out a month later."""
    return MailServer(settings.mail_url) if settings.mail_url else None


def mailbox_of(settings: Any) -> Mailbox | None:
    """Where letters come back to; raises ValueError as well."""
    return Mailbox(settings.bounces_url) if settings.bounces_url else None


def report_token(settings: Any, name: str) -> str:
    """What the address holds at which this gateway reports: nobody else can make it up."""
    key = settings.secret_key.encode()
    return hmac.new(key, f"sms-report:{name}".encode(), hashlib.sha256).hexdigest()[:40]
