"""Delegations of a post that has not ended: they go on in the post that follows it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import literal, null, select, update
from sqlalchemy.orm import Session

from app.core.asking import TODAY
from app.core.feature import Holding
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Delegation, Person, Post


def hand_delegations(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    changed = update(Delegation).where(Delegation.id.in_(ids))
    session.execute(changed.values(post_id=int(target[1:])))
    session.expire_all()


_ROWS: Any = (
    select(Delegation.id, literal(0), null(), Person.name, null(), literal(""))
    .join(Post, Post.id == Delegation.post_id)
    .join(Person, Person.id == Delegation.to_person_id)
    .where(Delegation.revoked_at.is_(None), Delegation.ends_on >= TODAY)
)
HOLDINGS = (
    Holding(
        name="organisation.delegations",
        words=N_("Delegations of the post"),
        of="o",
        rows=_ROWS,
        id=Delegation.id,
        agency_id=Post.agency_id,
        held_by=lambda number: Delegation.post_id == number,
        move=hand_delegations,
        icon="person-badge",
    ),
)
