"""Reading for search: what is indexed of records of every kind, and which hits a reader sees."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union
from sqlalchemy.orm import Session

from app.core.asking import ME, given
from app.core.feature import Passage, RecordKind, installed
from app.core.jobs import Job, is_unfinished
from app.core.outbox import OutboxRow
from app.core.policy import Actor
from app.records.events import ReadersChanged
from app.records.kinds import by_kind
from app.records.models import Record
from app.records.policy import is_readable
from app.search.models import FollowedSearch, IndexRequest, MatchedRecord, PastSearch
from search_index import IndexedDocument

BATCH = 500
ASK_AGAIN = "index.ask_again"
"""The handler of changed readers."""


def searched_kinds() -> list[RecordKind]:
    """The kinds of records that are searched for, in the order of their features."""
    return [kind for kind in installed().kinds.values() if kind.indexed is not None]


def requests(session: Session, limit: int = BATCH) -> list[IndexRequest]:
    """Records the index has yet to be told of, those asked for first in front."""
    return _first(session, IndexRequest.indexed_at.is_(None), limit)


def unmatched(session: Session, limit: int) -> list[IndexRequest]:
    """Records that followers of searches have yet to hear of."""
    return _first(session, IndexRequest.indexed_at.is_not(None), limit)


def _first(session: Session, which: ColumnElement[bool], limit: int) -> list[IndexRequest]:
    rows = select(IndexRequest).order_by(IndexRequest.asked_at, IndexRequest.record_id)
    return list(session.scalars(rows.where(which).limit(limit)))


def not_for(session: Session, actor: Actor) -> frozenset[int]:
    """Records the index has yet to be told of, and which this actor may not read now: it may
    still hold them as readable, so they are neither found nor counted until it knows better."""
    changed = select(OutboxRow.payload["record_id"].as_integer().label("record_id"))
    unspread = changed.where(OutboxRow.spread_at.is_(None), OutboxRow.topic == ReadersChanged.topic)
    untold = changed.join(Job, Job.event_id == OutboxRow.id)
    untold = untold.where(Job.handler == ASK_AGAIN, is_unfinished())
    asked = select(IndexRequest.record_id).where(IndexRequest.indexed_at.is_(None))
    pending = union(asked, unspread, untold).subquery()
    rows = select(Record.id).join(pending, pending.c.record_id == Record.id)
    return frozenset(session.scalars(rows.where(~is_readable(Record.id)), given(actor)))


def indexed_documents(session: Session, ids: Sequence[int]) -> list[IndexedDocument]:
    """These records as the index holds them; a handful of statements, however many there are."""
    names = _told(session, ids, [one.names_in_index for one in installed()])
    facts = _told(session, ids, [one.facts_in_index for one in installed()])
    said = passages(session, ids)
    return [
        replace(
            one,
            people=" ".join((one.people, *(name for _fact, name in names.get(one.id, ())))),
            facts=one.facts.union(
                fact for told in (names, facts) for fact in told.get(one.id, ()) if fact[0]
            ),
            body="\n".join((one.body, *(passage.text for passage in said.get(one.id, ())))),
        )
        for kind, of_kind in _sorted_out(session, ids).items()
        if kind.indexed is not None
        for one in kind.indexed.documents(session, of_kind)
    ]


EXCERPT_FROM = 20_000
"""Characters of each text in which an excerpt is looked for."""


def passages(
    session: Session, ids: Sequence[int], most: int | None = None
) -> Mapping[int, Sequence[Passage]]:
    """What every feature knows to be said in and about these records."""
    found: dict[int, list[Passage]] = {}
    for feature in installed():
        if feature.passages is not None:
            for record_id, said in feature.passages(session, ids, most).items():
                found.setdefault(record_id, []).extend(said)
    return found


def _sorted_out(session: Session, ids: Sequence[int]) -> Mapping[RecordKind, list[int]]:
    kinds = select(Record.id, Record.kind).where(Record.id.in_(ids)).order_by(Record.id)
    return by_kind((record_id, kind) for record_id, kind in session.execute(kinds))


def _told(
    session: Session, ids: Sequence[int], asked: Iterable[Callable[..., Any] | None]
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """What every feature adds to find these records by."""
    found: dict[int, list[tuple[str, str]]] = {}
    for ask in filter(None, asked):
        for record_id, told in ask(session, ids).items():
            found.setdefault(record_id, []).extend(told)
    return found


def _searched() -> Select[int]:
    """Ids of all records that stand in the index."""
    return select(Record.id).where(Record.kind.in_([kind.name for kind in searched_kinds()]))


def record_count(session: Session) -> int:
    """How many `all_indexed` yields."""
    return session.scalar(select(func.count()).select_from(_searched().subquery())) or 0


def all_indexed(session: Session) -> Iterator[IndexedDocument]:
    """Every record, in batches, newest last."""
    last_id = 0
    ids = _searched().order_by(Record.id).limit(BATCH)
    while batch := list(session.scalars(ids.where(Record.id > last_id))):
        yield from indexed_documents(session, batch)
        session.expunge_all()
        last_id = batch[-1]


def latest_versions(session: Session) -> dict[int, int]:
    """Id and version of every record, to compare with what the index holds."""
    return {
        record_id: version
        for kind in searched_kinds()
        if kind.indexed is not None
        for record_id, version in kind.indexed.versions(session).items()
    }


def asked_since(session: Session, moment: datetime) -> set[int]:
    """Records of whose change the index is yet to be told, but not for long."""
    rows = select(IndexRequest.record_id).where(
        IndexRequest.indexed_at.is_(None), IndexRequest.asked_at >= moment
    )
    return set(session.scalars(rows))


def exact_hits(session: Session, actor: Actor, text: str) -> list[Any]:
    """Rows of what bears just this number or code, by whatever feature keeps it."""
    return [
        row
        for feature in installed()
        if feature.exact_hits is not None
        for row in feature.exact_hits.found()(session, actor, text)
    ]


@dataclass(frozen=True)
class Found:
    """A hit: its kind, the row that the list of its kind has of it, and what is said in it."""

    kind: RecordKind
    id: int
    row: Any
    passages: Sequence[Passage]


def found(session: Session, actor: Actor, ids: Sequence[int]) -> list[Found]:
    """The hits that this actor may read now, in the order given: the index may lag behind."""
    rows = rows_of(session, actor, ids)
    said = passages(session, list(rows), EXCERPT_FROM) if rows else {}
    return [Found(kind, one, row, said.get(one, ())) for one, (kind, row) in rows.items()]


def rows_of(
    session: Session, actor: Actor, ids: Sequence[int]
) -> Mapping[int, tuple[RecordKind, Any]]:
    """Those of these records that this actor may read now, as the lists of their kinds show them,
    in the order given."""
    rows: dict[int, tuple[RecordKind, Any]] = {}
    for kind, of_kind in _sorted_out(session, ids).items():
        if kind.indexed is not None and actor.may(kind.permission):
            readable = kind.indexed.rows.found()(session, actor, of_kind)
            rows |= {one: (kind, row) for one, row in readable.items()}
    return {one: rows[one] for one in ids if one in rows}


def past_searches(session: Session, actor: Actor) -> Sequence[str]:
    """What the actor searched for and found something by, the last first."""
    return session.scalars(_PAST, given(actor)).all()


_PAST = select(PastSearch.words).where(PastSearch.person_id == ME).order_by(PastSearch.at.desc())


# -- Followed searches -----------------------------------------------------------------------------


def followed(session: Session, view_id: int, person_id: int) -> FollowedSearch | None:
    of_them = FollowedSearch.view_id == view_id, FollowedSearch.person_id == person_id
    return session.scalar(select(FollowedSearch).where(*of_them))


def new_matches(session: Session, actor: Actor) -> Mapping[int, int]:
    """Of each view that the actor follows how much is new of what they may read today."""
    return dict(session.execute(_NEW, given(actor)).all())


_NEW = (
    select(FollowedSearch.view_id, func.count(MatchedRecord.record_id))
    .outerjoin(
        MatchedRecord,
        (MatchedRecord.follow_id == FollowedSearch.id)
        & MatchedRecord.is_new
        & is_readable(MatchedRecord.record_id),
    )
    .where(FollowedSearch.person_id == ME)
    .group_by(FollowedSearch.view_id)
)


def newest_record(session: Session) -> int:
    """The id of the record that came last, 0 for none."""
    return session.scalar(select(func.max(Record.id))) or 0
