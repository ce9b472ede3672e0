"""Procedures as the counter offers them: by unmarked words, or those it used last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from app.core.text import fold
from app.onestop.procedures.models import Procedure, ProcedureVersion
from app.onestop.procedures.queries.content import HOLDS_TODAY


@dataclass(frozen=True, slots=True)
class Offered:
    """A procedure that may be received today."""

    procedure_id: int
    code: str
    name: str


_OFFERED = (
    select(Procedure.id, Procedure.code, ProcedureVersion.name)
    .join(ProcedureVersion, ProcedureVersion.procedure_id == Procedure.id)
    .where(HOLDS_TODAY)
)
_IDS: Any = bindparam("ids", expanding=True)
_BY_ID = _OFFERED.where(Procedure.id.in_(_IDS))
_SHORTEST_FIRST = _OFFERED.order_by(ProcedureVersion.name)


def offered(session: Session, procedure_ids: Sequence[int]) -> list[Offered]:
    """Those of these that may be received today, in their order."""
    rows = session.execute(_BY_ID, {"ids": list(procedure_ids)})
    found = {row.id: Offered(row.id, row.code, row.name) for row in rows}
    return [found[one] for one in procedure_ids if one in found]


def found_by(session: Session, words: str, first: Sequence[int], most: int) -> list[Offered]:
    """Those whose code or name holds all words, marks or none: those of `first` before others,
    then those whose words begin so."""
    asked = fold(words).split()
    if not asked:
        return []
    held = and_(*(ProcedureVersion.folded.contains(one, autoescape=True) for one in asked))
    rows = session.execute(_SHORTEST_FIRST.where(held))
    found = [Offered(row.id, row.code, row.name) for row in rows]
    return sorted(found, key=lambda one: _rank(one, asked, first))[:most]


def _rank(one: Offered, asked: Sequence[str], first: Sequence[int]) -> tuple[bool, int, bool]:
    known = fold(one.name).split()
    begun = all(any(word.startswith(part) for word in known) for part in asked)
    place = first.index(one.procedure_id) if one.procedure_id in first else len(first)
    return place == len(first), place, not begun
