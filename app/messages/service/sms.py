"""Text messages: queued with what caused them, handed over once, their state kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.db import SessionFactory, insert_into, transaction
from app.core.errors import NotFound, Problem, Refused
from app.core.feature import UrgentTelling
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.core.workflow import TAKEN_BACK_WITHIN
from app.messages import queries
from app.messages.events import SmsQueued
from app.messages.gateways import Gateways, SmsGateway, TextMessage
from app.messages.gateways.description import Unusable
from app.messages.gateways.receipts import NotSent, Rejected, Uncertain
from app.messages.models import SENT_AGAIN, GatewayState, NoticeMatter, SmsMessage
from app.messages.rules import (
    GatewayHealth,
    Urgent,
    phone_number,
    segments,
    sending_time,
    urgent_text,
)
from app.messages.settings import (
    ACCENTED,
    ANY_HOUR_FROM,
    DEPUTIES_TOO,
    FROM_URGENCY,
    NOBODY,
    SENDING_HOURS,
    TOLD,
)

TRIES = 8
"""After so many tries in vain (an hour and three quarters) a message has failed; a person may ask
again."""
UNCERTAIN_TRIES = 3
ASKED_AGAIN_AFTER = timedelta(minutes=5)
"""What nobody knows of is sent again under the same request id, unless it is reported meanwhile:
an urgent message that comes twice does less harm than one that never comes."""


@dataclass(frozen=True)
class SmsPolicy:
    """How this installation writes text messages where an agency has not said otherwise."""

    accented: bool


def is_told(session: Session, told: UrgentTelling) -> bool:
    """Whether anybody hears of this by text message, as its agency has set it."""
    if value(session, TOLD, told.agency_id) == NOBODY:
        return False
    return told.urgency >= int(value(session, FROM_URGENCY, told.agency_id))


def queue_urgent(session: Session, told: UrgentTelling, policy: SmsPolicy) -> None:
    """One message to each of its people; a repeated delivery adds nothing."""
    begins = clock.now() + TAKEN_BACK_WITHIN
    if told.urgency < int(value(session, ANY_HOUR_FROM, told.agency_id)):
        hours = value(session, SENDING_HOURS, told.agency_id)
        begins = sending_time(begins, hours)
    text = _text(session, told, value(session, ACCENTED, told.agency_id, policy.accented))
    for person_id, phone in queries.phones(session, _receivers(session, told)).items():
        queue_text(session, f"{told.key}:{person_id}", told.record_id, person_id, phone, text, begins)


def _receivers(session: Session, told: UrgentTelling) -> set[int]:
    people = set(told.people)
    if told.unit_id is not None and value(session, TOLD, told.agency_id) == DEPUTIES_TOO:
        people |= queries.deputies_of(session, told.unit_id)
    return people - {told.by_id}


def _text(session: Session, told: UrgentTelling, accented: bool) -> str:
    due = clock.local(told.due_at).strftime("%Hh%M %d/%m") if told.due_at else ""
    agency = queries.agency_short_name(session, told.agency_id)
    said = Urgent(agency, told.urgency, told.reference, told.issuer, told.subject, due)
    return urgent_text(said, accented=accented)


def queue_text(
    session: Session,
    key: str,
    record_id: int,
    person_id: int,
    phone: str,
    text: str,
    not_before: datetime,
) -> None:
    """One message under this key, however often it is asked for. It is called off where what
    stands before the last colon of its key is settled before it leaves."""
    if session.scalar(select(SmsMessage.id).where(SmsMessage.key == key)) is not None:
        return
    number = phone_number(phone)
    message = SmsMessage(
        key=key,
        record_id=record_id,
        person_id=person_id,
        phone=number or phone,
        text=text,
        segments=segments(text),
        state="queued" if number else "failed",
        error="" if number else "no mobile number",
    )
    session.add(message)
    session.flush()
    if number:
        outbox.publish(session, SmsQueued(message.id), not_before=not_before)


class SmsSender:
    """Hands queued messages to the gateway: slow work, as app.core.jobs.SlowHandler wants it.

    A message is marked "sending" before the gateway is asked. Found so again, its worker died in
    between: a gateway that knows request ids is asked at once, of any other it is uncertain.
    """

    def __init__(self, gateways_on: Gateways) -> None:
        self._gateways_on = gateways_on

    def work(self, factory: SessionFactory, payload: Mapping[str, Any]) -> Mapping[str, str] | None:
        """Returns the columns to write. Raises NotSent to be called again after a while."""
        try:
            gateways = in_order(factory, self._gateways_on(factory))
            may_repeat = all(gateway.is_idempotent for gateway in gateways)
            message = _take(factory, payload["sms_id"], may_repeat)
            if message is None:
                return None
            return _hand_over(factory, gateways, message)
        except (NotSent, Unusable) as failure:
            return _not_sent(factory, payload["sms_id"], failure)
        except Rejected as failure:
            return {"state": "failed", "error": str(failure)[:300]}
        except Uncertain as failure:
            return {"state": "unknown", "error": str(failure)[:300]}

    def note(
        self, session: Session, payload: Mapping[str, Any], result: Mapping[str, str] | None
    ) -> None:
        message = session.get(SmsMessage, payload["sms_id"])
        if message is None or result is None or message.state not in ("sending", "queued"):
            return
        for column, told in result.items():
            setattr(message, column, told)
        if message.state == "sent":
            message.sent_at = clock.now()
        if message.state == "unknown" and message.attempts < UNCERTAIN_TRIES:
            again_at = clock.now() + ASKED_AGAIN_AFTER
            outbox.publish(session, SmsQueued(message.id), not_before=again_at)


def in_order(factory: SessionFactory, gateways: Sequence[SmsGateway]) -> list[SmsGateway]:
    """As they are described, but those that do badly last; each comes back by itself."""
    if len(gateways) < 2:
        return list(gateways)
    reporting = {one.name for one in gateways if one.reports}
    with factory() as session:
        health = queries.health_of_gateways(session, reporting)
    well, now = GatewayHealth(), clock.now()
    return sorted(gateways, key=lambda one: health.get(one.name, well).is_unwell(now))


def _hand_over(
    factory: SessionFactory, gateways: Sequence[SmsGateway], message: TextMessage
) -> Mapping[str, str]:
    """To the first that takes it, or of which nobody knows; returns the columns to write.

    A gateway that certainly did not take it gives way to the next at once.
    """
    failure = NotSent("no gateway")
    for gateway in gateways:
        try:
            provider_id = gateway.send(message)
        except NotSent as refusal:
            _note_try(factory, gateway, str(refusal))
            failure = refusal
        except Uncertain as silence:
            _note_try(factory, gateway, str(silence))
            return {"state": "unknown", "gateway": gateway.name, "error": str(silence)[:300]}
        else:
            _note_try(factory, gateway)
            told = {"gateway": gateway.name, "provider_id": provider_id}
            return {"state": "sent", "error": "", **told}
    raise failure


def _note_try(factory: SessionFactory, gateway: SmsGateway, error: str = "") -> None:
    """In one statement: two workers may note the first try of a gateway at the same moment."""
    now, error = clock.now(), error[:300]
    first = {"failures": 1, "failed_at": now} if error else {"failures": 0, "taken_at": now}
    later = first | {"failures": GatewayState.failures + 1} if error else first
    with transaction(factory) as session:
        row = insert_into(session, GatewayState).values(name=gateway.name, error=error, **first)
        kept = row.on_conflict_do_update(index_elements=["name"], set_={"error": error, **later})
        session.execute(kept)


def _take(factory: SessionFactory, sms_id: int, may_repeat: bool) -> TextMessage | None:
    """Mark the message as being sent; None when it is not to be sent (any more)."""
    with transaction(factory) as session:
        message = session.get(SmsMessage, sms_id, with_for_update=True)
        if message is None:
            return None
        if message.state == "sending" and not may_repeat:
            raise Uncertain("the worker stopped while sending")
        if message.state not in ("queued", "sending", "unknown"):
            return None
        if _is_settled(session, message):
            _call_off(session, message)
            return None
        message.state = "sending"
        message.attempts += 1
        return TextMessage(message.key, message.phone, message.text)


def _is_settled(session: Session, message: SmsMessage) -> bool:
    """What it asks for was withdrawn, undone or done meanwhile."""
    matter = session.get(NoticeMatter, message.key.rpartition(":")[0])
    return matter is not None and matter.settled_at is not None


def _call_off(session: Session, message: SmsMessage) -> None:
    """What never went out was never there; what perhaps did is not sent once more."""
    if message.state == "queued":
        session.delete(message)
    else:
        message.state = "unknown"


def _not_sent(factory: SessionFactory, sms_id: int, failure: Exception) -> Mapping[str, str] | None:
    with transaction(factory) as session:
        message = session.get_one(SmsMessage, sms_id)
        message.state = "queued"
        message.error = str(failure)[:300]
        attempts = message.attempts
    if attempts < TRIES:
        raise failure
    return {"state": "failed"}


def ask_again(session: Session, actor: Actor, sms_id: int) -> SmsMessage:
    """A person decides to send a message again that failed, or of which nobody knows."""
    actor.needs("system.watch")
    message = session.get(SmsMessage, sms_id, with_for_update=True)
    if message is None:
        raise NotFound
    if message.state not in ("failed", "unknown"):
        raise Refused(Problem(N_("Only a message that failed or is uncertain can be sent again.")))
    if _is_settled(session, message):
        raise Refused(Problem(N_("What it asks for is not asked any more.")))
    message.state, message.attempts, message.error = "queued", 0, ""
    message.key += SENT_AGAIN
    outbox.publish(session, SmsQueued(message.id))
    subject = Subject("sms", message.id, message.record_id)
    record(session, actor, "notifications.sms_asked_again", subject, phone=message.phone)
    return message


def report(
    session: Session, gateway: str, message_id: str, delivered: bool, error: str = ""
) -> None:
    """A gateway says what became of a message that it may have taken, by its id or ours.

    Reports may come twice and in any order: what was delivered stays so, and what waits to be sent
    is nobody's to report.

    Raises:
        NotFound: it took no such message.
    """
    is_it = or_(SmsMessage.provider_id == message_id, SmsMessage.key == message_id)
    may_have = SmsMessage.gateway.in_((gateway, "")), SmsMessage.state != "queued"
    message = session.scalar(select(SmsMessage).where(is_it, *may_have)) if message_id else None
    if message is None:
        raise NotFound
    message.gateway, message.sent_at = gateway, message.sent_at or clock.now()
    if message.state != "delivered":
        message.state = "delivered" if delivered else "failed"
        message.error = error[:300]
