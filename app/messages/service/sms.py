"""Text messages: queued with what caused them, and sent again where a person decides so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.errors import NotFound, Problem, Refused
from app.core.feature import UrgentTelling
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.core.words import URGENCY_PRINTED
from app.core.workflow import TAKEN_BACK_WITHIN
from app.messages import queries
from app.messages.catalogue import FLASH, urgent_occasion
from app.messages.events import FlashQueued, SmsQueued
from app.messages.models import SENT_AGAIN, SmsMessage
from app.messages.queries import Reached
from app.messages.rules import phone_number, phone_problem, segments, sending_time, wants, written
from app.messages.service.notices import is_settled
from app.messages.service.wishes import Wished
from app.messages.settings import (
    ACCENTED,
    ANY_HOUR_FROM,
    DEPUTIES_TOO,
    FROM_URGENCY,
    NOBODY,
    PRICE,
    SENDING_HOURS,
    TOLD,
    URGENT_TEXT,
)
from app.organisation.queries.bodies import agency_short_name


@dataclass(frozen=True)
class SmsPolicy:
    """How this installation writes text messages where an agency has not said otherwise."""

    accented: bool


def is_told(session: Session, told: UrgentTelling) -> bool:
    """Whether anybody hears of this by text message, as its agency has set it."""
    if value(session, TOLD, told.agency_id) == NOBODY:
        return False
    return told.urgency >= int(value(session, FROM_URGENCY, told.agency_id))


def queue_urgent(session: Session, told: UrgentTelling, policy: SmsPolicy) -> set[int]:
    """One message to each of its people who wants it; a repeated delivery adds nothing.

    Returns whom it concerns. A flash goes at any hour, to everybody.
    """
    occasion = urgent_occasion(told.urgency)
    is_flash = occasion is FLASH
    begins = clock.now() + TAKEN_BACK_WITHIN
    if told.urgency < int(value(session, ANY_HOUR_FROM, told.agency_id)):
        hours = value(session, SENDING_HOURS, told.agency_id)
        begins = sending_time(begins, hours)
    text = _text(session, told, value(session, ACCENTED, told.agency_id, policy.accented))
    wished = Wished(session, _receivers(session, told))
    payer = queries.unit_of(session, told.by_id) if told.by_id else told.unit_id
    for person in wished.people:
        if wants(wished.habits(person), occasion, "sms"):
            queue_sms(
                session,
                person,
                key=f"{told.key}:{person.id}",
                text=text,
                record_id=told.record_id,
                occasion=occasion.name,
                not_before=begins if is_flash else wished.after_quiet(person, begins),
                agency_id=told.agency_id,
                unit_id=payer,
                is_flash=is_flash,
            )
    return {person.id for person in wished.people}


def _receivers(session: Session, told: UrgentTelling) -> set[int]:
    people = set(told.people)
    if told.unit_id is not None and value(session, TOLD, told.agency_id) == DEPUTIES_TOO:
        people |= queries.deputies_of(session, told.unit_id)
    return people - {told.by_id}


def _text(session: Session, told: UrgentTelling, accented: bool) -> str:
    due = clock.local(told.due_at).strftime("%Hh%M %d/%m") if told.due_at else ""
    words = {
        "agency": agency_short_name(session, told.agency_id),
        "urgency": URGENCY_PRINTED[told.urgency],
        "reference": told.reference,
        "issuer": told.issuer,
        "subject": told.subject,
        "due": f" Hạn: {due}." if due else "",
    }
    return written(value(session, URGENT_TEXT, told.agency_id), words, accented=accented)


def queue_sms(
    session: Session,
    person: Reached,
    *,
    key: str,
    text: str,
    record_id: int | None = None,
    occasion: str = "",
    not_before: datetime | None = None,
    agency_id: int | None = None,
    unit_id: int | None = None,
    is_flash: bool = False,
    secrets: Sequence[str] = (),
) -> SmsMessage | None:
    """One text to the phone of a person (`queries.reached`); None where this key was queued before.

    `secrets` are the parts of the text that nobody but this person is shown.

    It costs what an SMS costs in `agency_id` today, and is counted for `unit_id`, else for the
    person's own. A flash has a lane of its own. Where there is no mobile number it has failed.
    """
    if session.scalar(select(SmsMessage.id).where(SmsMessage.key == key)) is not None:
        return None
    number, count = phone_number(person.phone), segments(text)
    message = SmsMessage(
        key=key,
        record_id=record_id,
        person_id=person.id,
        occasion=occasion,
        phone=number or person.phone,
        text=text,
        secrets=list(secrets),
        segments=count,
        cost=count * value(session, PRICE, agency_id or person.agency_id) if number else 0,
        unit_id=unit_id or person.unit_id,
        state="queued" if number else "failed",
        error="" if number else (phone_problem(person.phone) or ""),
        not_before=not_before,
    )
    session.add(message)
    session.flush()
    if number:
        queued = FlashQueued(message.id) if is_flash else SmsQueued(message.id)
        outbox.publish(session, queued, not_before=not_before)
    return message


def ask_again(session: Session, actor: Actor, sms_id: int) -> SmsMessage:
    """A person decides to send a message again that failed, or of which nobody knows."""
    actor.needs("system.watch")
    message = session.get(SmsMessage, sms_id, with_for_update=True)
    if message is None:
        raise NotFound
    if message.state not in ("failed", "unknown"):
        raise Refused(Problem(N_("Only a message that failed or is uncertain can be sent again.")))
    if is_settled(session, message.key):
        raise Refused(Problem(N_("What it asks for is not asked any more.")))
    message.state, message.attempts, message.error = "queued", 0, ""
    message.key += SENT_AGAIN
    outbox.publish(session, SmsQueued(message.id))
    subject = Subject("sms", message.id, message.record_id)
    record(session, actor, "notifications.sms_asked_again", subject, phone=message.phone)
    return message
