"""Following a search: its reader hears, once, when something new matches it.

New is what came into the office since one follows it. What changed is put, some records at a time,
into an index of its own in memory, which is asked each followed search once, however many follow
it; then each follower's rights are compared. So the work grows with searches and changes, not with
the office; whoever did something about a record knows it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.audit.queries import doers
from app.core import outbox
from app.core.db import SessionFactory, insert_into, reading, transaction
from app.core.errors import NotFound
from app.core.feature import installed
from app.core.policy import Actor
from app.lists.policy import SEES
from app.lists.queries import views_by_id
from app.lists.service import seen_view
from app.search import queries
from app.search.asking import meaning, request_of
from app.search.events import Looked, Matched
from app.search.filters import PAGE, SearchFilter
from app.search.models import FollowedSearch, IndexRequest, MatchedRecord
from search_index import IndexedDocument, MemoryBackend, SearchRequest

AT_ONCE = 100
"""Records: their whole texts are in memory together."""

Matches = Sequence[tuple[int, int]]
"""Ids of a followed search and of a record."""


def follow(session: Session, actor: Actor, view_id: int) -> None:
    """From now on the actor hears of what comes in; a second time adds nothing."""
    view = seen_view(session, actor, view_id, PAGE)
    newest = queries.newest_record(session)
    values = {"view_id": view.id, "person_id": actor.person_id, "after_id": newest}
    row = insert_into(session, FollowedSearch).values(is_told=False, **values)
    session.execute(row.on_conflict_do_nothing(index_elements=["view_id", "person_id"]))


def unfollow(session: Session, actor: Actor, view_id: int) -> None:
    """Also what the actor no longer sees. NotFound where they follow nothing such."""
    followed = queries.followed(session, view_id, actor.person_id)
    if followed is None:
        raise NotFound
    _end(session, followed)


def view_shared(session: Session, payload: Mapping[str, Any]) -> None:
    """Handler of a search that is shared otherwise: who no longer sees it follows it no more."""
    view = views_by_id(session, (payload["view_id"],)).get(payload["view_id"])
    of_view = select(FollowedSearch).where(FollowedSearch.view_id == payload["view_id"])
    for followed in session.scalars(of_view).all():
        if view is None or not SEES.for_row(actor_of(session, followed.person_id), view):
            _end(session, followed)


def _end(session: Session, followed: FollowedSearch) -> None:
    session.delete(followed)
    outbox.publish(session, Looked(followed.view_id, followed.person_id))


def open_search(session: Session, actor: Actor, view_id: int) -> None:
    """The actor has what matches before them: the next that is new is told again."""
    followed = queries.followed(session, view_id, actor.person_id)
    if followed is None or not followed.is_told:
        return
    followed.is_told = False
    seen = update(MatchedRecord).where(MatchedRecord.follow_id == followed.id)
    session.execute(seen.values(is_new=False))
    outbox.publish(session, Looked(view_id, actor.person_id))


def match(factory: SessionFactory) -> int:
    """Tell the followers of searches of what the index was told; return how many records that was.

    Done twice it tells nobody twice; what changes meanwhile stays for the next round.
    """
    count = 0
    while True:
        with reading(factory) as session:
            batch = {one.record_id: one.asked_at for one in queries.unmatched(session, AT_ONCE)}
            matches = list(_matches(session, list(batch)))
        if not batch:
            return count
        with transaction(factory) as session:
            _tell(session, matches)
            for record_id, asked_at in batch.items():
                as_asked = IndexRequest.record_id == record_id, IndexRequest.asked_at == asked_at
                session.execute(delete(IndexRequest).where(*as_asked))
        count += len(batch)


def _matches(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    rows = select(FollowedSearch).where(FollowedSearch.after_id < max(ids, default=0))
    following = session.scalars(rows.order_by(FollowedSearch.id)).all()
    if not following:
        return
    views = views_by_id(session, (one.view_id for one in following))
    documents = {one.id: one for one in queries.indexed_documents(session, ids)}
    known, changed = doers(session, ids), MemoryBackend()
    changed.write(documents.values())
    anybody = frozenset[str]().union(*(one.readers for one in documents.values()))
    actor = cache(partial(actor_of, session))
    found: dict[SearchRequest, Sequence[IndexedDocument]] = {}
    for one in following:
        view = views[one.view_id]
        asked = _asked(session, view.asked, partial(actor, one.person_id), anybody)
        if asked not in found:
            found[asked] = [documents[hit.id] for hit in changed.search(asked).hits]
        for document in found[asked]:
            is_news = document.id > one.after_id and (document.id, one.person_id) not in known
            if is_news and _hears(actor(one.person_id), view, document):
                yield one.id, document.id


def _asked(
    session: Session,
    asked: Mapping[str, str],
    reader: Callable[[], Actor],
    anybody: frozenset[str],
) -> SearchRequest:
    """What finds all that is asked for, whoever may read it.

    All of it is demanded before anything is ranked: a thousand searches of a hundred records in two
    seconds instead of fifteen.
    """
    wanted = SearchFilter.from_args(asked)
    meant = meaning(session, reader, wanted.words)
    meant = replace(meant, wanted=tuple(replace(one, demanded=True) for one in meant.wanted))
    return request_of(wanted, meant, anybody, AT_ONCE)


def _hears(actor: Actor, view: Any, document: IndexedDocument) -> bool:
    """They may still open the search, search at all, and read this."""
    may = actor.may("search.use") and actor.may(installed().kinds[document.kind].permission)
    return may and SEES.for_row(actor, view) and bool(actor.tokens & document.readers)


def _tell(session: Session, matches: Matches) -> None:
    for follow_id, record_id in matches:
        followed = session.get(FollowedSearch, follow_id, with_for_update=True)
        if followed is None or session.get(MatchedRecord, (follow_id, record_id)) is not None:
            continue
        session.add(MatchedRecord(follow_id=follow_id, record_id=record_id))
        if not followed.is_told:
            followed.is_told = True
            outbox.publish(session, Matched(follow_id, record_id))
