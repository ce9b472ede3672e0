"""The kinds of records of this process, for rooms that know none of them by name."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.core.feature import Face, Faces, RecordKind, installed

__all__ = [
    "Face",
    "Faces",
    "RecordKind",
    "by_kind",
    "faces",
    "kind_of",
]


def kind_of(name: str) -> RecordKind:
    """The kind of this name; KeyError when no listed feature brings it."""
    return installed().kinds[name]


def faces(session: Session, records: Iterable[tuple[int, str]]) -> dict[int, Face]:
    """The faces of these records (id, kind): a statement for each way in which faces are read.

    Kinds that live in one table share one.
    """
    found: dict[int, Face] = {}
    by_way: dict[Faces, list[int]] = {}
    for kind, ids in by_kind(records).items():
        by_way.setdefault(kind.faces, []).extend(ids)
    for read, ids in by_way.items():
        found.update(read(session, ids))
    return found


def by_kind(records: Iterable[tuple[int, str]]) -> dict[RecordKind, list[int]]:
    """Their ids, each once, under their kinds; kinds that no listed feature brings are left out."""
    sorted_out: dict[RecordKind, dict[int, None]] = {}
    for record_id, name in records:
        kind = installed().kinds.get(name)
        if kind is not None:
            sorted_out.setdefault(kind, {})[record_id] = None
    return {kind: list(ids) for kind, ids in sorted_out.items()}
