"""Reading for who is to hear of something: where they are reached, and how they wish it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.access.queries import languages_of
from app.core import clock
from app.core.feature import SMS
from app.core.policy import Actor
from app.messages.models import ContactCode, Delivery, Wishes, in_trouble
from app.messages.rules import phone_number
from app.organisation.models import Person, Post
from app.organisation.queries import valid_on


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
    refuses_mail: bool = False
    """Mail to the address comes back: none is sent there."""

    @property
    def takes_mail(self) -> bool:
        return bool(self.email) and not self.refuses_mail


_NO_POST = None, None


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
        select(Person.id, Person.name, Person.phone, Person.email, Person.email_refused_at)
        .where(Person.id.in_(set(person_ids)))
        .order_by(Person.id)
    )
    return [
        Reached._make(
            (*row[:4], spoken.get(row.id, "vi"), *posts.get(row.id, _NO_POST), row[4] is not None)
        )
        for row in session.execute(rows)
    ]


@dataclass(frozen=True)
class Contacts:
    """Where one person is reached, what is known of that, and what waits for a code."""

    phone: str
    phone_confirmed_at: datetime | None
    email: str
    email_confirmed_at: datetime | None
    email_refused_at: datetime | None
    email_refusal: str
    asked: Mapping[str, ContactCode]
    """By way, what a code was sent to that may still be said."""


def contacts_of(session: Session, person_id: int) -> Contacts:
    columns = (Person.phone, Person.phone_confirmed_at, Person.email, Person.email_confirmed_at)
    more = Person.email_refused_at, Person.email_refusal
    row = session.execute(select(*columns, *more).where(Person.id == person_id)).one()
    codes = select(ContactCode).where(
        ContactCode.person_id == person_id, ContactCode.ends_at > clock.now()
    )
    return Contacts(*row, {one.way: one for one in session.scalars(codes)})


class Refusing(NamedTuple):
    """Whoever gets no e-mail any more, what a mail server said and when."""

    id: int
    email: str
    said: str
    since: datetime


MOST_REFUSING = 200


def refusing_mail(session: Session) -> list[Refusing]:
    """The longest first."""
    columns = Person.id, Person.email, Person.email_refusal, Person.email_refused_at
    rows = select(*columns).where(Person.email_refused_at.is_not(None))
    longest = rows.order_by(Person.email_refused_at, Person.id).limit(MOST_REFUSING)
    return [Refusing._make(row) for row in session.execute(longest)]


class RefusedText(NamedTuple):
    """The last text to the number of a person, which was sent in vain."""

    person_id: int
    name: str
    address: str
    error: str
    at: datetime


_later = aliased(Delivery)
_IS_LAST = ~exists().where(
    _later.person_id == Delivery.person_id,
    _later.channel == Delivery.channel,
    _later.id > Delivery.id,
    _later.state.in_(("sent", "delivered", "failed")),
)
_REFUSED = (
    select(
        *(Delivery.person_id, Person.name, Delivery.address, Delivery.error, Delivery.at),
        Person.phone,
    )
    .join(Person, Person.id == Delivery.person_id)
    .where(in_trouble(), Delivery.state == "failed", Delivery.channel == SMS)
    .where(Delivery.at > bindparam("since"), Delivery.attempts > 0, _IS_LAST)
    .order_by(Delivery.at)
)


def refused_texts(session: Session, since: datetime) -> list[RefusedText]:
    """Sent after this moment, to the number that still stands with whom it was for."""
    return [
        RefusedText._make(row[:-1])
        for row in session.execute(_REFUSED, {"since": since})
        if row.address == phone_number(row.phone)
    ]


def persons_at(session: Session, phone: str) -> list[int]:
    """Whose mobile number this is ("84912345678"), however it was written."""
    ending = f"%{phone[-2:]}"
    rows = select(Person.id, Person.phone).where(Person.phone.like(ending))
    return [number for number, written in session.execute(rows) if phone_number(written) == phone]


def unit_of(session: Session, person_id: int) -> int | None:
    """The unit that pays for what this person causes."""
    return next((one.unit_id for one in reached(session, (person_id,))), None)


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
