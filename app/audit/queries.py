"""Reading the trail: of a document, and of an agency page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import Select, bindparam, column, select, table
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock
from app.core.policy import Actor
from app.core.text import fold

PAGE_SIZE = 50
SENTENCES_OF_AN_ACT = 10
LENGTH_OF_AN_ACT = timedelta(seconds=1)
DOCUMENTS_OF_AGENCY = "documents.read_agency"
EVERY_AGENCY = "access.manage"
"""Whoever keeps access looks into the trail of each agency, but not into its documents."""

# Kept by the layer above.
_person = table("person", column("id"), column("folded_name"))
_agency = table("agency", column("id"), column("short_name"))


@dataclass(frozen=True)
class TrailRow:
    """One entry as it is shown. `is_masked`: the reader may not know what the record says."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    on_behalf_of: str
    action: str
    object_kind: str
    object_id: int
    record_id: int | None
    values: dict[str, Any]
    is_masked: bool = False


@dataclass(frozen=True)
class TrailFilter:
    """Which entries of the agency are looked for; empty values do not narrow."""

    person: str = ""
    """Part of the actor's name, with or without marks."""
    agency_id: int | None = None
    """Another agency than the reader's own, for those who keep access."""
    group: str = ""
    first_day: date | None = None
    last_day: date | None = None
    object_kind: str = ""
    object_id: int | None = None


@dataclass(frozen=True)
class TrailPage:
    """Rows newest first; the ids from which the neighbouring pages start, where there are any."""

    rows: tuple[TrailRow, ...]
    newer_than: int | None = None
    older_than: int | None = None


_columns = (
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.actor_id,
    AuditEntry.actor_name,
    AuditEntry.on_behalf_of,
    AuditEntry.action,
    AuditEntry.object_kind,
    AuditEntry.object_id,
    AuditEntry.record_id,
    AuditEntry.values,
)


def timeline(session: Session, record_id: int, limit: int = 200) -> list[TrailRow]:
    """What happened to one record, newest first. Who may open it was asked before."""
    rows = session.execute(_TIMELINE, {"record_id": record_id, "most": limit})
    return [TrailRow(*row) for row in rows]


_TIMELINE = (
    select(*_columns)
    .where(AuditEntry.record_id == bindparam("record_id"))
    .order_by(AuditEntry.id.desc())
    .limit(bindparam("most"))
)


def of_object(session: Session, kind: str, object_id: int, limit: int = 20) -> list[TrailRow]:
    """What happened to one row that is no document: a person, a post, an account; newest first."""
    rows = select(*_columns).where(
        AuditEntry.object_kind == kind, AuditEntry.object_id == object_id
    )
    rows = rows.order_by(AuditEntry.id.desc()).limit(limit)
    return [TrailRow(*row) for row in session.execute(rows)]


def last_act(session: Session, kind: str, object_id: int, among: str) -> list[TrailRow]:
    """What was done to this row last, newest first: one act may have left several sentences.

    Actions that begin with `among` count.
    """
    rows = select(*_columns).where(
        AuditEntry.object_kind == kind,
        AuditEntry.object_id == object_id,
        AuditEntry.action.startswith(among, autoescape=True),
    )
    rows = rows.order_by(AuditEntry.id.desc()).limit(SENTENCES_OF_AN_ACT)
    found = [TrailRow(*row) for row in session.execute(rows)]
    return list(takewhile(lambda row: _is_one_act(row, found[0]), found))


def _is_one_act(row: TrailRow, last: TrailRow) -> bool:
    return row.actor_id == last.actor_id and last.at - row.at < LENGTH_OF_AN_ACT


def page(
    session: Session,
    actor: Actor,
    wanted: TrailFilter,
    *,
    older_than: int | None = None,
    newer_than: int | None = None,
) -> TrailPage:
    """One page of the trail of the actor's agency, in one statement."""
    agency_id = actor.agency_id
    if wanted.agency_id is not None and actor.may(EVERY_AGENCY):
        agency_id = wanted.agency_id
    rows = _narrowed(select(*_columns).where(AuditEntry.agency_id == agency_id), wanted)
    if newer_than is not None:
        rows = rows.where(AuditEntry.id > newer_than).order_by(AuditEntry.id)
    elif older_than is not None:
        rows = rows.where(AuditEntry.id < older_than).order_by(AuditEntry.id.desc())
    else:
        rows = rows.order_by(AuditEntry.id.desc())
    may_know = actor.may(DOCUMENTS_OF_AGENCY) and agency_id == actor.agency_id
    found = [TrailRow(*row) for row in session.execute(rows.limit(PAGE_SIZE + 1))]
    if not may_know:
        found = [replace(row, is_masked=row.record_id is not None) for row in found]
    return _with_neighbours(found, older_than, newer_than)


def agency_choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Agencies whose trail the actor may read; empty when it is their own alone."""
    if not actor.may(EVERY_AGENCY):
        return []
    rows = select(_agency.c.id, _agency.c.short_name).order_by(_agency.c.short_name)
    return [(agency_id, name) for agency_id, name in session.execute(rows)]


def _narrowed(rows: Select[Any], wanted: TrailFilter) -> Select[Any]:
    if wanted.person:
        names = _person.c.folded_name.contains(fold(wanted.person), autoescape=True)
        rows = rows.where(AuditEntry.actor_id.in_(select(_person.c.id).where(names)))
    if wanted.group:
        rows = rows.where(AuditEntry.action.startswith(f"{wanted.group}.", autoescape=True))
    if wanted.first_day:
        rows = rows.where(AuditEntry.at >= clock.day_bounds(wanted.first_day)[0])
    if wanted.last_day:
        rows = rows.where(AuditEntry.at < clock.day_bounds(wanted.last_day)[1])
    if wanted.object_kind and wanted.object_id is not None:
        rows = rows.where(
            AuditEntry.object_kind == wanted.object_kind,
            AuditEntry.object_id == wanted.object_id,
        )
    return rows


def _with_neighbours(
    found: Sequence[TrailRow], older_than: int | None, newer_than: int | None
) -> TrailPage:
    """One row more than a page was asked for: it tells whether the paging goes on."""
    goes_on, rows = len(found) > PAGE_SIZE, list(found[:PAGE_SIZE])
    if newer_than is not None:
        rows.reverse()
    if not rows:
        return TrailPage(())
    has_newer = goes_on if newer_than is not None else older_than is not None
    has_older = True if newer_than is not None else goes_on
    return TrailPage(
        tuple(rows),
        newer_than=rows[0].id if has_newer else None,
        older_than=rows[-1].id if has_older else None,
    )
