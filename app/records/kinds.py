"""What the rooms below know of a kind of record: no more than it offers here.

Whoever builds an office (web, worker, command line, tests) installs the kinds that its features
list; nothing is registered by an import.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Problem
from app.core.policy import Actor
from app.core.text import N_
from app.records.models import Record


@dataclass(frozen=True)
class Face:
    """What lists, notices and links show of a record of any kind."""

    record_id: int
    kind: str
    path: str
    """The address of its page, from the root of the office: "/documents/12"."""
    subject: str
    reference: str = ""
    number: int | None = None
    """Its number in a register, if it stands in one."""
    source: str = ""
    """Whom it comes from: the issuer of a document, the applicant of a case."""
    urgency: int = 0
    due_at: datetime | None = None
    dated: date | None = None
    """The day written on it."""


@dataclass(frozen=True)
class Standing:
    """How a record stands towards work at this moment."""

    record_id: int
    agency_id: int
    problem: Problem | None = None
    """Why its lines stay as they are, in words; None while they may be changed."""
    urgency: int = 0
    due_at: datetime | None = None
    reply_required: bool = False


@dataclass(frozen=True)
class Workable:
    """What work asks of a kind; each function is given the id of a record, or of an agency."""

    standing: Callable[[Session, int], Standing]
    """Read anew from the database: it is asked when the record's turn has been taken."""
    may_direct: Callable[[Session, Actor, int], bool]
    """Whether this actor may write a directive on the record as it stands now."""
    receivers: Callable[[Session, int], Mapping[str, str]]
    """Who of the agency may be given work on such records today: names by "u7" and "p12"."""
    reply_missing: Callable[[Session, int], bool]
    """Whether the record requires a reply, and none was issued yet."""
    lines_changed: Callable[[Session, int, bool], None]
    """Its lines changed, in the transaction of that change; true while a directive is carried out,
    which is when somebody holds a line of it or has finished one."""


def _closed(session: Session, record_id: int) -> Standing:
    agency_id = session.scalars(select(Record.agency_id).where(Record.id == record_id)).one()
    return Standing(record_id, agency_id, Problem(N_("Nobody is given work on this.")))


NO_WORK = Workable(
    standing=_closed,
    may_direct=lambda _session, _actor, _record_id: False,
    receivers=lambda _session, _agency_id: {},
    reply_missing=lambda _session, _record_id: False,
    lines_changed=lambda _session, _record_id, _is_carried_out: None,
)


Faces = Callable[[Session, Collection[int]], Mapping[int, Face]]


@dataclass(frozen=True)
class RecordKind:
    """A kind of record; `name` is kept in `record.kind` and never changes."""

    name: str
    label: str
    """Message id: what people call one of it."""
    permission: str
    """What a person must hold to read any record of this kind."""
    faces: Faces
    """The faces of those of these records that exist, in one statement, whoever asks."""
    named: str = ""
    """Message id with %(number)s and %(day)s: its name before who may not know what it says."""
    work: Workable = NO_WORK


_installed: dict[str, RecordKind] = {}


def install(kinds: Iterable[RecordKind]) -> None:
    """Make these the kinds of this process; called once by whoever builds the office."""
    _installed.clear()
    _installed.update({kind.name: kind for kind in kinds})


def kind_of(name: str) -> RecordKind:
    """The kind of this name; KeyError when no listed feature brings it."""
    return _installed[name]


def faces(session: Session, records: Iterable[tuple[int, str]]) -> dict[int, Face]:
    """The faces of these records (id, kind): a statement for each way in which faces are read.

    Kinds that live in one table share one.
    """
    by_way: dict[Faces, set[int]] = {}
    for record_id, kind in records:
        by_way.setdefault(kind_of(kind).faces, set()).add(record_id)
    found: dict[int, Face] = {}
    for read, ids in by_way.items():
        found.update(read(session, ids))
    return found


def face_of(session: Session, record_id: int) -> Face:
    """The face of one record, which has to be there."""
    kind = session.scalars(select(Record.kind).where(Record.id == record_id)).one()
    return faces(session, [(record_id, kind)])[record_id]
