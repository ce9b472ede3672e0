"""Due dates that move with the calendar."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.feature import Moved
from app.core.policy import Actor
from app.work.events import DatesMoved
from app.work.models import Assignment


def move_dates(
    session: Session, actor: Actor, moved: Sequence[Moved], day: date, reason: str
) -> None:
    """Write the new dates where the old one still stands; whoever holds one is told once."""
    rows = [{"line": one.id, "old": one.old, "new": one.new} for one in moved]
    session.connection().execute(_MOVE, rows)
    ids = sorted(one.id for one in moved)
    holders = {
        holder
        for start in range(0, len(ids), BATCH)
        for holder in session.scalars(_HOLDERS, {"ids": ids[start : start + BATCH]})
    }
    now, by = clock.now().isoformat(), actor.person_id
    outbox.publish(session, DatesMoved(day.isoformat(), reason, now, sorted(holders), by))
    session.expire_all()


BATCH = 5000
_MOVE = (
    update(Assignment)
    .where(Assignment.id == bindparam("line"), Assignment.due_at == bindparam("old"))
    .values(due_at=bindparam("new"), version=Assignment.version + 1)
)
_HOLDERS = (
    select(Assignment.holder).distinct().where(Assignment.id.in_(bindparam("ids", expanding=True)))
)
