"""Reading the trail: of a document, and of an agency page by page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, func, or_, select, true
from sqlalchemy.orm import Session

from app.audit.filters import RefusedFilter, TrailFilter
from app.audit.models import AuditEntry, RefusedAttempt
from app.core import clock
from app.core.asking import MY_AGENCIES
from app.core.db import found_when_asked
from app.core.feature import Question
from app.core.lists import FIRST, Listing, Page, Place, among, equals
from app.core.policy import Actor
from app.core.text import N_

SENTENCES_OF_AN_ACT = 10
LENGTH_OF_AN_ACT = timedelta(seconds=1)
DOCUMENTS_OF_AGENCY = "documents.read_agency"
EVERY_AGENCY = "access.manage"
"""Whoever keeps access looks into the trail of each agency, but not into its documents."""

persons_named: Question[[str], Select[Any]] = Question("ids of the persons of this name")
openable: Question[[Session, Actor, Collection[int]], set[int]] = Question(
    "which of these records this person may open"
)
person_page: Question[[int], str] = Question("the address of the page of a person")
short_names: Question[[Session], list[tuple[int, str]]] = Question("agencies by their short names")


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
    """What happened to one record, the newest moment first, though it was written down later. Who
    may open it was asked before."""
    rows = session.execute(_TIMELINE, {"record_id": record_id, "most": limit})
    return [TrailRow(*row) for row in rows]


_TIMELINE = (
    select(*_columns)
    .where(AuditEntry.record_id == bindparam("record_id"))
    .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    .limit(bindparam("most"))
)


def acts_on(
    session: Session, record_id: int, actions: Collection[str], ending: str
) -> list[TrailRow]:
    """What was done to one record by these actions, or by those that end so; oldest first."""
    rows = (
        select(*_columns)
        .where(
            AuditEntry.record_id == record_id,
            or_(AuditEntry.action.in_(actions), AuditEntry.action.endswith(ending)),
        )
        .order_by(AuditEntry.id)
    )
    return [TrailRow(*row) for row in session.execute(rows)]


def of_object(session: Session, kind: str, object_id: int, limit: int = 20) -> list[TrailRow]:
    """What happened to one row that is no document: a person, a post, an account; newest first."""
    rows = select(*_columns).where(
        AuditEntry.object_kind == kind, AuditEntry.object_id == object_id
    )
    rows = rows.order_by(AuditEntry.id.desc()).limit(limit)
    return [TrailRow(*row) for row in session.execute(rows)]


def first_and_last(session: Session) -> tuple[datetime | None, datetime | None]:
    """When the trail begins, and when it was last written."""
    at = select(AuditEntry.at).limit(1)
    first = session.scalar(at.order_by(AuditEntry.id))
    return first, session.scalar(at.order_by(AuditEntry.id.desc()))


def of_kind(session: Session, kind: str, since: datetime, limit: int) -> list[TrailRow]:
    """The same of all rows of this kind, since this moment."""
    rows = select(*_columns).where(AuditEntry.object_kind == kind, AuditEntry.at >= since)
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


def values_of(session: Session, kind: str, action: str, name: str) -> Sequence[str]:
    """What was said by this name wherever something of the kind was acted on in this way."""
    rows = select(AuditEntry.values[name].as_string()).where(
        AuditEntry.object_kind == kind, AuditEntry.action == action
    )
    return session.scalars(rows).all()


def version_of(session: Session, kind: str, object_id: int, among: str) -> int:
    """The version of what counts none: which of these acts was done to it last, 0 for none yet."""
    found = select(func.max(AuditEntry.id)).where(
        AuditEntry.object_kind == kind,
        AuditEntry.object_id == object_id,
        AuditEntry.action.startswith(among, autoescape=True),
    )
    return session.scalar(found) or 0


def _is_one_act(row: TrailRow, last: TrailRow) -> bool:
    return row.actor_id == last.actor_id and last.at - row.at < LENGTH_OF_AN_ACT


def _of_agency(actor: Actor) -> ColumnElement[bool]:
    """Their own agency's; who keeps access may ask for another."""
    return true() if actor.may(EVERY_AGENCY) else _IS_OWN


def _in_agency(_actor: Actor, agency_id: int) -> ColumnElement[bool]:
    return AuditEntry.agency_id == agency_id


def _by_person(_actor: Actor, words: str) -> ColumnElement[bool]:
    return AuditEntry.actor_id.in_(persons_named(words))


_IS_OWN = AuditEntry.agency_id.in_(MY_AGENCIES)
TRAIL = Listing(
    name="audit.index",
    title=N_("Audit trail"),
    filter=TrailFilter,
    id=AuditEntry.id,
    rows=select(*_columns),
    readers=_of_agency,
    where={
        "person": _by_person,
        "agency_id": _in_agency,
        "group": lambda _actor, code: AuditEntry.action.startswith(f"{code}.", autoescape=True),
        "first_day": lambda _actor, day: AuditEntry.at >= clock.day_bounds(day)[0],
        "last_day": lambda _actor, day: AuditEntry.at < clock.day_bounds(day)[1],
        "object_kind": equals(AuditEntry.object_kind),
        "object_id": equals(AuditEntry.object_id),
    },
)


def own_agency(actor: Actor, wanted: TrailFilter) -> TrailFilter:
    """The same of one agency: the reader's own where they name none they may look into, which
    those are that it succeeded."""
    is_other = wanted.agency_id is not None and (
        actor.may(EVERY_AGENCY) or actor.works_for(wanted.agency_id)
    )
    return wanted if is_other else wanted.but(agency_id=actor.agency_id)


def page(
    session: Session, actor: Actor, wanted: TrailFilter, place: Place = FIRST
) -> Page[TrailRow]:
    """One page of the trail of an agency, in one statement."""
    of_one = own_agency(actor, wanted)
    if of_one.agency_id is None:
        return Page(())
    may_know = actor.may(DOCUMENTS_OF_AGENCY) and actor.works_for(of_one.agency_id)
    return TRAIL.page(session, actor, of_one, place).of(
        lambda rows: [
            replace(TrailRow(*row), is_masked=not may_know and row.record_id is not None)
            for row in rows
        ]
    )


def agency_choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Agencies whose trail the actor may read; empty when it is their own alone."""
    if not actor.may(EVERY_AGENCY):
        return []
    return short_names(session)


def doers(session: Session, record_ids: Collection[int]) -> set[tuple[int | None, int | None]]:
    """These records with each person who did something about them."""
    acts = select(AuditEntry.record_id, AuditEntry.actor_id)
    acts = acts.where(AuditEntry.record_id.in_(record_ids)).distinct()
    return {(record_id, actor_id) for record_id, actor_id in session.execute(acts)}


LATELY = timedelta(days=7)


def _since_when() -> date:
    return clock.today() - LATELY


REFUSED = Listing(
    name="audit.refused",
    title=N_("Refused attempts"),
    filter=RefusedFilter,
    id=RefusedAttempt.id,
    rows=select(
        RefusedAttempt.id,
        RefusedAttempt.person_id,
        RefusedAttempt.person_name,
        RefusedAttempt.address,
        RefusedAttempt.method,
        RefusedAttempt.path,
        RefusedAttempt.why,
        RefusedAttempt.part,
        RefusedAttempt.times,
        RefusedAttempt.first_at,
        RefusedAttempt.last_at,
    ),
    where={
        "tab": among(
            {"week": RefusedAttempt.day > found_when_asked(_since_when, Date()), "all": true()}
        ),
        "person": lambda _actor, words: RefusedAttempt.person_id.in_(persons_named(words)),
        "on": equals(RefusedAttempt.day),
        "why": equals(RefusedAttempt.why),
        "part": equals(RefusedAttempt.part),
    },
    sorts={"last": RefusedAttempt.last_at, "times": RefusedAttempt.times},
)
