"""Keeping the index as the database is: told of every change, compared, rebuilt when lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import SessionFactory, reading, transaction
from app.core.jobs import call_for, tell_progress
from app.search import queries
from app.search.models import IndexRequest
from search_index import IndexBusy, IndexUnreadable, SearchBackend, SearchRequest

SYNC, REBUILD, MATCH = "index.sync", "index.rebuild", "search.match"
COMPARE = "index.compare"
"""Rounds that are called for: what changed goes into the index; all of it is built anew; followers
of searches hear of what is new; what differs from the database is found."""


def ask(session: Session, payload: Mapping[str, Any]) -> None:
    """Handler of every event that names a document: the index is to be told of it."""
    ask_for(session, payload["document_id"])


def ask_again(session: Session, payload: Mapping[str, Any]) -> None:
    """Handler of every event that names a record: who may read it, and what is in its files."""
    ask_for(session, payload["record_id"])


def ask_for(session: Session, record_id: int) -> None:
    """The index is to be told of this record in its next round, which is called for."""
    call_for(session, SYNC)
    request = session.get(IndexRequest, record_id)
    if request is None:
        session.add(IndexRequest(record_id=record_id))
    else:
        request.asked_at, request.indexed_at = clock.now(), None


def sync(factory: SessionFactory, backend: SearchBackend) -> int:
    """Tell the index of what changed; return how many records were written.

    A request made again while its document is being written stays for the next round, and so do
    all when another writer is at work. Without a usable index they wait until it is built anew,
    which is called for: also where nothing changed, as after an upgrade at night.
    """
    written = 0
    if not _is_usable(backend):
        _call_for_rebuild(factory)
        return written
    while batch := _batch(factory):
        with reading(factory) as session:
            documents = queries.indexed_documents(session, list(batch))
        try:
            backend.write(documents)
            backend.delete(batch.keys() - {one.id for one in documents})
        except IndexUnreadable:
            _call_for_rebuild(factory)
            return written
        except IndexBusy:
            return written
        _settle(factory, batch)
        written += len(documents)
    return written


def _is_usable(backend: SearchBackend) -> bool:
    try:
        backend.search(SearchRequest("", frozenset(), limit=1))
    except IndexUnreadable:
        return False
    return True


def _call_for_rebuild(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        call_for(session, REBUILD, even_if_running=False)


def _batch(factory: SessionFactory) -> dict[int, Any]:
    with reading(factory) as session:
        return {row.record_id: row.asked_at for row in queries.requests(session)}


def _settle(factory: SessionFactory, batch: Mapping[int, Any]) -> None:
    with transaction(factory) as session:
        call_for(session, MATCH)
        for record_id, asked_at in batch.items():
            as_asked = IndexRequest.record_id == record_id, IndexRequest.asked_at == asked_at
            session.execute(update(IndexRequest).where(*as_asked).values(indexed_at=clock.now()))


def rebuild(factory: SessionFactory, backend: SearchBackend) -> int:
    """Build the index anew beside the old one, and swap them; return how many it holds.

    As a job it tells how many records of how many it has read.
    """
    count = 0

    def counted() -> Any:
        nonlocal count
        with reading(factory) as session:
            total = queries.record_count(session)
            for document in queries.all_indexed(session):
                count += 1
                tell_progress(count, total)
                yield document

    backend.rebuild(counted())
    return count


@dataclass(frozen=True)
class Drift:
    """Ids that the index lacks, holds in an older version, or holds although they are gone."""

    missing: frozenset[int]
    outdated: frozenset[int]
    superfluous: frozenset[int]
    count: int = 0
    """Of all that the index holds."""

    @property
    def is_none(self) -> bool:
        return not (self.missing or self.outdated or self.superfluous)


def compare(session: Session, backend: SearchBackend) -> Drift:
    """Compare the index with the database."""
    wanted = queries.latest_versions(session)
    held = dict(backend.stamps())
    return Drift(
        missing=frozenset(wanted.keys() - held.keys()),
        outdated=frozenset(i for i in wanted.keys() & held.keys() if wanted[i] != held[i]),
        superfluous=frozenset(held.keys() - wanted.keys()),
        count=len(held),
    )


def mend(factory: SessionFactory, backend: SearchBackend) -> Drift:
    """Compare, and ask for whatever differs to be indexed; a lost index is built anew."""
    try:
        found = drift(factory, backend)
    except IndexUnreadable:
        rebuild(factory, backend)
        return drift(factory, backend)
    backend.delete(found.superfluous)
    with transaction(factory) as session:
        for record_id in sorted(found.missing | found.outdated):
            ask_for(session, record_id)
    return found


def drift(factory: SessionFactory, backend: SearchBackend) -> Drift:
    with reading(factory) as session:
        return compare(session, backend)
