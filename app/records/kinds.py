"""The kinds of records of this process, for rooms that know none of them by name.

Whoever builds an office (web, worker, command line, tests) installs the kinds that its features
list; nothing is registered by an import.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.core.feature import Face, Faces, RecordKind

__all__ = ["Face", "Faces", "RecordKind", "faces", "install", "kind_of"]

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
