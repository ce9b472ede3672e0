"""Reading for notices and text messages: who is to hear of something, and what was sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, true
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import ME, RECORD, given
from app.core.counting import Counting
from app.core.lists import FIRST, Everything, Listing, Page, Place, among
from app.core.policy import Actor
from app.core.text import N_
from app.messages.filters import SmsFilter
from app.messages.models import SENT_AGAIN, GatewayState, LocalSms, Notice, SmsMessage
from app.messages.rules import SLOW_AFTER, SLOW_WITHIN, GatewayHealth
from app.organisation.models import Agency, Person, Post
from app.organisation.queries import valid_on
from app.records.policy import is_readable, may_read
from app.records.queries import readers_of

MOST = 30


UNREAD: Counting = select(func.count()).where(Notice.person_id == ME, Notice.read_at.is_(None))
"""How many notices this person has not read."""


HAS_UNREAD = exists().where(
    Notice.record_id == RECORD, Notice.person_id == ME, Notice.read_at.is_(None)
)
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
    ),
    within=(Notice.person_id == ME,),
    where={},
)


def notices(session: Session, actor: Actor, place: Place = FIRST) -> Page[NoticeRow]:
    """This person's notices, newest first."""
    found = NOTICES.page(session, actor, Everything(), place)
    return found.of(lambda rows: [NoticeRow(*row) for row in rows])


def may_follow(session: Session, actor: Actor, notice: Notice) -> bool:
    """The same for one notice: whether its address leads anywhere for this actor."""
    if notice.record_id is None:
        return True
    return may_read(actor, readers_of(session, notice.record_id))


@dataclass(frozen=True)
class SmsRow:
    """A text message with the name of whom it went to."""

    id: int
    person_name: str
    phone: str
    text: str
    segments: int
    state: str
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None
    record_id: int | None
    is_readable: bool
    """It quotes the document, so only the document's readers may see its words."""


def sms_of(session: Session, record_id: int) -> list[SmsRow]:
    """The text messages about this record, oldest first, for one of its readers."""
    return sms_rows(session.execute(_SMS_OF, {"record_id": record_id}).all())


def _sms(is_readable: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(
        SmsMessage.id,
        Person.name,
        SmsMessage.phone,
        SmsMessage.text,
        SmsMessage.segments,
        SmsMessage.state,
        SmsMessage.attempts,
        SmsMessage.error,
        SmsMessage.created_at,
        SmsMessage.sent_at,
        SmsMessage.record_id,
        is_readable,
    ).join(Person, Person.id == SmsMessage.person_id)


_QUOTES_READABLE = or_(SmsMessage.record_id.is_(None), is_readable(SmsMessage.record_id))
"""The words of a message are for those who may read the document it quotes."""

SMS = Listing(
    name="messages.sms",
    title=N_("Text messages"),
    filter=SmsFilter,
    id=SmsMessage.id,
    rows=_sms(_QUOTES_READABLE),
    where={"tab": among({"all": true(), "failed": SmsMessage.state.in_(("failed", "unknown"))})},
    counted=("failed",),
)


def sms_rows(rows: Sequence[Any]) -> list[SmsRow]:
    return [SmsRow(*row) for row in rows]


@dataclass(frozen=True)
class LocalRow:
    """What the local gateway took, of a message of ours."""

    at: datetime
    phone: str
    text: str
    is_readable: bool


def local_sms(session: Session, actor: Actor) -> list[LocalRow]:
    """What the local gateway took, newest first; each is known by the message it came from."""
    is_its_message = func.rtrim(SmsMessage.key, SENT_AGAIN) == func.rtrim(
        LocalSms.request_id, SENT_AGAIN
    )
    rows = (
        select(LocalSms.at, LocalSms.phone, LocalSms.text, _QUOTES_READABLE)
        .join(SmsMessage, is_its_message)
        .order_by(LocalSms.at.desc())
        .limit(MOST)
    )
    return [LocalRow(*row) for row in session.execute(rows, given(actor))]


def health_of_gateways(session: Session, reporting: Collection[str]) -> dict[str, GatewayHealth]:
    """By name. Only of those that report is it known whether what they took arrived."""
    unreported = _unreported(session) if reporting else {}
    return {
        state.name: GatewayHealth(
            state.failures,
            state.failed_at,
            unreported.get(state.name, 0) if state.name in reporting else 0,
        )
        for state in session.scalars(select(GatewayState))
    }


def waiting_sms(session: Session, before: datetime) -> tuple[int, datetime | None]:
    """How many messages of before this moment have not left, and since when the first waits."""
    waiting = SmsMessage.state.in_(("queued", "sending")), SmsMessage.created_at < before
    rows = select(func.count(), func.min(SmsMessage.created_at)).where(*waiting)
    return session.execute(rows).one()


def errors_of_gateways(session: Session) -> dict[str, str]:
    """What each answered last, where that was no success."""
    return dict(session.execute(select(GatewayState.name, GatewayState.error)).all())


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


def phones(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    rows = select(Person.id, Person.phone).where(Person.id.in_(set(person_ids)))
    return dict(session.execute(rows.order_by(Person.id)).all())


def agency_short_name(session: Session, agency_id: int) -> str:
    return session.scalar(select(Agency.short_name).where(Agency.id == agency_id)) or ""


_SMS_OF = _sms(true()).where(SmsMessage.record_id == RECORD).order_by(SmsMessage.id).limit(MOST)
