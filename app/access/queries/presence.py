"""Who is there to do what waits for them, said as SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.models import Account
from app.organisation.models import Agency, Delegation, Post, Unit
from app.organisation.queries.validity import running_on, valid_on

IdColumn = Any
"""A column that names a person, or a unit."""


def holds_post(person_id: IdColumn) -> ColumnElement[bool]:
    """Has some post today, whichever it is."""
    post = aliased(Post)
    return exists().where(post.person_id == person_id, valid_on(post))


def may_sign_in(person_id: IdColumn) -> ColumnElement[bool]:
    """Has an account in use."""
    return exists().where(Account.person_id == person_id, Account.disabled_at.is_(None))


def is_shut_out(person_id: IdColumn) -> ColumnElement[bool]:
    """Has an account that was taken out of use."""
    return exists().where(Account.person_id == person_id, Account.disabled_at.is_not(None))


def has_head(unit_id: IdColumn) -> ColumnElement[bool]:
    """Somebody heads the unit today, or acts in the head's post, and may sign in."""
    post = aliased(Post)
    acting = exists().where(
        Delegation.post_id == post.id, running_on(), may_sign_in(Delegation.to_person_id)
    )
    return exists().where(
        post.unit_id == unit_id,
        post.is_head,
        valid_on(post),
        or_(may_sign_in(post.person_id), acting),
    )


HEADLESS = (
    select(Unit.id, Unit.name, Agency.short_name)
    .join(Agency, Agency.id == Unit.agency_id)
    .where(valid_on(Unit), valid_on(Agency), ~has_head(Unit.id))
    .order_by(Agency.id, Unit.position, Unit.id)
)
"""Units of today that nobody heads, with the short names of their agencies."""


def one_of_each_role(session: Session) -> Sequence[int]:
    """A person for every role that somebody holds today: to look at the office as they do."""
    there = valid_on(Post), may_sign_in(Post.person_id)
    rows = select(func.min(Post.person_id)).where(*there).group_by(Post.role_code)
    return sorted(set(session.scalars(rows)))


def head_of_last_unit(session: Session, person_id: int, agency_id: int) -> int | None:
    """Who heads the unit of this person's last post in the agency, may sign in, and is another."""
    own, heads = aliased(Post), aliased(Post)
    last = (
        select(own.unit_id)
        .where(own.person_id == person_id, own.agency_id == agency_id, own.unit_id.is_not(None))
        .order_by(own.valid_to.is_(None).desc(), own.valid_to.desc(), own.id.desc())
        .limit(1)
    )
    in_place = valid_on(heads), may_sign_in(heads.person_id), heads.person_id != person_id
    head = select(heads.person_id).where(heads.unit_id.in_(last), heads.is_head, *in_place)
    return session.scalar(head.order_by(heads.id).limit(1))
