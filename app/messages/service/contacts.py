"""A person's own telephone number and e-mail address: asked for, proven by a code, taken off."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import insert_into
from app.core.errors import Problem, Refused, refuse_for
from app.core.feature import MY_WORK, Occasion, Telling
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.messages import queries
from app.messages.models import ContactCode
from app.messages.queries import Reached
from app.messages.rules import written
from app.messages.rules.codes import (
    ASKED_WITHIN,
    HOLDS,
    MASK,
    MOST_ASKED,
    TRIES,
    address_problem,
    is_code,
)
from app.messages.service.codes import CODE, Codes, message_key
from app.messages.service.mail import queue_mail
from app.messages.service.sms import queue_sms
from app.messages.service.telling import Ways
from app.messages.settings import ACCENTED, CODE_TEXT
from app.organisation import service as organisation
from app.organisation.queries.bodies import agency_short_name
from app.organisation.service import EMAIL, PHONE

_OCCASION = Occasion(name=CODE, words=N_("Codes"), group=MY_WORK)
ANOTHERS = N_("This is somebody else's number.")
WORDS = N_("%(code)s confirms this address; the code holds for 15 minutes.")


def count_ask(session: Session, actor: Actor, way: str, address: str) -> None:
    """To be called before `ask_code`, in a transaction of its own: what is refused counts too, and
    of several at once each finds the others counted. A slip of the keyboard is for nothing."""
    if address_problem(way, address) is not None:
        return
    none = {"address": "", "seed": "", "tries": 0, "ends_at": clock.now()}
    first = insert_into(session, ContactCode).values(person_id=actor.person_id, way=way, **none)
    session.execute(first.on_conflict_do_nothing())
    asked = _own(session, actor.person_id, way)
    assert asked is not None, "just written"
    if asked.asked_since is None or asked.asked_since <= clock.now() - ASKED_WITHIN:
        asked.asked, asked.asked_since = 0, clock.now()
    asked.asked += 1


def ask_code(session: Session, actor: Actor, way: str, address: str, ways: Ways) -> None:
    """Send a code to this number or address; the one sent before ends with that.

    Raises Refused where nothing can be sent there, it is another's, or too many were asked for.
    """
    refuse_for([problem] if (problem := address_problem(way, address)) else [])
    if way == EMAIL and not ways.has_mail:
        raise Refused(Problem(N_("This office has no mail server yet: nothing leaves by e-mail.")))
    asked = _own(session, actor.person_id, way)
    if asked is None or asked.asked > MOST_ASKED:
        many = N_("You asked for several codes within an hour: wait a while.")
        raise Refused(Problem(many, {}, "address"))
    if way == PHONE and organisation.number_problem(session, address, actor.person_id):
        raise Refused(Problem(ANOTHERS, {}, "address"))
    asked.address, asked.seed, asked.tries = address, secrets.token_hex(16), 0
    asked.ends_at = clock.now() + HOLDS
    session.flush()
    (person,) = queries.reached(session, [actor.person_id])
    if way == PHONE:
        _text(session, person._replace(phone=address), asked, ways)
    else:
        _mail(session, person._replace(email=address, refuses_mail=False), asked)


def count_try(session: Session, actor: Actor, way: str) -> None:
    """To be called before `confirm`, in a transaction of its own: a wrong code counts whatever
    becomes of the form."""
    asked = _own(session, actor.person_id, way)
    if asked is not None:
        asked.tries += 1


def confirm(session: Session, actor: Actor, codes: Codes, way: str, said: str) -> str:
    """The code was said: its number or address is this person's from now on; returns it.

    Raises Refused for a wrong code, one that has ended, and a number that is another's by now.
    """
    asked = _own(session, actor.person_id, way)
    if asked is None or asked.ends_at <= clock.now() or asked.tries > TRIES:
        raise Refused(Problem(N_("This code is no longer in force: ask for another."), {}, "code"))
    if not is_code(codes.of(asked), said):
        wrong = N_("This is not the code. Tries left: %(left)s.")
        raise Refused(Problem(wrong, {"left": TRIES - asked.tries}, "code"))
    address = asked.address
    _end(session, actor.person_id, way)
    try:
        organisation.confirm_contact(session, actor, way, address)
    except Refused:  # the form checked the rest: it is another's by now, and whose is not told
        raise Refused(Problem(ANOTHERS, {}, "code")) from None
    return address


def take_off(session: Session, actor: Actor, way: str) -> None:
    """The person has no such number or address any more; nor does a code for one hold."""
    _end(session, actor.person_id, way)
    organisation.change_contact(session, actor, way, "")


def end_contacts(session: Session, payload: Mapping[str, Any]) -> None:
    """The account is out of use: what was asked for ends, and what was proven is to be proven
    again by whoever comes back."""
    _end(session, payload["person_id"], PHONE, EMAIL)
    organisation.forget_confirmations(session, payload["person_id"])


def _own(session: Session, person_id: int, way: str) -> ContactCode | None:
    return session.get(ContactCode, (person_id, way), with_for_update=True, populate_existing=True)


def _end(session: Session, person_id: int, *ways: str) -> None:
    """No code by these ways holds any more; how many were asked for stays known."""
    codes = update(ContactCode).where(ContactCode.person_id == person_id, ContactCode.way.in_(ways))
    session.execute(codes.values(address="", ends_at=clock.now()))


def _text(session: Session, person: Reached, asked: ContactCode, ways: Ways) -> None:
    words = {"agency": agency_short_name(session, person.agency_id or 0), "code": MASK}
    accented = value(session, ACCENTED, person.agency_id, ways.sms.accented)
    queue_sms(
        session,
        person,
        key=message_key(asked),
        text=written(value(session, CODE_TEXT, person.agency_id), words, accented=accented),
        occasion=CODE,
        is_flash=True,
    )


def _mail(session: Session, person: Reached, asked: ContactCode) -> None:
    told = Telling(
        people={person.id},
        key=message_key(asked).rpartition(":")[0],
        words=WORDS,
        path="/notices/reach/email/code",
        values={"code": MASK},
    )
    queue_mail(session, person, told, _OCCASION, clock.now(), alone=True)
