"""Recording who did what, and proving that the record was not altered.

Entries are collected while a use case runs and sealed just before its transaction commits: the
head of the chain is locked only then, so that recording never makes two people wait in a circle.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from app.audit.models import GENESIS, AuditEntry, AuditHead
from app.core import clock
from app.core.policy import Actor

_PENDING = "audit_pending"


@dataclass(frozen=True)
class Subject:
    """What an entry is about: the kind and id of a row, and the document it belongs to."""

    kind: str
    id: int
    document_id: int | None = None


def record(
    session: Session,
    actor: Actor | None,
    action: str,
    subject: Subject,
    /,
    *,
    on_behalf_of: str = "",
    agency_id: int | None = None,
    **values: Any,
) -> None:
    """Add one sentence to the trail, in the caller's transaction.

    `action` is one of sentences.SENTENCES; `values` fill it and must be plain JSON values.
    Without an actor the system itself acted.
    """
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.person_id if actor else None,
        actor_name=actor.name if actor else "",
        on_behalf_of=on_behalf_of,
        agency_id=agency_id if agency_id is not None else (actor.agency_id if actor else None),
        action=action,
        object_kind=subject.kind,
        object_id=subject.id,
        document_id=subject.document_id,
        values=values,
    )
    session.info.setdefault(_PENDING, []).append(entry)


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    if session.in_nested_transaction():
        return
    entries: list[AuditEntry] = session.info.pop(_PENDING, [])
    if not entries:
        return
    session.flush()
    head = _locked_head(session)
    for entry in entries:
        head.last_id += 1
        entry.id = head.last_id
        entry.previous_hash = head.last_hash
        entry.hash = head.last_hash = hash_of(entry)
        session.add(entry)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if not transaction.nested:
        session.info.pop(_PENDING, None)


def _locked_head(session: Session) -> AuditHead:
    head = session.get(AuditHead, 1, with_for_update=True, populate_existing=True)
    if head is None:
        head = AuditHead(id=1, last_id=0, last_hash=GENESIS)
        session.add(head)
    return head


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over the hash before and every column of the entry, in a fixed form."""
    content = [
        entry.previous_hash,
        entry.id,
        _fixed(entry.at),
        entry.actor_id,
        entry.actor_name,
        entry.on_behalf_of,
        entry.agency_id,
        entry.action,
        entry.object_kind,
        entry.object_id,
        entry.document_id,
        entry.values,
    ]
    form = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(form.encode()).hexdigest()


def _fixed(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


@dataclass(frozen=True)
class ChainReport:
    """How many entries were read, and the first that is not as it was written, if any."""

    count: int
    first_altered_id: int | None

    @property
    def is_whole(self) -> bool:
        return self.first_altered_id is None


def verify(session: Session) -> ChainReport:
    """Read the whole trail, oldest first, and name the first altered, missing or added row."""
    previous, count = GENESIS, 0
    for entry in _all_entries(session):
        count += 1
        if entry.id != count or entry.previous_hash != previous or entry.hash != hash_of(entry):
            return ChainReport(count, min(entry.id, count))
        previous = entry.hash
    head = session.get(AuditHead, 1)
    if head is not None and (head.last_id, head.last_hash) != (count, previous):
        return ChainReport(count, count + 1)
    return ChainReport(count, None)


def _all_entries(session: Session) -> Iterator[AuditEntry]:
    rows = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    yield from session.scalars(rows)
