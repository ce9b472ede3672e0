"""Due dates that move with the calendar."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.feature import DayChange, Moved
from app.core.policy import Actor
from app.deadlines.service import BATCH, write_dates
from app.work.events import DatesMoved, DatesOnDayOff
from app.work.models import Assignment


def move_dates(
    session: Session,
    actor: Actor,
    moved: Sequence[Moved],
    fixed: Sequence[int],
    change: DayChange,
) -> None:
    """Write the new dates where the old one still stands; whoever holds one is told once, and so
    is who set a day that is off now."""
    write_dates(session, Assignment, moved)
    said = change.day.isoformat(), change.reason, change.at.isoformat()
    holders = _of(session, Assignment.holder, [one.id for one in moved])
    if holders:
        outbox.publish(session, DatesMoved(*said, holders, actor.person_id))
    givers = _of(session, Assignment.given_by_id, fixed)
    if givers:
        outbox.publish(session, DatesOnDayOff(*said, givers, len(fixed)))


def _of(session: Session, column: Any, ids: Sequence[int]) -> list[Any]:
    """The values of a column of these lines, each once."""
    asked = select(column).distinct().where(Assignment.id.in_(bindparam("ids", expanding=True)))
    found: set[Any] = set()
    for start in range(0, len(ids), BATCH):
        found.update(session.scalars(asked, {"ids": list(ids[start : start + BATCH])}))
    return sorted(found)
