"""What gateways tell of: messages of people, and what became of ours."""

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.db import SessionFactory, insert_into, transaction
from app.core.errors import NotFound
from app.core.feature import SMS
from app.core.text import N_
from app.messages import queries
from app.messages.events import SmsReceived
from app.messages.gateways import GammuGateway, Gateways
from app.messages.gateways.description import Unusable
from app.messages.models import ReceivedSms, SmsMessage, known_as
from app.messages.rules import phone_number, without_marks
from app.messages.service.wishes import turn_all_off

LONGEST_RECEIVED = 700
MODEM_FAILED = N_("The modem could not send it.")
STOP = re.compile(r"(dung|stop|tu choi)\W*", re.I)
"""What a person answers who wants no more text messages of what can be turned off."""


def receive(session: Session, gateway: str, phone: str, text: str, message_id: str) -> None:
    """Note a text message to the office, and tell whoever listens; a repeated one adds nothing.

    A gateway without ids is taken to repeat itself where it says the same within a minute.
    """
    now = clock.now()
    number, said = phone_number(phone) or phone[:20], text[:LONGEST_RECEIVED]
    same = f"{number} {said} {now:%Y-%m-%d %H:%M}"
    key = message_id[:80] or hashlib.sha256(same.encode()).hexdigest()
    row = insert_into(session, ReceivedSms).values(
        gateway=gateway, key=key, phone=number, text=said, at=now
    )
    if session.scalar(row.on_conflict_do_nothing().returning(ReceivedSms.id)) is not None:
        outbox.publish(session, SmsReceived(number, said, gateway, now.isoformat()))


class Fetching:
    """Looks into the folders of modems: what people sent, and what could not be sent."""

    def __init__(self, gateways_on: Gateways) -> None:
        self._gateways_on = gateways_on

    def __call__(self, factory: SessionFactory) -> None:
        with suppress(Unusable):  # is told on the page of the system
            for one in self._gateways_on(factory):
                if isinstance(one, GammuGateway):
                    self._fetch(factory, one)

    def _fetch(self, factory: SessionFactory, modem: GammuGateway) -> None:
        """A file goes when what it says is kept: found again, it says nothing new."""
        for message in modem.fetched():
            with transaction(factory) as session:
                receive(session, modem.name, message.phone, message.text, message.id)
            for path in message.files:
                path.unlink(missing_ok=True)
        for mark, path in modem.refused():
            with suppress(NotFound), transaction(factory) as session:
                report(session, modem.name, mark, delivered=False, error=MODEM_FAILED)
            path.rename(path.with_suffix(".told"))


def hear(session: Session, payload: Mapping[str, Any]) -> None:
    """Whoever answers "DUNG" gets no more text messages but urgent ones; doing it twice is once."""
    if STOP.fullmatch(without_marks(payload["text"]).strip()):
        for person_id in queries.persons_at(session, payload["phone"]):
            turn_all_off(session, person_id, SMS)


def report(
    session: Session, gateway: str, message_id: str, delivered: bool | None, error: str = ""
) -> None:
    """A gateway says what became of a message that it may have taken, by its id or ours.

    Reports may come twice and in any order: what was delivered stays so, and what waits to be sent
    is nobody's to report. One that knows no end yet (`delivered` is None) says that it was taken.

    Raises:
        NotFound: it took no such message.
    """
    may_have = SmsMessage.gateway.in_((gateway, "")), SmsMessage.state != "queued"
    taken = select(SmsMessage).where(*may_have).with_for_update()
    message = None
    for is_it in (SmsMessage.key == message_id, known_as(message_id)) if message_id else ():
        message = message or session.scalar(taken.where(is_it))
    if message is None:
        raise NotFound
    message.gateway, message.sent_at = gateway, message.sent_at or clock.now()
    if delivered is None:
        message.state = "sent" if message.state in ("sending", "unknown") else message.state
    elif message.state != "delivered":
        message.state = "delivered" if delivered else "failed"
        message.delivered_at = clock.now() if delivered else None
        message.error = "" if delivered else error[:300]
