"""What may be told of a case to whoever has its look-up code."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.deadlines.rules.spans import Due
from app.onestop.cases.models import Case
from app.onestop.cases.queries.one import Moved, due_of, last_move, story
from app.organisation.queries import get_agency

_BY_CODE = select(Case).where(Case.public_code == bindparam("code"))


@dataclass(frozen=True)
class Looked:
    """A case as it stands, whose shop it is at, and what happened last."""

    case: Case
    agency: str
    address: str
    due: Due | None
    moves: Sequence[Moved]

    @property
    def last(self) -> Moved | None:
        return last_move(self.moves)


def looked_up(session: Session, code: str) -> Looked | None:
    """The case of this public code: whoever has it holds the receipt. None where there is none."""
    case = session.scalar(_BY_CODE, {"code": code})
    if case is None:
        return None
    agency = get_agency(session, case.agency_id)
    due, moves = due_of(session, case), story(session, case.id)
    return Looked(case, agency.name, agency.address, due, moves)
