"""rules.colour said once more in SQL; the worst colour of a document's lines."""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from sqlalchemy import ColumnElement, Integer, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.assignments.models import Assignment
from app.assignments.rules import WORST_FIRST


class Colours:
    """The colours of lines at one moment, in SQL; the same as rules.colour."""

    def __init__(self, now: datetime, soon_limit: datetime) -> None:
        line = Assignment
        is_done, is_open = line.state == "done", line.state == "open"
        is_seen, in_time = line.opened_at.is_not(None), line.due_at >= now
        without_due = line.due_at.is_(None)
        self.where: dict[str, ColumnElement[bool]] = {
            "late": and_(is_open, line.due_at < now),
            "new": and_(is_open, line.opened_at.is_(None), or_(without_due, in_time)),
            "open": and_(is_open, is_seen, without_due),
            "soon": and_(is_open, is_seen, in_time, line.due_at <= soon_limit),
            "track": and_(is_open, is_seen, in_time, line.due_at > soon_limit),
            "done": and_(is_done, or_(without_due, line.finished_at <= line.due_at)),
            "donelate": and_(is_done, line.finished_at > line.due_at),
        }
        """The lines of each colour, said so that an index of due dates can find them."""
        names = ((condition, name) for name, condition in self.where.items())
        self.name: ColumnElement[str | None] = case(*names)
        """The colour of a line as one expression."""

    @cached_property
    def rank(self) -> ColumnElement[int]:
        """The lower, the worse; null where a line has no colour."""
        return case(*((self.where[name], rank) for rank, name in enumerate(WORST_FIRST)))


def worst_colour(
    session: Session, document_ids: Collection[int], colours: Colours
) -> dict[int, str]:
    """The colour to show for each of these documents; those without lines are left out."""
    if not document_ids:
        return {}
    worst = func.min(colours.rank, type_=Integer)
    rows = session.execute(
        select(Assignment.document_id, worst)
        .where(Assignment.document_id.in_(document_ids))
        .group_by(Assignment.document_id)
    )
    return {document_id: WORST_FIRST[rank] for document_id, rank in rows if rank is not None}
