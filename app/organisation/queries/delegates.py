"""Who acts for whom today."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.organisation.models import Delegation, Post
from app.organisation.queries.validity import running_on


def acting_for(session: Session, person_ids: Iterable[int]) -> set[int]:
    """These persons, and those to whom they have delegated their posts today."""
    person_ids = set(person_ids)
    return person_ids | set(session.scalars(_ACTING, {"people": list(person_ids)}))


_ACTING = (
    select(Delegation.to_person_id)
    .join(Post, Post.id == Delegation.post_id)
    .where(Post.person_id.in_(bindparam("people", expanding=True)), running_on())
)
