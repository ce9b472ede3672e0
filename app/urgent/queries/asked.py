"""Who is asked to confirm what, and who may phone whom."""

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from app.core.asking import ME, RECORD
from app.core.errors import NotFound
from app.core.policy import Actor
from app.outgoing.models import Recipient
from app.urgent import policy
from app.urgent.models import UrgentAlert, UrgentStep, UrgentTarget
from app.urgent.queries.chain import on_duty


def _is_about(record_id: object) -> ColumnElement[bool]:
    """The record itself, or what it became at its receiver."""
    copies = select(Recipient.id).where(Recipient.delivered_id == record_id)
    return or_(UrgentAlert.record_id == record_id, UrgentTarget.recipient_id.in_(copies))


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


def people_to_phone(session: Session, target: UrgentTarget) -> list[int]:
    """Everybody of its chain, told or not, in the order of the chain."""
    rows = select(UrgentStep.person_id).where(
        UrgentStep.target_id == target.id, UrgentStep.person_id.is_not(None)
    )
    found = session.scalars(rows.order_by(UrgentStep.id))
    return list(dict.fromkeys(one for one in found if one is not None))
