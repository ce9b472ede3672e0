"""Reading for notices and text messages: who is to hear of something, and what was sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, true
from sqlalchemy.orm import Session

from app.access.queries import languages_of
from app.core import clock
from app.core.asking import ME, RECORD, given
from app.core.counting import Counting
from app.core.db import constant
from app.core.feature import EMAIL, NOTICE, SMS
from app.core.lists import FIRST, Everything, Listing, Page, Place, among
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.core.text import N_
from app.correspondence.queries.sequels import sequels_of
from app.messages.filters import SmsFilter
from app.messages.models import (
    SENT_AGAIN,
    Delivery,
    GatewayState,
    LocalSms,
    Notice,
    SmsMessage,
    Wishes,
    in_trouble,
)
from app.messages.rules import (
    REPORTS_LOOKED_AT,
    SLOW_AFTER,
    SLOW_WITHIN,
    GatewayHealth,
    delivers_in,
    phone_number,
)
from app.organisation.models import Agency, Person, Post, Unit
from app.organisation.queries import valid_on
from app.records.policy import is_readable, may_read
from app.records.queries import readers_of

MOST = 30


_UNREAD = Notice.channel == constant(NOTICE), Notice.person_id == ME, Notice.read_at.is_(None)

UNREAD: Counting = select(func.count()).where(*_UNREAD)
"""How many notices this person has not read."""


HAS_UNREAD = exists().where(Notice.record_id == RECORD, *_UNREAD)
"""Whether this person was told something of RECORD that they have not read."""


def unread_count(session: Session, actor: Actor) -> int:
    return session.scalar(UNREAD, given(actor)) or 0


class NoticeRow(NamedTuple):
    """A notice as its person may see it today."""

    id: int
    message: str
    values: dict[str, Any]
    at: datetime
    read_at: datetime | None
    is_readable: bool
    """Whether the record it speaks of may still be read: its words are for readers alone."""
    sequels: Sequels
    """What followed the document since."""


NOTICES = Listing(
    name="messages.index",
    title=N_("Notices"),
    filter=Everything,
    id=Notice.id,
    rows=select(
        Notice.id,
        Notice.message,
        Notice.values,
        Notice.at,
        Notice.read_at,
        or_(Notice.record_id.is_(None), is_readable(Notice.record_id)),
        Notice.record_id,
    ),
    within=(Notice.channel == constant(NOTICE), Notice.person_id == ME),
    where={},
)


def notices(session: Session, actor: Actor, place: Place = FIRST) -> Page[NoticeRow]:
    """This person's notices, newest first."""
    found = NOTICES.page(session, actor, Everything(), place)
    return found.of(lambda rows: _with_sequels(session, rows))


def _with_sequels(session: Session, rows: Sequence[Any]) -> list[NoticeRow]:
    known = sequels_of(session, {row.record_id for row in rows if row.record_id})
    return [NoticeRow._make((*row[:-1], known.get(row.record_id, ()))) for row in rows]


def may_follow(session: Session, actor: Actor, notice: Notice) -> bool:
    """The same for one notice: whether its address leads anywhere for this actor."""
    if notice.record_id is None:
        return True
    return may_read(actor, readers_of(session, notice.record_id))


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


def wishes_version(session: Session, person_id: int) -> int:
    """Of what this person chose; 0 where they chose nothing."""
    return session.scalar(select(Wishes.version).where(Wishes.person_id == person_id)) or 0


LATELY = timedelta(days=30)


def received_lately(session: Session, actor: Actor) -> dict[str, tuple[int, int]]:
    """By channel: how many messages this person got in the last 30 days, and how many they read."""
    rows = (
        select(Delivery.channel, func.count(), func.count(Delivery.read_at))
        .where(Delivery.person_id == actor.person_id, Delivery.at > clock.now() - LATELY)
        .where(Delivery.state.in_(("sent", "delivered")))
        .group_by(Delivery.channel)
    )
    return {channel: (count, read) for channel, count, read in session.execute(rows)}


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


def waiting(session: Session, before: datetime) -> tuple[int, datetime | None]:
    """How many e-mails and text messages should have left before this moment, and since when."""
    due = func.coalesce(Delivery.not_before, Delivery.at)
    rows = select(func.count(), func.min(due)).where(
        Delivery.channel.in_((SMS, EMAIL)), Delivery.state.in_(("queued", "sending")), due < before
    )
    return session.execute(rows).one()


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


def deputies_of(session: Session, unit_id: int) -> set[int]:
    """Deputies of the head of a unit today."""
    rows = select(Post.person_id).where(Post.unit_id == unit_id, Post.is_deputy, valid_on(Post))
    return set(session.scalars(rows))


class Reached(NamedTuple):
    """Where a person can be told something, and in which language; of their main post, if any."""

    id: int
    name: str
    phone: str
    email: str
    language: str
    agency_id: int | None = None
    unit_id: int | None = None


def reached(session: Session, person_ids: Collection[int]) -> list[Reached]:
    """These persons in order."""
    if not person_ids:
        return []
    post = select(Post.agency_id, Post.unit_id, Post.person_id).where(valid_on(Post))
    posts = {
        person_id: (agency_id, unit_id)
        for agency_id, unit_id, person_id in session.execute(
            post.where(Post.person_id.in_(set(person_ids))).order_by(Post.is_main, Post.id.desc())
        )
    }
    spoken = languages_of(session, person_ids)
    rows = (
        select(Person.id, Person.name, Person.phone, Person.email)
        .where(Person.id.in_(set(person_ids)))
        .order_by(Person.id)
    )
    return [
        Reached(*row, spoken.get(row.id, "vi"), *posts.get(row.id, ()))
        for row in session.execute(rows)
    ]


def persons_at(session: Session, phone: str) -> list[int]:
    """Whose mobile number this is ("84912345678"), however it was written."""
    ending = f"%{phone[-2:]}"
    rows = select(Person.id, Person.phone).where(Person.phone.like(ending))
    return [number for number, written in session.execute(rows) if phone_number(written) == phone]


def unit_of(session: Session, person_id: int) -> int | None:
    """The unit that pays for what this person causes."""
    return next((one.unit_id for one in reached(session, (person_id,))), None)


def agency_short_name(session: Session, agency_id: int) -> str:
    return session.scalar(select(Agency.short_name).where(Agency.id == agency_id)) or ""


_SENT_OF = (
    _deliveries(true())
    .where(Delivery.record_id == RECORD, Delivery.channel != constant(NOTICE))
    .order_by(Delivery.id)
    .limit(MOST)
)
