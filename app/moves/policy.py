"""Who may hand over what somebody holds."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Forbidden
from app.core.policy import Actor
from app.organisation.models import Post
from app.organisation.queries import valid_on


def may_hand_over(session: Session, actor: Actor, source: str, agency_id: int) -> bool:
    """A person themselves, whoever heads a unit they work in, and who keeps the organisation.

    What a unit holds is handed over by whoever keeps the organisation alone.
    """
    if actor.may("organisation.manage"):
        return True
    if source.startswith("u") or agency_id != actor.agency_id:
        return False
    person_id = int(source[1:])
    if person_id == actor.person_id:
        return True
    rows = select(Post.unit_id).where(
        Post.person_id == person_id, Post.agency_id == agency_id, valid_on(Post)
    )
    return bool(set(session.scalars(rows)) & actor.headed_unit_ids)


def must_hand_over(session: Session, actor: Actor, source: str, agency_id: int) -> None:
    if not may_hand_over(session, actor, source, agency_id):
        raise Forbidden
