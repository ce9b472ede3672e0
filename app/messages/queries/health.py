"""How gateways did lately, and what waits to leave."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import constant
from app.core.feature import EMAIL, SMS
from app.messages.models import Delivery, GatewayState, SmsMessage
from app.messages.rules import (
    REPORTS_LOOKED_AT,
    SLOW_AFTER,
    SLOW_WITHIN,
    GatewayHealth,
    delivers_in,
)


def health_of_gateways(session: Session, reporting: Collection[str]) -> dict[str, GatewayHealth]:
    """By name. Only of those that report is it known whether what they took arrived."""
    unreported = _unreported(session) if reporting else {}
    return {
        state.name: GatewayHealth(
            *(state.failures, state.failed_at, state.taken_at, state.error),
            unreported.get(state.name, 0) if state.name in reporting else 0,
            _delivers_in(session, state.name) if state.name in reporting else None,
        )
        for state in session.scalars(select(GatewayState))
    }


def _delivers_in(session: Session, name: str) -> timedelta | None:
    """By its last reports; those of long ago say nothing of today."""
    since = clock.now() - SLOW_WITHIN
    rows = (
        select(SmsMessage.sent_at, SmsMessage.delivered_at)
        .where(SmsMessage.channel == constant(SMS), SmsMessage.gateway == name)
        .where(SmsMessage.sent_at >= since, SmsMessage.delivered_at.is_not(None))
        .order_by(SmsMessage.delivered_at.desc())
        .limit(REPORTS_LOOKED_AT)
    )
    times = session.execute(rows).all()
    return delivers_in([arrived - left for left, arrived in times if left and arrived])


def reports_come(session: Session, name: str) -> bool:
    """Whether any of the last messages that this gateway took was reported on."""
    last = (
        select(SmsMessage.state)
        .where(SmsMessage.channel == constant(SMS), SmsMessage.gateway == name)
        .where(SmsMessage.sent_at.is_not(None))
        .order_by(SmsMessage.sent_at.desc())
        .limit(REPORTS_LOOKED_AT)
    )
    return any(state in ("delivered", "failed") for state in session.scalars(last))


def waiting(session: Session, before: datetime) -> tuple[int, datetime | None]:
    """How many e-mails and text messages should have left before this moment, and since when."""
    due = func.coalesce(Delivery.not_before, Delivery.at)
    rows = select(func.count(), func.min(due)).where(
        Delivery.channel.in_((SMS, EMAIL)), Delivery.state.in_(("queued", "sending")), due < before
    )
    return session.execute(rows).one()


def text_states(session: Session, keys: Collection[str]) -> dict[str, str]:
    """How far each of these texts got, by the key it was sent with."""
    rows = select(SmsMessage.key, SmsMessage.state).where(SmsMessage.key.in_(keys))
    return dict(session.execute(rows).all())


def has_not_failed(key: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a text with this key was sent, or still may be."""
    sent = exists().where(SmsMessage.key == key, SmsMessage.state != "failed")
    return sent.correlate_except(SmsMessage)


def segments_since(session: Session, record_ids: Select[int], begins: datetime) -> int:
    """Of all texts about these records."""
    rows = select(func.sum(SmsMessage.segments)).where(
        SmsMessage.record_id.in_(record_ids), SmsMessage.at >= begins
    )
    return session.scalar(rows) or 0


def _unreported(session: Session) -> dict[str, int]:
    now = clock.now()
    lately = SmsMessage.sent_at.between(now - SLOW_WITHIN, now - SLOW_AFTER)
    is_waiting = case((SmsMessage.state == "sent", 1), else_=0)
    has_arrived = case((SmsMessage.state == "delivered", 1), else_=0)
    rows = (
        select(SmsMessage.gateway, func.sum(is_waiting))
        .where(lately)
        .group_by(SmsMessage.gateway)
        .having(func.sum(has_arrived) == 0)
    )
    return dict(session.execute(rows).all())
