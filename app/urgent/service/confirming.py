"""Confirming that an urgent message was received: by link, by SMS, in the office, by telephone."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import NotFound, Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.messages.rules import phone_number
from app.organisation.queries.bodies import person_name
from app.urgent import queries, rules
from app.urgent.models import (
    CALLING,
    CLIMBING,
    CONFIRMED,
    ENDED,
    UrgentCall,
    UrgentStep,
    UrgentTarget,
)
from app.urgent.service.climbing import settle_target
from app.urgent.service.guessing import count_misses, is_over_limit

OPEN = (CLIMBING, CALLING)


class Link(Enum):
    """How a link stands: what is over, taken back or invented cannot be told apart."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    VOID = "void"


def look_at_link(session: Session, code: str) -> tuple[Link, datetime | None]:
    """How it stands, and since when it is confirmed. Looking confirms nothing."""
    return _standing(_linked(session, code))


def confirm_by_link(session: Session, code: str) -> tuple[Link, datetime | None]:
    """Whoever holds the telephone says that they received it; a second time changes nothing.

    No number of wrong codes holds up a right one: telephones share addresses, and nobody meets one
    of fifty bits by trying.
    """
    step = _linked(session, code)
    if step is not None and _standing(step)[0] is Link.OPEN:
        confirm_step(session, step, "link")
        return Link.OPEN, step.confirmed_at
    return _standing(step)


def is_wrong_link(session: Session, code: str, address: str) -> bool:
    """Whether this is a link that never was, from an address that is not known to guess already."""
    return _linked(session, code) is None and not is_over_limit(session, f"address:{address}")


def note_wrong_link(session: Session, address: str) -> None:
    """Count it: nobody is held up, but whoever keeps the system hears of who tries many."""
    count_misses(session, f"address:{address}")


def _linked(session: Session, code: str) -> UrgentStep | None:
    rows = select(UrgentStep).where(UrgentStep.link_hash == rules.hash_of(code[:40]))
    return session.scalar(rows)


def _standing(step: UrgentStep | None) -> tuple[Link, datetime | None]:
    if step is None or _is_over(step.target) or clock.now() > step.at + rules.LINK_LIVES:
        return Link.VOID, None
    return (Link.CONFIRMED if step.confirmed_at else Link.OPEN), step.confirmed_at


def _is_over(target: UrgentTarget) -> bool:
    """A message that was taken back asks nobody, whoever had confirmed it before."""
    return target.state == ENDED or target.alert.recalled_at is not None


def confirm_step(session: Session, step: UrgentStep, how: str) -> None:
    """By "link", "sms" or "app". Their target's row first, as climbing takes it; what was over by
    then stays so."""
    target = session.get_one(
        UrgentTarget, step.target_id, with_for_update=True, populate_existing=True
    )
    session.refresh(step)
    if _is_over(target) or step.confirmed_at is not None or step.person_id is None:
        return
    step.confirmed_at, step.confirmed_how = clock.now(), how
    _confirm(session, target, step.person_id, how)


def _confirm(
    session: Session, target: UrgentTarget, person_id: int, how: str, actor: Actor | None = None
) -> None:
    """The first confirmation ends the chain; those after it are recorded beside it."""
    is_first = target.state in OPEN
    if is_first:
        target.state, target.next_at, target.confirmed_at = CONFIRMED, None, clock.now()
        target.confirmed_by_id, target.confirmed_how = person_id, how
        settle_target(session, target)
    action = "urgent.confirmed" if is_first else "urgent.confirmed_late"
    alert = target.alert
    by = person_name(session, person_id)
    values = {"name": target.name, "by": by, "how_word": rules.HOW_WORDS[how]}
    subject = Subject("urgent_target", target.id, alert.record_id)
    record(session, actor, action, subject, agency_id=alert.agency_id, **values)


# -- By SMS ----------------------------------------------------------------------------------------


def note_answer(session: Session, payload: Mapping[str, Any]) -> None:
    """An SMS came in: "OK 4821" counts from the telephone that was sent 4821. From any other it
    proves nothing; whoever sent the message sees that it came."""
    phone, codes = phone_number(payload["phone"]) or "", rules.reply_codes(payload["text"])
    source = f"phone:{phone}"
    if not phone or not codes or is_over_limit(session, source):
        return
    rows = select(UrgentStep).join(UrgentTarget).where(
        UrgentStep.reply_code.in_(codes), UrgentStep.at > clock.now() - rules.LINK_LIVES
    )  # fmt: skip
    asked = session.scalars(rows.where(UrgentStep.phone == phone).order_by(UrgentStep.id)).all()
    for step in asked:
        confirm_step(session, step, "sms")
    if not asked:
        waits = UrgentTarget.state.in_(OPEN), UrgentStep.confirmed_at.is_(None)
        for step in session.scalars(rows.where(*waits).order_by(UrgentStep.id)):
            _note_unproven(session, step, phone)
        count_misses(session, source, len(codes))


def _note_unproven(session: Session, step: UrgentStep, phone: str) -> None:
    step.unproven_phone, step.unproven_at = phone, clock.now()
    target = step.target
    by = person_name(session, step.person_id) if step.person_id is not None else ""
    subject = Subject("urgent_target", target.id, target.alert.record_id)
    values = {"name": target.name, "by": by, "phone": phone}
    agency_id = target.alert.agency_id
    record(session, None, "urgent.unproven", subject, agency_id=agency_id, **values)


# -- In the office ---------------------------------------------------------------------------------


def note_opened(session: Session, record_id: int, actor: Actor) -> None:
    """Whoever was asked has the document before them: they know of it."""
    steps = session.scalars(queries.asked_of(actor.person_id, record_id)).all()
    for step in steps:
        confirm_step(session, step, "app")


# -- By telephone ----------------------------------------------------------------------------------


def note_call(
    session: Session, actor: Actor, target_id: int, person_id: int, outcome: str
) -> UrgentTarget:
    """Record whom the actor phoned, and what came of it; whoever was reached has confirmed.

    Raises NotFound for whoever may not phone, or Refused.
    """
    target = queries.get_target(session, target_id, for_update=True)
    if not queries.may_phone(session, actor, target.alert):
        raise NotFound
    if outcome not in rules.OUTCOME_WORDS:
        raise Refused(Problem(N_("Say whether they were reached.")))
    if person_id not in queries.people_to_phone(session, [target.id]).get(target.id, ()):
        raise Refused(Problem(N_("This person does not stand on the call list.")))
    if target.state not in OPEN:
        raise Refused(Problem(N_("It is confirmed or ended meanwhile: nobody need be phoned.")))
    call = UrgentCall(target_id=target.id, person_id=person_id, outcome=outcome)
    call.called_by_id = actor.person_id
    session.add(call)
    subject = Subject("urgent_target", target.id, target.alert.record_id)
    word = rules.OUTCOME_WORDS[outcome]
    names = {"by": person_name(session, person_id), "name": target.name}
    record(session, actor, "urgent.phoned", subject, agency_id=None, outcome_word=word, **names)
    if outcome == "reached":
        _confirm(session, target, person_id, "phone", actor)
    return target
