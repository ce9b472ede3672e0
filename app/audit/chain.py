"""Proving that the trail is as it was written: every entry's hash covers the one before it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import GENESIS, HEAD_ID, AuditEntry, AuditHead

READ_AT_ONCE = 1000
HASHED = (
    "previous_hash",
    "id",
    "at",
    "actor_id",
    "actor_name",
    "on_behalf_of",
    "agency_id",
    "action",
    "object_kind",
    "object_id",
    "record_id",
    "values",
)
"""The columns under the hash, in the order in which they are hashed; their names are not hashed."""


class Hashable(Protocol):
    """An entry, or a row with its columns."""

    @property
    def id(self) -> int: ...
    @property
    def previous_hash(self) -> str: ...
    @property
    def hash(self) -> str: ...


@dataclass(frozen=True)
class ChainReport:
    """How many entries were found whole, and the first that is not as it was written, if any.

    `damage` says what happened to it: "altered", "missing" or "added". `last_hash` of a whole
    chain may be written down elsewhere: whoever rewrites the whole trail cannot keep it.
    """

    count: int
    first_altered_id: int | None = None
    damage: str = ""
    last_hash: str = ""

    @property
    def is_whole(self) -> bool:
        return self.first_altered_id is None


def hash_of(entry: Hashable) -> str:
    """SHA-256 over the hash before and every column of the entry, in a fixed form."""
    content = [getattr(entry, name) for name in HASHED]
    content[2] = content[2].astimezone(UTC).isoformat(timespec="microseconds")
    form = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(form.encode()).hexdigest()


def verify(session: Session) -> ChainReport:
    """Read the whole trail, oldest first, and name the first altered, missing or added entry.

    The head is read first, so that entries written meanwhile do not look like damage; memory
    does not grow with the trail.
    """
    head = session.execute(
        select(AuditHead.last_id, AuditHead.last_hash).where(AuditHead.id == HEAD_ID)
    ).first()
    last_id, last_hash = head or (0, GENESIS)
    expected, previous = 1, GENESIS
    for entry in _entries_up_to(session, last_id):
        if entry.id != expected:
            return _broken(expected, min(entry.id, expected), entry.id > expected)
        if entry.previous_hash != previous or entry.hash != hash_of(entry):
            return ChainReport(expected - 1, expected, "altered")
        expected, previous = expected + 1, entry.hash
    if expected <= last_id:
        return ChainReport(expected - 1, expected, "missing")
    if previous != last_hash:
        return ChainReport(last_id - 1, last_id, "altered")
    added = _first_beyond_the_head(session)
    if added is not None:
        return ChainReport(last_id, added, "added")
    return ChainReport(last_id, last_hash=last_hash)


def _broken(expected: int, first: int, is_missing: bool) -> ChainReport:
    return ChainReport(expected - 1, first, "missing" if is_missing else "added")


def _entries_up_to(session: Session, last_id: int) -> Iterator[Any]:
    columns = [getattr(AuditEntry, name) for name in (*HASHED, "hash")]
    rows = select(*columns).where(AuditEntry.id <= last_id).order_by(AuditEntry.id)
    following = rows.limit(READ_AT_ONCE)
    while batch := session.execute(following).all():
        yield from batch
        following = rows.where(AuditEntry.id > batch[-1].id).limit(READ_AT_ONCE)


def _first_beyond_the_head(session: Session) -> int | None:
    """One statement, and so one moment: an entry that the head of that moment does not know."""
    head = select(AuditHead.last_id).where(AuditHead.id == HEAD_ID).scalar_subquery()
    return session.scalar(
        select(func.min(AuditEntry.id)).where(AuditEntry.id > func.coalesce(head, 0))
    )
