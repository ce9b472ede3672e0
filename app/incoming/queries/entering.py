"""Reading incoming documents: what the form offers, likely twins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.access.queries import takes_on
from app.core import clock
from app.core.asking import given
from app.core.policy import Actor
from app.correspondence.policy import IS_READABLE
from app.correspondence.rules import Likeness, is_likely_twin, is_same_letter, similarity
from app.files.models import RecordFile
from app.incoming.models import Correction, IncomingDocument
from app.organisation.models import Person, Post
from app.organisation.queries.validity import name_then
from app.work.models import Assignment

RECENT = 400
"""How far back issuers are looked up."""


@dataclass(frozen=True)
class Leader:
    """Someone a document can be presented to."""

    id: int
    name: str
    title: str


def leaders(session: Session, agency_id: int | None) -> list[Leader]:
    """To whom a document may be presented in this agency: who directs, its head first."""
    found: dict[int, Leader] = {}
    for person_id, name, title in session.execute(_LEADERS, {"agency_id": agency_id}):
        found.setdefault(person_id, Leader(person_id, name, title))
    return list(found.values())


_LEADERS = (
    select(Person.id, Person.name, Post.title)
    .join(Post, Post.person_id == Person.id)
    .where(
        Post.agency_id == bindparam("agency_id"),
        takes_on("assignments.direct"),
    )
    .order_by(Post.is_head.desc(), Post.id)
)


def usual_leader(session: Session, agency_id: int | None, leaders: Sequence[Leader]) -> int | None:
    """To whom the clerks presented last, if one of these leaders of the agency; else the first.

    A letter that is presented to nobody is on nobody's desk.
    """
    may_direct = [leader.id for leader in leaders]
    last = session.scalar(_LAST_PRESENTED, {"agency_id": agency_id})
    return last if last in may_direct else next(iter(may_direct), None)


_LAST_PRESENTED = (
    select(IncomingDocument.presented_to_id)
    .where(
        IncomingDocument.agency_id == bindparam("agency_id"),
        IncomingDocument.presented_to_id.is_not(None),
    )
    .order_by(IncomingDocument.id.desc())
    .limit(1)
)


def known_issuers(session: Session, agency_id: int | None) -> list[str]:
    """Issuers of the newest documents, the most frequent first."""
    newest = newest_issuers(agency_id)
    rows = select(newest.c.issuer).group_by(newest.c.issuer)
    return list(session.scalars(rows.order_by(func.count().desc(), newest.c.issuer)))


def newest_issuers(agency_id: Any) -> Subquery:
    """Who issued the newest documents of the agency, each as often as they did."""
    rows = select(IncomingDocument.issuer).where(IncomingDocument.agency_id == agency_id)
    return rows.order_by(IncomingDocument.id.desc()).limit(RECENT).subquery()


@dataclass(frozen=True)
class Twin:
    """A registered document that looks like the one being entered."""

    id: int
    number: int | None
    reference: str
    issuer: str
    issued_on: date | None
    subject: str
    takes_files: bool
    """Registered and still open: the file in hand may be a page of it that was forgotten."""
    alike: int
    """How alike the subjects are, in per cent; 0 while there is none to compare."""
    same_file: str = ""
    """A file of it that is, byte for byte, one of those in hand."""
    is_sure: bool = True
    """Its number or its bytes say so; one of another number is only said."""


def likely_twins(
    session: Session, actor: Actor, new: Likeness, except_id: int | None = None
) -> list[Twin]:
    """Documents of the actor's agency that may be the same, the newest first."""
    bytes_of = _bearing(session, actor, new.contents)
    ways: list[ColumnElement[bool]] = [IncomingDocument.id.in_(bytes_of)] if bytes_of else []
    if new.key:
        ways.append(IncomingDocument.reference_key == new.key)
    if new.issuer and new.subject:
        on_its_day = IncomingDocument.issued_on == new.issued_on
        ways.append(on_its_day if new.issued_on else and_(on_its_day, ~_HAS_REFERENCE))
    if not ways:
        return []
    rows = select(IncomingDocument).where(
        IncomingDocument.agency_id.in_(actor.agency_ids),
        or_(*ways),
        IncomingDocument.state != "refused",
        IncomingDocument.id != (except_id or 0),
        IS_READABLE,
    )
    found = session.scalars(rows.order_by(IncomingDocument.id.desc()).limit(200), given(actor))
    twins = (_twin(new, one, bytes_of.get(one.id, "")) for one in found)
    return list(islice(filter(None, twins), 3))


_HAS_REFERENCE = IncomingDocument.reference_key != ""


def _bearing(session: Session, actor: Actor, contents: Collection[str]) -> dict[int, str]:
    """Documents that have one of these very contents, and its name there: the newest of those of
    the agency that the actor may read."""
    if not contents:
        return {}
    rows = (
        select(RecordFile.record_id, RecordFile.name)
        .join(IncomingDocument, IncomingDocument.id == RecordFile.record_id)
        .where(
            RecordFile.sha256.in_(contents),
            RecordFile.removed_at.is_(None),
            IncomingDocument.agency_id.in_(actor.agency_ids),
            IS_READABLE,
        )
        .order_by(RecordFile.id.desc())
        .limit(50)
    )
    return dict(session.execute(rows, given(actor)).all())


def likeness_of(document: IncomingDocument) -> Likeness:
    return Likeness(
        key=document.reference_key,
        issuer=document.issuer,
        issued_on=document.issued_on,
        subject=document.subject,
    )


def _twin(new: Likeness, document: IncomingDocument, same_file: str) -> Twin | None:
    known = likeness_of(document)
    is_sure = bool(same_file) or is_likely_twin(new, known)
    if not is_sure and not is_same_letter(new, known):
        return None
    return Twin(
        id=document.id,
        number=document.number,
        reference=document.reference,
        issuer=document.issuer,
        issued_on=document.issued_on,
        subject=document.subject,
        takes_files=document.state in ("registered", "directed"),
        alike=round(100 * similarity(new.subject, document.subject)),
        same_file=same_file,
        is_sure=is_sure,
    )


def next_waiting(session: Session, actor: Actor, passed_id: int) -> int | None:
    """The oldest delivery still to be accepted, but for the one just dealt with."""
    rows = select(IncomingDocument.id).where(
        IncomingDocument.agency_id == actor.agency_id,
        IncomingDocument.state == "waiting",
        IncomingDocument.id != passed_id,
        IS_READABLE,
    )
    return session.scalar(rows.order_by(IncomingDocument.id).limit(1), given(actor))


def open_line_count(session: Session, document_id: int) -> int:
    """How many lines of work are still open on the document."""
    rows = select(func.count()).where(
        Assignment.record_id == document_id, Assignment.state == "open"
    )
    return session.scalar(rows) or 0


def was_directed(session: Session, document_id: int) -> bool:
    """Whether work was ever given out on the document."""
    rows = select(Assignment.id).where(Assignment.record_id == document_id)
    return session.scalar(rows.limit(1)) is not None


def corrections_of(session: Session, document_id: int) -> Sequence[Any]:
    """Each correction of a registered line: when, by whom, why, and its changes; oldest first."""
    rows = (
        select(
            Correction.at,
            name_then(Person, "name", Correction.at).label("person"),
            Correction.reason,
            Correction.changes,
        )
        .join(Person, Person.id == Correction.person_id)
        .where(Correction.document_id == document_id)
        .order_by(Correction.id)
    )
    return session.execute(rows).all()


def came_in_at(session: Session, document_id: int | None) -> datetime | None:
    """When an incoming document reached the agency; paper tells the day of that, not the hour."""
    rows = select(IncomingDocument.arrived_on, IncomingDocument.created_at)
    found = session.execute(rows.where(IncomingDocument.id == document_id)).one_or_none()
    if found is None:
        return None
    arrived_on, entered_at = found
    if arrived_on is None or arrived_on >= clock.local(entered_at).date():
        return entered_at
    return clock.at(arrived_on, time(12))
