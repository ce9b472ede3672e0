"""rules.colour said once more in SQL; the worst colour of a record's lines.

What is said here is built once: statements that hold it are executed with the moments of a Horizon.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.core.db import constant
from app.core.working_time import WorkCalendar
from app.work.models import Assignment
from app.work.rules import WORST_FIRST


@dataclass(frozen=True)
class Horizon:
    """The moments that colours are told by, and the calendar that due dates are counted in."""

    now: datetime
    soon_limit: datetime
    calendar: WorkCalendar

    @property
    def moments(self) -> dict[str, datetime]:
        """What a statement with colours in it is executed with."""
        week_end = self.now + WEEK
        return {"now": self.now, "soon_limit": self.soon_limit, "week_end": week_end}


WEEK = timedelta(days=7)
NOW: BindParameter[datetime] = bindparam("now")
SOON_LIMIT: BindParameter[datetime] = bindparam("soon_limit")
WEEK_END: BindParameter[datetime] = bindparam("week_end")


def _conditions() -> dict[str, ColumnElement[bool]]:
    line = Assignment
    is_done, is_open = line.state == constant("done"), line.state == constant("open")
    is_seen, in_time = line.opened_at.is_not(None), line.due_at >= NOW
    without_due = line.due_at.is_(None)
    return {
        "late": and_(is_open, line.due_at < NOW),
        "new": and_(is_open, line.opened_at.is_(None), or_(without_due, in_time)),
        "open": and_(is_open, is_seen, without_due),
        "soon": and_(is_open, is_seen, in_time, line.due_at <= SOON_LIMIT),
        "track": and_(is_open, is_seen, in_time, line.due_at > SOON_LIMIT),
        "done": and_(is_done, or_(without_due, line.finished_at <= line.due_at)),
        "donelate": and_(is_done, line.finished_at > line.due_at),
    }


IS_COLOURED = _conditions()
"""The lines of each colour, said so that an index of due dates can find them."""

COLOUR: ColumnElement[str | None] = case(*((IS_COLOURED[name], name) for name in IS_COLOURED))
"""The colour of a line; null where it has none."""

RANK: ColumnElement[int] = case(*((IS_COLOURED[c], rank) for rank, c in enumerate(WORST_FIRST)))
"""The lower, the worse."""

WORST = (
    select(Assignment.record_id, func.min(RANK, type_=Integer))
    .where(Assignment.record_id.in_(bindparam("ids", expanding=True)))
    .group_by(Assignment.record_id)
)


def worst_colour(session: Session, record_ids: Collection[int], at: Horizon) -> dict[int, str]:
    """The colour to show for each of these records; those without lines are left out."""
    if not record_ids:
        return {}
    rows = session.execute(WORST, {"ids": list(record_ids), **at.moments})
    return {record_id: WORST_FIRST[rank] for record_id, rank in rows if rank is not None}
