"""Reading for what left the house, what became of each message, and what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import RECORD, given
from app.core.db import constant
from app.core.feature import EMAIL, NOTICE, SMS
from app.core.lists import Listing, among
from app.core.policy import Actor
from app.core.text import N_
from app.messages.filters import SmsFilter
from app.messages.models import (
    SENT_AGAIN,
    Delivery,
    LocalSms,
    SmsMessage,
    in_trouble,
)
from app.organisation.models import Agency, Person, Unit
from app.records.policy import is_readable

MOST = 30


@dataclass(frozen=True)
class DeliveryRow:
    """A message with the name of whom it went to, by whatever channel."""

    id: int
    channel: str
    person_name: str
    address: str
    text: str
    message: str
    values: dict[str, Any]
    segments: int
    cost: int
    state: str
    attempts: int
    gateway: str
    error: str
    at: datetime
    not_before: datetime | None
    sent_at: datetime | None
    read_at: datetime | None
    record_id: int | None
    is_readable: bool
    """It quotes the document, so only the document's readers may see its words."""
    person_id: int
    secrets: Sequence[str]
    """Parts of its words that its own person alone may see."""


def sent_of(session: Session, record_id: int) -> list[DeliveryRow]:
    """What left the house about this record, oldest first, for one of its readers."""
    return delivery_rows(session.execute(_SENT_OF, {"record_id": record_id}).all())


def _deliveries(is_readable: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(
        *(Delivery.id, Delivery.channel, Person.name, Delivery.address, Delivery.text),
        *(Delivery.message, Delivery.values, Delivery.segments, Delivery.cost, Delivery.state),
        *(Delivery.attempts, Delivery.gateway, Delivery.error, Delivery.at, Delivery.not_before),
        *(Delivery.sent_at, Delivery.read_at, Delivery.record_id, is_readable),
        *(Delivery.person_id, Delivery.secrets),
    ).join(Person, Person.id == Delivery.person_id)


_QUOTES_READABLE = or_(Delivery.record_id.is_(None), is_readable(Delivery.record_id))
"""The words of a message are for those who may read the document it quotes."""

DELIVERIES = Listing(
    name="messages.sms",
    title=N_("Messages sent"),
    filter=SmsFilter,
    id=Delivery.id,
    rows=_deliveries(_QUOTES_READABLE),
    where={
        "tab": among(
            {
                "all": true(),
                **{one: Delivery.channel == constant(one) for one in (SMS, EMAIL, NOTICE)},
                "failed": in_trouble(),
            }
        )
    },
    counted=("failed",),
)


def delivery_rows(rows: Sequence[Any]) -> list[DeliveryRow]:
    return [DeliveryRow(*row) for row in rows]


@dataclass(frozen=True)
class LocalRow:
    """What the local gateway took, of a message of ours."""

    at: datetime
    phone: str
    text: str
    is_readable: bool
    person_id: int
    secrets: Sequence[str]


def local_sms(session: Session, actor: Actor) -> list[LocalRow]:
    """What the local gateway took, newest first; each is known by the message it came from."""
    is_its_message = func.rtrim(SmsMessage.key, SENT_AGAIN) == func.rtrim(
        LocalSms.request_id, SENT_AGAIN
    )
    rows = (
        select(
            *(LocalSms.at, LocalSms.phone, LocalSms.text, _QUOTES_READABLE),
            *(SmsMessage.person_id, SmsMessage.secrets),
        )
        .join(SmsMessage, is_its_message)
        .order_by(LocalSms.at.desc())
        .limit(MOST)
    )
    return [LocalRow(*row) for row in session.execute(rows, given(actor))]


_SENT_OF = (
    _deliveries(true())
    .where(Delivery.record_id == RECORD, Delivery.channel != constant(NOTICE))
    .order_by(Delivery.id)
    .limit(MOST)
)


class Cost(NamedTuple):
    """What the text messages of one unit cost in one month."""

    month: date
    """Its first day."""
    agency: str
    unit: str
    messages: int
    segments: int
    dong: int


COSTS_KEPT = 12


def costs(session: Session) -> list[Cost]:
    """By month, agency and unit of the last twelve months; what never left costs nothing."""
    this = clock.today().replace(day=1)
    months = [_months_before(this, back) for back in range(COSTS_KEPT)]
    return [cost for month in months for cost in _costs_of(session, month)]


def _months_before(month: date, back: int) -> date:
    number = month.year * 12 + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def _costs_of(session: Session, month: date) -> list[Cost]:
    begins = clock.day_bounds(month)[0]
    ends = clock.day_bounds(_months_before(month, -1))[0]
    rows = (
        select(
            func.coalesce(Agency.short_name, ""),
            func.coalesce(Unit.name, ""),
            func.count(),
            func.sum(SmsMessage.segments),
            func.sum(SmsMessage.cost),
        )
        .select_from(SmsMessage)
        .join(Unit, Unit.id == SmsMessage.unit_id, isouter=True)
        .join(Agency, Agency.id == Unit.agency_id, isouter=True)
        .where(SmsMessage.sent_at >= begins, SmsMessage.sent_at < ends)
        .where(SmsMessage.channel == constant(SMS))
        .group_by(Agency.short_name, Unit.name)
        .order_by(Agency.short_name, Unit.name)
    )
    return [Cost(month, *row) for row in session.execute(rows)]
