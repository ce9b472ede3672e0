"""Beginning urgent messages, and having them climb until somebody confirms."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.db import SessionFactory, insert_into, reading, transaction
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.messages.catalogue import urgent_occasion
from app.messages.queries import reached
from app.messages.service import notify, queue_sms, settle
from app.organisation.queries.bodies import agency_short_name
from app.urgent import rules
from app.urgent.models import CALLING, CLIMBING, ENDED, UrgentAlert, UrgentStep, UrgentTarget
from app.urgent.queries import HAS_FAILED
from app.urgent.queries.chain import (
    LINE,
    Place,
    Step,
    handed_on,
    on_duty,
    place_of_line,
    step_at,
    steps_of,
)
from app.urgent.settings import ADDRESS, HOTLINE, MINUTES, TEXT

AT_ONCE = 200
"""So many due chains are looked at in one round; the rest in the next, seconds later."""
NOBODY_CONFIRMED = N_("Nobody of %(name)s confirmed an urgent message: phone them")


def begun(session: Session, key: str) -> UrgentAlert | None:
    return session.scalar(select(UrgentAlert).where(UrgentAlert.key == key).with_for_update())


def begin(
    session: Session, alert: UrgentAlert, places: Sequence[Place], wait: timedelta = timedelta(0)
) -> list[UrgentTarget]:
    """Ask each of these places that was not asked in this sending before, once.

    The first messages leave after `wait`, within which whoever acted may take it back.
    """
    begun_with = []
    for place in places:
        values = {
            "alert_id": alert.id, "source": place.source, "name": place.name,
            "agency_id": place.agency_id, "unit_id": place.unit_id, "person_id": place.person_id,
            "recipient_id": place.recipient_id, "state": CLIMBING, "step": -1,
            "next_at": clock.now(), "confirmed_how": "", "ended_why": "",
        }  # fmt: skip
        row = insert_into(session, UrgentTarget).values(values).on_conflict_do_nothing()
        made = session.scalar(row.returning(UrgentTarget.id))
        if made is not None:
            target = session.get_one(UrgentTarget, made)
            climb(session, alert, target, clock.now() + wait)
            begun_with.append(target)
    return begun_with


def place_of(target: UrgentTarget) -> Place:
    return Place(
        target.source, target.name, target.agency_id, target.unit_id, target.person_id,
        target.recipient_id,
    )  # fmt: skip


def climb(
    session: Session, alert: UrgentAlert, target: UrgentTarget, leaves_at: datetime | None = None
) -> None:
    """To the next step that reaches somebody, or to the call list. The target's row is held."""
    told = set(
        session.scalars(
            select(UrgentStep.person_id).where(
                UrgentStep.target_id == target.id, UrgentStep.skipped == ""
            )
        )
    )
    is_first, place = target.step < 0, place_of(target)
    while target.step + 1 < len(steps_of(session, alert)):
        target.step += 1
        step = step_at(session, alert, place, target.step, {one for one in told if one})
        _tell(session, alert, target, step, leaves_at or clock.now())
        if step.reached:
            target.next_at = clock.now() + step_length(session, alert)
            if not is_first:
                word = rules.ROLE_WORDS[step.role]
                _note(session, target, alert, "urgent.climbed", role_word=word)
            return
    _call(session, alert, target)


def step_length(session: Session, alert: UrgentAlert) -> timedelta:
    """How long a step is waited for, by the urgency."""
    setting = MINUTES[max(1, alert.urgency)]
    return timedelta(minutes=value(session, setting, alert.agency_id))


def _call(session: Session, alert: UrgentAlert, target: UrgentTarget) -> None:
    """Nobody is left to write to: people are phoned, by whoever is on duty and who sent it."""
    target.state, target.next_at, target.calling_since = CALLING, None, clock.now()
    _note(session, target, alert, "urgent.calling")
    pages = {alert.sent_by_id: f"/urgent/{alert.id}"}  # the list of all opens to few
    pages |= {on_duty(session, alert.agency_id): "/urgent/calls"}
    for person_id, path in pages.items():
        if person_id is not None:
            notify(session, {person_id}, _called(target), NOBODY_CONFIRMED, path, name=target.name)


def _tell(
    session: Session, alert: UrgentAlert, target: UrgentTarget, step: Step, leaves_at: datetime
) -> None:
    for told in step.people:
        row = UrgentStep(target_id=target.id, step=step.number, role=step.role)
        row.skipped, row.person_id = told.skipped, told.one.person_id if told.one else None
        session.add(row)
        if told.one is None or told.skipped:
            continue
        row.phone, code = told.one.number, rules.new_link_code()
        row.link_hash = rules.hash_of(code)
        row.reply_code = rules.new_reply_code(_codes_of(session, row.phone))
        text = text_for(session, alert, code, row.reply_code)
        key = f"{_climbs(target)}:{told.one.person_id}"
        (person,) = reached(session, [told.one.person_id])
        queue_sms(
            session,
            person,
            key=key,
            text=text,
            record_id=alert.record_id,
            occasion=urgent_occasion(alert.urgency).name,
            not_before=leaves_at,
            agency_id=alert.agency_id,
            is_flash=True,
            secrets=(code, row.reply_code),
        )
    session.flush()


def _codes_of(session: Session, phone: str) -> set[str]:
    """The codes by which this telephone may still answer other messages."""
    rows = select(UrgentStep.reply_code).where(
        UrgentStep.phone == phone, UrgentStep.at > clock.now() - rules.LINK_LIVES
    )
    return set(session.scalars(rows))


def text_for(session: Session, alert: UrgentAlert, link_code: str, reply_code: str) -> str:
    """What one person is sent."""
    address = value(session, ADDRESS, None).split("://")[-1]
    told = rules.Told(
        agency=agency_short_name(session, alert.agency_id),
        urgency=max(1, alert.urgency),
        link=f"{address}/x/{link_code}" if address else "",
        code=reply_code,
        hotline=value(session, HOTLINE, alert.agency_id),
    )
    return rules.message(value(session, TEXT, alert.agency_id), told, accented=alert.accented)


def _note(
    session: Session, target: UrgentTarget, alert: UrgentAlert, action: str, **values: str
) -> None:
    subject = Subject("urgent_target", target.id, alert.record_id)
    record(session, None, action, subject, agency_id=alert.agency_id, name=target.name, **values)


def _climbs(target: UrgentTarget) -> str:
    """What its messages ask for: settled, those that have not left yet are called off."""
    return f"climb:{target.id}"


def _called(target: UrgentTarget) -> str:
    return f"calling:{target.id}"


def settle_target(session: Session, target: UrgentTarget) -> None:
    """Nobody is asked any more: messages that wait are called off, notices count as read."""
    settle(session, (_climbs(target), _called(target)))


# -- By the clock ----------------------------------------------------------------------------------


def climb_all(factory: SessionFactory) -> None:
    """Every chain whose step is over climbs by one, each in a transaction of its own."""
    with reading(factory) as session:
        is_due = or_(UrgentTarget.next_at <= clock.now(), HAS_FAILED)
        rows = select(UrgentTarget.id).where(UrgentTarget.state == CLIMBING, is_due)
        due = session.scalars(rows.order_by(UrgentTarget.next_at).limit(AT_ONCE)).all()
        handed = handed_on(session)
    for target_id in due:
        with transaction(factory) as session:
            _climb_if_due(session, target_id)
    for target_id in handed:
        with transaction(factory) as session:
            _ask_new_holder(session, target_id)


def _ask_new_holder(session: Session, target_id: int) -> None:
    """The line was handed over: whoever gave it away is asked no more, its holder now is, from the
    first step on."""
    target = session.get_one(UrgentTarget, target_id, with_for_update=True)
    place = place_of_line(session, int(target.source.removeprefix(LINE)))
    if place is None or target.state not in (CLIMBING, CALLING):
        return
    end(session, [target.id], "taken_off")
    target.source = f"{target.source}:{target.id}"
    session.flush()
    begin(session, target.alert, [place])


def _climb_if_due(session: Session, target_id: int) -> None:
    """Another worker, or a confirmation in the same second, may have been quicker."""
    target = session.get_one(UrgentTarget, target_id, with_for_update=True)
    if target.state == CLIMBING and (_is_over(target) or _has_failed(session, target)):
        climb(session, target.alert, target)


def _is_over(target: UrgentTarget) -> bool:
    return target.next_at is not None and target.next_at <= clock.now()


def _has_failed(session: Session, target: UrgentTarget) -> bool:
    """No message of this step reaches anybody: its minutes need not be waited for."""
    rows = select(UrgentTarget.id).where(UrgentTarget.id == target.id, HAS_FAILED)
    return session.scalar(rows) is not None


# -- What ends a chain -----------------------------------------------------------------------------


def end(session: Session, target_ids: Sequence[int], why: str, actor: Actor | None = None) -> None:
    """Ask nobody any more, where nobody has confirmed yet; `why` is a key of rules.WHY_WORDS."""
    rows = select(UrgentTarget).where(
        UrgentTarget.id.in_(target_ids), UrgentTarget.state.in_((CLIMBING, CALLING))
    )
    for target in session.scalars(rows.order_by(UrgentTarget.id).with_for_update()):
        target.state, target.next_at = ENDED, None
        target.ended_at, target.ended_why = clock.now(), why
        settle_target(session, target)
        _note(session, target, target.alert, "urgent.ended", why_word=rules.WHY_WORDS[why])
