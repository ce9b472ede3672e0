"""Recording who did what.

Entries are collected while a use case runs and sealed just before its transaction commits: the
head of the chain is locked only then, so that recording never makes two people wait in a circle.
What a savepoint took back is not recorded.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.audit.chain import ChainReport, hash_of, verify
from app.audit.models import GENESIS, HEAD_ID, AuditEntry, AuditHead
from app.audit.queries import last_act
from app.core import clock
from app.core.db import insert_into
from app.core.errors import Stale
from app.core.feature import installed
from app.core.policy import Actor

__all__ = ["ChainReport", "Subject", "hash_of", "must_be_latest", "record", "verify"]

_PENDING = "audit_pending"


@dataclass(frozen=True)
class Subject:
    """What an entry is about: the kind and id of a row, and the record it belongs to."""

    kind: str
    id: int
    record_id: int | None = None


@dataclass(frozen=True)
class _Pending:
    """An entry not sealed yet, with the savepoint it was made in."""

    entry: AuditEntry
    savepoint: SessionTransaction | None

    def is_within(self, savepoint: SessionTransaction) -> bool:
        transaction = self.savepoint
        while transaction is not None:
            if transaction is savepoint:
                return True
            transaction = transaction.parent
        return False


def record(
    session: Session,
    actor: Actor | None,
    action: str,
    subject: Subject,
    /,
    *,
    on_behalf_of: str | None = None,
    right: str = "",
    agency_id: int | None = None,
    **values: Any,
) -> None:
    """Add one sentence to the trail, in the caller's transaction.

    `action` has a sentence in its feature; `values` fill it and must be plain JSON values
    (TypeError otherwise). Without an actor the system itself acted. For whom they act is said by
    `right`, or by that of the action (`Trail.right`), where the caller does not know it better.
    """
    if on_behalf_of is None:
        on_behalf_of = _stands_in_for(actor, right or installed().rights.get(action, ""))
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.person_id if actor else None,
        actor_name=actor.name if actor else "",
        on_behalf_of=on_behalf_of,
        agency_id=agency_id if agency_id is not None else (actor.agency_id if actor else None),
        action=action,
        object_kind=subject.kind,
        object_id=subject.id,
        record_id=subject.record_id,
        values=_as_read_back(values),
    )
    pending = session.info.setdefault(_PENDING, [])
    pending.append(_Pending(entry, session.get_nested_transaction()))


def _stands_in_for(actor: Actor | None, right: str) -> str:
    return actor.in_name_of(lambda post: right in post.permissions) if actor else ""


def must_be_latest(
    session: Session, subject: Subject, latest: int, seen: int | None, among: str
) -> None:
    """Raise Stale unless the version somebody had before them is still the latest one.

    It names who was quicker, when, and what they did: the last action of the trail on the subject
    that begins with `among`, as not all that is told of it makes a version ("incoming.", while
    whoever merely opened it changed nothing). To be asked with the row locked. A form that says no
    version is not held up.
    """
    if seen is None or seen == latest:
        return
    acts = last_act(session, subject.kind, subject.id, among)
    raise Stale(acts[0].actor_name, acts[0].at, acts) if acts else Stale("", clock.now())


def _as_read_back(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the database will return them, so that their hash stays the same."""
    read_back: dict[str, Any] = json.loads(json.dumps(values, allow_nan=False))
    return read_back


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    if session.in_nested_transaction():
        return
    pending: list[_Pending] = session.info.pop(_PENDING, [])
    if not pending:
        return
    session.flush()
    head = _locked_head(session)
    for entry in (one.entry for one in pending):
        head.last_id += 1
        entry.id = head.last_id
        entry.previous_hash = head.last_hash
        entry.hash = head.last_hash = hash_of(entry)
        session.add(entry)


@event.listens_for(Session, "after_soft_rollback")
def _forget_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        pending: list[_Pending] = session.info.get(_PENDING, [])
        pending[:] = [one for one in pending if not one.is_within(transaction)]


@event.listens_for(Session, "after_transaction_end")
def _forget_all(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_PENDING, None)


def _locked_head(session: Session) -> AuditHead:
    head = _get_head(session)
    if head is None:
        _make_head(session)
        head = _get_head(session)
    assert head is not None
    return head


def _get_head(session: Session) -> AuditHead | None:
    return session.get(AuditHead, HEAD_ID, with_for_update=True, populate_existing=True)


def _make_head(session: Session) -> None:
    """Two first writers may meet here: the second finds the row of the first."""
    row = insert_into(session, AuditHead).values(id=HEAD_ID, last_id=0, last_hash=GENESIS)
    session.execute(row.on_conflict_do_nothing())
