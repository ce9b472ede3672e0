"""Who is there to do what waits for them, said as SQL."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import aliased

from app.access.models import Account
from app.organisation.models import Delegation, Post
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
