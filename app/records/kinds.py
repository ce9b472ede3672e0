"""What the rooms below know of a kind of record: no more than it offers here.

Whoever builds an office (web, worker, command line, tests) installs the kinds that its features
list; nothing is registered by an import.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


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


_installed: dict[str, RecordKind] = {}


def install(kinds: Iterable[RecordKind]) -> None:
    """Make these the kinds of this process; called once by whoever builds the office."""
    _installed.clear()
    _installed.update({kind.name: kind for kind in kinds})


def kind_of(name: str) -> RecordKind:
    """The kind of this name; KeyError when no listed feature brings it."""
    return _installed[name]


def faces(session: Session, records: Iterable[tuple[int, str]]) -> dict[int, Face]:
    """The faces of these records (id, kind): one statement for each kind among them."""
    by_kind: dict[str, set[int]] = {}
    for record_id, kind in records:
        by_kind.setdefault(kind, set()).add(record_id)
    found: dict[int, Face] = {}
    for kind, ids in by_kind.items():
        found.update(kind_of(kind).faces(session, ids))
    return found
