"""Carrying out what kinds of messages say, to each person by the channels that they want."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.feature import (
    EMAIL,
    NOTICE,
    SMS,
    MessageKind,
    Occasion,
    Question,
    Telling,
    UrgentTelling,
)
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.core.workflow import TAKEN_BACK_WITHIN
from app.messages.catalogue import FLASH, urgent_occasion
from app.messages.models import Notice
from app.messages.queries import Reached
from app.messages.rules import wants, written
from app.messages.service.mail import queue_mail
from app.messages.service.notices import notify, settle
from app.messages.service.sms import SmsPolicy, is_told, queue_sms, queue_urgent
from app.messages.service.wishes import Wished
from app.messages.service.words import outside, say
from app.messages.settings import ACCENTED, TEXT
from app.organisation.queries.bodies import agency_short_name

TAKES_UP: Question[[Session, UrgentTelling], bool] = Question("urgent messages that climb")
"""Whether what is told climbs until somebody confirms it, and so is sent elsewhere."""


@dataclass(frozen=True)
class Ways:
    """How this installation reaches people outside of the application."""

    sms: SmsPolicy
    has_mail: bool


def handler_of(kind: MessageKind, ways: Ways) -> Callable[[Session, Mapping[str, Any]], None]:
    """The handler of this kind's topic. Doing it twice tells nobody twice."""

    def run(session: Session, payload: Mapping[str, Any]) -> None:
        told = kind.tell(session, payload)
        if told is not None:
            tell(session, kind.occasion, told, ways)

    return run


def tell(session: Session, occasion: Occasion, told: Telling, ways: Ways) -> None:
    """Tell each of its people once for its key, by the channels that they want for this occasion.

    What is urgent goes to telephones by the rules of its agency; nobody gets that a second time as
    the text message of the occasion.
    """
    settle(session, told.settles)
    urged: set[int] = set()
    if told.urgent is not None and is_told(session, told.urgent):
        if TAKES_UP(session, told.urgent):
            urged = set(told.urgent.people)
        else:
            urged = queue_urgent(session, told.urgent, ways.sms)
    wished = Wished(session, told.people)
    haste = urgent_occasion(told.urgent.urgency) if told.urgent is not None else None

    def wanting(channel: str) -> list[Reached]:
        line = haste or occasion if channel != SMS else occasion
        return [one for one in wished.people if wants(wished.habits(one), line, channel)]

    notify(
        session,
        [one.id for one in wanting(NOTICE)],
        told.key,
        told.words,
        told.path,
        told.record_id,
        occasion.name,
        **told.values,
    )
    begins = clock.now() + TAKEN_BACK_WITHIN
    if ways.has_mail:
        for person in wanting(EMAIL):
            moment = wished.mailed_at(person, begins, haste)
            queue_mail(session, person, told, haste or occasion, moment)
    for person in wanting(SMS):
        if person.id not in urged and person.phone:
            _text(session, person, told, occasion, ways, wished.after_quiet(person, begins))


def send_test(session: Session, actor: Actor, ways: Ways) -> bool:
    """To the actor by every channel at once; False where that was done a quarter of an hour ago.

    A text message costs money, so the key holds the quarter: nobody sends a hundred.
    """
    now = clock.now()
    told = Telling(
        people={actor.person_id},
        key=f"test {now:%Y%m%d%H}{now.minute // 15}",
        words=N_("This is a test: messages reach you this way."),
        path="/notices/wishes",
    )
    wished = Wished(session, told.people)
    [person] = wished.people
    key = f"{told.key}:{person.id}"
    if session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        return False
    notify(session, told.people, told.key, told.words, told.path, occasion=FLASH.name)
    if ways.has_mail:
        queue_mail(session, person, told, FLASH, now)
    if person.phone:
        _text(session, person, told, FLASH, ways, now)
    subject = Subject("person", person.id)
    record(session, actor, "notifications.test_sent", subject)
    return True


def _text(
    session: Session,
    person: Reached,
    told: Telling,
    occasion: Occasion,
    ways: Ways,
    not_before: datetime,
) -> None:
    values = outside(session, person.agency_id, told.values)
    words = {
        "agency": agency_short_name(session, person.agency_id or 0),
        "text": say("vi", told.words, values),
    }
    accented = value(session, ACCENTED, person.agency_id, ways.sms.accented)
    queue_sms(
        session,
        person,
        key=f"{told.key}:{person.id}",
        text=written(value(session, TEXT, person.agency_id), words, accented=accented),
        record_id=told.record_id,
        occasion=occasion.name,
        not_before=not_before,
    )
