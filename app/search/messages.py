"""Who is told that something new matches the search they follow, and what settles that."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.core.feature import FILED, MessageKind, Occasion, Telling
from app.core.text import N_
from app.lists.events import ViewRemoved
from app.lists.policy import SEES
from app.lists.queries import views_by_id
from app.search.events import Looked, Matched
from app.search.models import FollowedSearch

WORDS = N_("Something new matches your search “%(name)s”.")


def _matched(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Of no search that was opened or ended meanwhile, or that its follower no longer sees."""
    followed = session.get(FollowedSearch, payload["follow_id"])
    if followed is None or not followed.is_told:
        return None
    view = views_by_id(session, (followed.view_id,))[followed.view_id]
    if not SEES.for_row(actor_of(session, followed.person_id), view):
        return None
    return Telling(
        people=(followed.person_id,),
        key=f"{_key(followed.view_id, followed.person_id)}:{payload['record_id']}",
        words=WORDS,
        path=f"/search/saved/{followed.view_id}",
        values={"name": view.name},
    )


def _looked(_session: Session, payload: Mapping[str, Any]) -> Telling:
    return _settling(_key(payload["view_id"], payload["person_id"]))


def _removed(_session: Session, payload: Mapping[str, Any]) -> Telling:
    return _settling(_key(payload["view_id"]))


def _key(*ids: int) -> str:
    return ":".join(("search.matched", *map(str, ids)))


def _settling(key: str) -> Telling:
    """Every notice whose key goes on from this one is read."""
    return Telling(people=(), key=key, words=WORDS, path="", settles=(key,))


FOLLOWED = Occasion(
    name="search.followed",
    words=N_("Something new matches what you look for"),
    group=FILED,
    sms=None,
)

MESSAGES = (
    MessageKind(name="search.matched", topic=Matched.topic, tell=_matched, occasion=FOLLOWED),
    MessageKind(name="search.looked", topic=Looked.topic, tell=_looked, occasion=FOLLOWED),
    MessageKind(
        name="search.view_removed", topic=ViewRemoved.topic, tell=_removed, occasion=FOLLOWED
    ),
)
