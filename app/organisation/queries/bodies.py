"""Small questions about agencies, units, posts and roles that services and forms ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Problem, Refused
from app.core.feature import Question
from app.core.phones import phone_number
from app.core.text import N_
from app.organisation.models import Agency, Delegation, Person, Post, Unit
from app.organisation.queries.agencies import living
from app.organisation.queries.directory import holder_names
from app.organisation.queries.validity import valid_on, valid_within

roles: Question[[Session], list[tuple[str, str]]] = Question("roles a post may have")
"""Their codes and names (message ids)."""
access_keepers: Question[[Session, date], set[int]] = Question("who can keep accounts on a day")
"""There must always be somebody; a change of posts must not go against that."""

belongs_to_leave: Question[[Session, int], bool] = Question("whether a leave made an absence")
"""Such an absence ends with its leave, and what else was given for it."""


def first_agency_id(session: Session, person_id: int) -> int | None:
    """The agency of the person's main post today, or of the last one they held."""
    rows = select(Post.agency_id).where(Post.person_id == person_id)
    today = valid_on(Post)
    return session.scalar(rows.order_by(today.desc(), Post.is_main.desc(), Post.id.desc()).limit(1))


def agencies_of(session: Session, person_id: int) -> list[tuple[int, str]]:
    """Where this person ever held a post, the latest first: work of theirs may lie there still."""
    rows = (
        select(Agency.id, Agency.short_name)
        .join(Post, Post.agency_id == Agency.id)
        .where(Post.person_id == person_id)
        .group_by(Agency.id, Agency.short_name)
        .order_by(func.max(Post.id).desc())
    )
    return [(number, name) for number, name in session.execute(rows)]


def main_post(
    session: Session, person_id: int, agency_id: int, among: ColumnElement[bool] | None = None
) -> Post | None:
    """The post in which this person works in the agency today, of those among which one is asked
    for."""
    rows = select(Post).where(
        Post.person_id == person_id, Post.agency_id == agency_id, valid_on(Post)
    )
    if among is not None:
        rows = rows.where(among)
    return session.scalars(rows.order_by(Post.is_main.desc(), Post.id)).first()


def must_hold_post(session: Session, person_id: int, agency_id: int) -> Post:
    """The same; Refused where there is none."""
    post = main_post(session, person_id, agency_id)
    if post is None:
        raise Refused(Problem(N_("They hold no post here any more.")))
    return post


def person_name(session: Session, person_id: int) -> str:
    return session.scalars(select(Person.name).where(Person.id == person_id)).one()


def works_in(session: Session, person_id: int, agency_id: int | None, day: date) -> bool:
    rows = select(Post.id).where(
        Post.person_id == person_id, Post.agency_id == agency_id, valid_on(Post, day)
    )
    return session.scalar(rows.limit(1)) is not None


class Colleague(NamedTuple):
    """Who works in an agency, with a unit of theirs."""

    id: int
    name: str
    unit: str
    has_phone: bool


def colleagues_in(session: Session, agency_id: int) -> list[Colleague]:
    """Who works in this agency today, by name."""
    rows = (
        select(Person.id, Person.name, func.min(Unit.short_name), Person.phone)
        .join(Post, and_(Post.person_id == Person.id, Post.agency_id == agency_id, valid_on(Post)))
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .group_by(Person.id, Person.name, Person.phone, Person.name_key)
        .order_by(Person.name_key, Person.id)
    )
    return [
        Colleague(number, name, unit or "", phone_number(phone) is not None)
        for number, name, unit, phone in session.execute(rows)
    ]


def units_of(session: Session, person_id: int, agency_id: int) -> set[int | None]:
    """The units in which this person works in the agency today."""
    rows = select(Post.unit_id).where(
        Post.person_id == person_id, Post.agency_id == agency_id, valid_on(Post)
    )
    return set(session.scalars(rows))


def units_of_holders(session: Session, agency_id: int, tokens: Collection[str]) -> dict[str, str]:
    """By token, the name of each unit ("u7"), and of the one in which each person ("p12") works in
    the agency today, first of all."""
    rows = (
        select(Post.person_id, Unit.name)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.agency_id == agency_id, valid_on(Post))
        .order_by(Post.is_main, Post.id.desc())
    )
    people = {f"p{person_id}": name for person_id, name in session.execute(rows)}
    names = holder_names(session, [one for one in tokens if one.startswith("u")])
    return {one: name for one in tokens if (name := names.get(one) or people.get(one))}


def colleagues_of(session: Session, person_id: int, agency_id: int) -> set[int]:
    """Who works today in one of this person's units, or like them above all units."""
    units = units_of(session, person_id, agency_id)
    named = [one for one in units if one is not None]
    beside = Post.unit_id.in_(named)
    above = or_(beside, Post.unit_id.is_(None)) if None in units else beside
    rows = select(Post.person_id).where(Post.agency_id == agency_id, above, valid_on(Post))
    return set(session.scalars(rows))


def headed_by(session: Session, person_id: int) -> set[int]:
    """The units whose head's post this person holds today."""
    rows = select(Post.unit_id).where(
        Post.person_id == person_id, Post.is_head, Post.unit_id.is_not(None), valid_on(Post)
    )
    return set(session.scalars(rows))


def holder_name(session: Session, post_id: int) -> str | None:
    """Who holds, or held, this post; None where there is no such post."""
    rows = select(Person.name).join(Post, Post.person_id == Person.id)
    return session.scalar(rows.where(Post.id == post_id))


def holders_of_posts(session: Session, post_ids: Collection[int]) -> set[int]:
    return set(session.scalars(select(Post.person_id).where(Post.id.in_(post_ids))))


def heads_of_agency(session: Session, agency_id: int) -> set[int]:
    """Who heads it today, or the agency that succeeded it."""
    here = living(session, agency_id)
    rows = select(Post.person_id).where(
        Post.agency_id == here, Post.unit_id.is_(None), Post.is_head, valid_on(Post)
    )
    return set(session.scalars(rows))


@dataclass(frozen=True)
class Issuer:
    """An agency, and perhaps a unit of it, as their papers name them."""

    name: str
    superior_name: str
    collective_name: str
    symbol: str
    place_name: str
    address: str
    unit_symbol: str = ""
    unit_short_name: str = ""


def issuer(session: Session, agency_id: int, unit_id: int | None = None) -> Issuer:
    """What a paper of this agency, drafted in this unit, says of them."""
    agency = session.get_one(Agency, agency_id)
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    return Issuer(
        agency.name,
        agency.superior_name,
        agency.collective_name,
        agency.symbol,
        agency.place_name,
        agency.address,
        unit.symbol if unit is not None else "",
        unit.short_name if unit is not None else "",
    )


def agency_short_name(session: Session, agency_id: int) -> str:
    """Empty where there is no such agency."""
    return session.scalar(select(Agency.short_name).where(Agency.id == agency_id)) or ""


def take_turn_of(session: Session, agency_id: int) -> None:
    """What must not be done twice at once in this agency waits here until the other has ended."""
    session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True))


@dataclass(frozen=True)
class DelegationOfPost:
    """Who acts, or will act, in a post until when."""

    name: str
    ends_on: date


def delegations_of_post(session: Session, post_id: int) -> list[DelegationOfPost]:
    """Delegations of the post that have not ended."""
    rows = (
        select(Person.name, Delegation.ends_on)
        .join(Delegation, Delegation.to_person_id == Person.id)
        .where(
            Delegation.post_id == post_id,
            valid_within(Delegation, clock.today(), None),
            Delegation.revoked_at.is_(None),
        )
        .order_by(Delegation.starts_on)
    )
    return [DelegationOfPost(*row) for row in session.execute(rows)]


def lasting_beyond(
    session: Session, day: date, *, agency_id: int | None = None, unit_id: int | None = None
) -> int:
    """How many units and posts of an agency, or below a unit, go on after this day."""
    goes_on = [or_(kind.valid_to.is_(None), kind.valid_to > day) for kind in (Unit, Post)]
    return _count_within(session, *goes_on, agency_id=agency_id, unit_id=unit_id)


def beginning_before(
    session: Session, day: date, *, agency_id: int | None = None, unit_id: int | None = None
) -> int:
    """How many units and posts of an agency, or below a unit, begin before this day."""
    begins = [kind.valid_from < day for kind in (Unit, Post)]
    return _count_within(session, *begins, agency_id=agency_id, unit_id=unit_id)


def _count_within(
    session: Session,
    such_units: ColumnElement[bool],
    such_posts: ColumnElement[bool],
    *,
    agency_id: int | None,
    unit_id: int | None,
) -> int:
    if unit_id is not None:
        of_units: ColumnElement[bool] = Unit.parent_id == unit_id
        of_posts: ColumnElement[bool] = Post.unit_id == unit_id
    else:
        of_units, of_posts = Unit.agency_id == agency_id, Post.agency_id == agency_id
    units = select(func.count()).where(of_units, such_units).select_from(Unit)
    posts = select(func.count()).where(of_posts, such_posts).select_from(Post)
    return session.scalar(select(units.scalar_subquery() + posts.scalar_subquery())) or 0
