"""Due dates that holders asked to be put off."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, joinedload

from app.core.asking import RECORD
from app.core.db import constant
from app.work.models import Assignment, Extension


def pending(session: Session, line_id: int) -> Extension | None:
    """What was asked for this line and is not decided yet; there is one at most."""
    return session.scalar(_PENDING, {"line": line_id})


def last_of(session: Session, line_id: int) -> Extension | None:
    """What was asked for this line at last, whatever became of it."""
    return session.scalars(_OF_LINE, {"line": line_id}).first()


def extensions_of(session: Session, record_id: int) -> Mapping[int, Sequence[Extension]]:
    """Those of each line of a record, the latest first."""
    found: dict[int, list[Extension]] = {}
    for one in session.scalars(_OF_RECORD, {"record_id": record_id}):
        found.setdefault(one.assignment_id, []).append(one)
    return found


def due_above(session: Session, line: Assignment) -> datetime | None:
    """When the line is due below which this one stands."""
    return session.scalar(select(Assignment.due_at).where(Assignment.id == line.parent_id))


_ALL = select(Extension).order_by(Extension.id.desc())
_OF_LINE = _ALL.where(Extension.assignment_id == bindparam("line"))
_PENDING = _OF_LINE.where(Extension.state == constant("asked"))
_OF_RECORD = (
    _ALL.join(Assignment, Assignment.id == Extension.assignment_id)
    .where(Assignment.record_id == RECORD)
    .options(joinedload(Extension.asked_by), joinedload(Extension.decided_by))
)
IS_ASKED = exists().where(
    Extension.assignment_id == Assignment.id, Extension.state == constant("asked")
)
"""Whoever gave the line has to decide on its due date."""
