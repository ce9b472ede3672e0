"""Reading one's own views."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.asking import ME, given
from app.core.policy import Actor
from app.lists.models import SavedView

_OWN = select(SavedView).where(SavedView.person_id == ME).order_by(SavedView.list_name)
_OWN_OF_LIST = (
    select(SavedView)
    .where(SavedView.person_id == ME, SavedView.list_name == bindparam("list_name"))
    .order_by(SavedView.id)
)


def views_of(session: Session, actor: Actor, list_name: str) -> Sequence[SavedView]:
    """The actor's views of one list, as they were kept."""
    return session.scalars(_OWN_OF_LIST, given(actor, list_name=list_name)).all()


def all_views(session: Session, actor: Actor) -> Sequence[SavedView]:
    """The actor's views of every list, those of one list together."""
    return session.scalars(_OWN.order_by(SavedView.id), given(actor)).all()
