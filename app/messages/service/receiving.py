"""What gateways tell of: messages of people, and what became of ours."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.db import insert_into
from app.core.errors import NotFound
from app.core.feature import SMS
from app.messages import queries
from app.messages.events import SmsReceived
from app.messages.models import ReceivedSms, SmsMessage
from app.messages.rules import phone_number, without_marks
from app.messages.service.wishes import turn_all_off

LONGEST_RECEIVED = 700
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
    is_it = or_(SmsMessage.provider_id == message_id, SmsMessage.key == message_id)
    may_have = SmsMessage.gateway.in_((gateway, "")), SmsMessage.state != "queued"
    found = select(SmsMessage).where(is_it, *may_have).with_for_update()
    message = session.scalar(found) if message_id else None
    if message is None:
        raise NotFound
    message.gateway, message.sent_at = gateway, message.sent_at or clock.now()
    if delivered is None:
        message.state = "sent" if message.state in ("sending", "unknown") else message.state
    elif message.state != "delivered":
        message.state = "delivered" if delivered else "failed"
        message.delivered_at = clock.now() if delivered else None
        message.error = "" if delivered else error[:300]
