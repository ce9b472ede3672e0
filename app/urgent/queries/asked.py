"""Who is asked to confirm what, and who may phone whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select
from sqlalchemy.orm import Session

from app.core.asking import ME, RECORD
from app.core.errors import NotFound
from app.core.policy import Actor
from app.messages.queries import has_not_failed
from app.outgoing.queries.naming import became
from app.urgent import policy
from app.urgent.models import CALLING, CLIMBING, UrgentAlert, UrgentStep, UrgentTarget
from app.urgent.queries.chain import on_duty


class Asked(NamedTuple):
    """A receiver who is being asked already, by which sending."""

    source: str
    name: str
    alert_id: int
    sent_at: datetime


def being_asked(session: Session, record_id: int) -> list[Asked]:
    """Receivers of this record whose answer is awaited, the newest sending first."""
    rows = (
        select(UrgentTarget.source, UrgentTarget.name, UrgentAlert.id, UrgentAlert.sent_at)
        .join(UrgentAlert)
        .where(UrgentAlert.record_id == record_id, UrgentTarget.state.in_((CLIMBING, CALLING)))
        .order_by(UrgentAlert.id.desc(), UrgentTarget.id)
    )
    return [Asked(*row) for row in session.execute(rows)]


def _is_about(record_id: object) -> ColumnElement[bool]:
    """The record itself, or what it became at its receiver."""
    copy = UrgentTarget.recipient_id.in_(became(record_id))
    return or_(UrgentAlert.record_id == record_id, copy)


def _asked(person: object, record_id: object) -> Select[UrgentStep]:
    return (
        select(UrgentStep)
        .join(UrgentTarget, UrgentTarget.id == UrgentStep.target_id)
        .join(UrgentAlert, UrgentAlert.id == UrgentTarget.alert_id)
        .where(
            UrgentStep.person_id == person,
            UrgentStep.confirmed_at.is_(None),
            UrgentTarget.state != "ended",
            _is_about(record_id),
        )
        .order_by(UrgentStep.id)
    )


ASKED_HERE = exists(_asked(ME, RECORD).order_by(None).with_only_columns(UrgentStep.id))
"""Whether this person was asked to confirm RECORD, and has not."""


_KEY = (
    literal("climb:")
    + cast(UrgentTarget.id, String)
    + literal(":")
    + cast(UrgentStep.person_id, String)
)
_OF_THIS_STEP = and_(
    UrgentStep.target_id == UrgentTarget.id,
    UrgentStep.step == UrgentTarget.step,
    UrgentStep.skipped == "",
)
HAS_FAILED = ~exists(
    select(UrgentStep.id).where(_OF_THIS_STEP, has_not_failed(_KEY)).correlate(UrgentTarget)
)
"""Whether every message of the step that a receiver stands at has failed."""


def asked_of(person_id: int, record_id: int) -> Select[UrgentStep]:
    """Steps in which this person was asked to confirm this record, and has not."""
    return _asked(person_id, record_id)


def get_target(session: Session, target_id: int, *, for_update: bool = False) -> UrgentTarget:
    """This receiver of an urgent message; raises NotFound."""
    found = session.get(UrgentTarget, target_id, with_for_update=for_update or None)
    if found is None:
        raise NotFound
    return found


def may_phone(session: Session, actor: Actor, alert: UrgentAlert) -> bool:
    """Whoever sent it, keeps the call list of its agency, or is on duty there now."""
    if actor.person_id == alert.sent_by_id:
        return True
    return policy.may_call(actor, alert.agency_id, on_duty(session, alert.agency_id))


def people_to_phone(session: Session, target_ids: Sequence[int]) -> dict[int, list[int]]:
    """By receiver everybody of its chain, told or not, each once, in the order of the chain."""
    rows = select(UrgentStep.target_id, UrgentStep.person_id).where(
        UrgentStep.target_id.in_(target_ids), UrgentStep.person_id.is_not(None)
    )
    found: dict[int, dict[int, None]] = {}
    for target_id, person_id in session.execute(rows.order_by(UrgentStep.id)):
        found.setdefault(target_id, {})[person_id or 0] = None
    return {target_id: list(people) for target_id, people in found.items()}
