"""What people searched for, kept for them alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import insert_into
from app.core.policy import Actor
from app.search import queries
from app.search.models import FollowedSearch, PastSearch

SEARCHES_KEPT = 30


def keep_search(session: Session, actor: Actor, words: str) -> None:
    """Keep what the actor searched for as their last one; the oldest beyond the most are dropped.

    Two windows that search for one thing in the same moment keep it once.
    """
    row = insert_into(session, PastSearch)
    row = row.values(person_id=actor.person_id, words=words, at=clock.now())
    again = {"at": row.excluded.at}
    session.execute(row.on_conflict_do_update(index_elements=["person_id", "words"], set_=again))
    _forget(session, actor.person_id, queries.past_searches(session, actor)[SEARCHES_KEPT:])


def forget_searches(session: Session, actor: Actor, words: str = "") -> None:
    """The actor wants this not kept any more; without words nothing of it."""
    _forget(session, actor.person_id, [words] if words else queries.past_searches(session, actor))


def _forget(session: Session, person_id: int, words: Sequence[str]) -> None:
    if words:
        mine = PastSearch.person_id == person_id
        session.execute(delete(PastSearch).where(mine, PastSearch.words.in_(words)))


def account_ended(session: Session, payload: Mapping[str, Any]) -> None:
    """Handler of an account put out of use: what its person searched for and follows ends with
    it; what they share stays with its unit."""
    for kept in (PastSearch, FollowedSearch):
        session.execute(delete(kept).where(kept.person_id == payload["person_id"]))
