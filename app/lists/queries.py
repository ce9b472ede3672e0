"""Reading the views that somebody sees."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.policy import Actor
from app.lists.models import SavedView
from app.lists.policy import SEES

_SEEN = select(SavedView).where(SEES.for_sql).order_by(SavedView.list_name, SavedView.id)
_SEEN_OF_LIST = _SEEN.where(SavedView.list_name == bindparam("list_name"))


def views_of(session: Session, actor: Actor, list_name: str) -> Sequence[SavedView]:
    """The actor's views of one list, and those of their units, as they were kept."""
    return _seen(session, _SEEN_OF_LIST, actor, list_name=list_name)


def all_views(session: Session, actor: Actor) -> Sequence[SavedView]:
    """The same of every list, those of one list together."""
    return _seen(session, _SEEN, actor)


def names_beside(session: Session, view: SavedView, unit_id: int | None) -> Sequence[str]:
    """What the others are called among which its name stands once: those shared with this unit, or
    with none, those that its maker keeps for themselves."""
    whose = SavedView.unit_id == unit_id
    if unit_id is None:
        whose = SavedView.unit_id.is_(None) & (SavedView.person_id == view.person_id)
    beside = SavedView.list_name == view.list_name, SavedView.id != view.id
    return session.scalars(select(SavedView.name).where(whose, *beside)).all()


def views_by_id(session: Session, ids: Iterable[int]) -> dict[int, SavedView]:
    """Views of whomever, for what hangs on them."""
    found = session.scalars(select(SavedView).where(SavedView.id.in_(set(ids))))
    return {view.id: view for view in found}


def _seen(session: Session, rows: Any, actor: Actor, **more: str) -> Sequence[SavedView]:
    return session.scalars(rows, given(actor, my_own_units=list(actor.unit_ids), **more)).all()
