"""rules.colour said once more in SQL, and the worst colour of a document's lines."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.assignments.models import Assignment
from app.assignments.rules import WORST_FIRST
from app.correspondence.models import Document


def colour_sql(now: datetime, soon_limit: datetime) -> ColumnElement[str | None]:
    """The colour of a line as one expression; the same as rules.colour."""
    conditions = _conditions(now, soon_limit)
    return case(*((condition, name) for name, condition in conditions.items()))


def is_coloured(colour: str, now: datetime, soon_limit: datetime) -> ColumnElement[bool]:
    """That colour_sql gives this colour, said so that an index of due dates can answer."""
    return _conditions(now, soon_limit)[colour]


def _conditions(now: datetime, soon_limit: datetime) -> dict[str, ColumnElement[bool]]:
    """Each colour with its condition; no two hold for one line."""
    line = Assignment
    is_done, is_open = line.state == "done", line.state == "open"
    is_seen, in_time, without_due = (
        line.opened_at.is_not(None),
        line.due_at >= now,
        line.due_at.is_(None),
    )
    return {
        "late": and_(is_open, line.due_at < now),
        "new": and_(is_open, line.opened_at.is_(None), or_(without_due, in_time)),
        "open": and_(is_open, is_seen, without_due),
        "soon": and_(is_open, is_seen, in_time, line.due_at <= soon_limit),
        "track": and_(is_open, is_seen, in_time, line.due_at > soon_limit),
        "done": and_(is_done, or_(without_due, line.finished_at <= line.due_at)),
        "donelate": and_(is_done, line.finished_at > line.due_at),
    }


def _rank_sql(now: datetime, soon_limit: datetime) -> ColumnElement[int]:
    colour = colour_sql(now, soon_limit)
    return case({name: rank for rank, name in enumerate(WORST_FIRST)}, value=colour)


def worst_colour(
    session: Session, document_ids: Collection[int], now: datetime, soon_limit: datetime
) -> dict[int, str]:
    """The colour to show for each of these documents; those without lines are left out."""
    if not document_ids:
        return {}
    worst = func.min(_rank_sql(now, soon_limit), type_=Integer)
    rows = session.execute(
        select(Assignment.document_id, worst)
        .where(Assignment.document_id.in_(document_ids))
        .group_by(Assignment.document_id)
    )
    return {document_id: WORST_FIRST[rank] for document_id, rank in rows if rank is not None}


def worst_colour_sql(now: datetime, soon_limit: datetime) -> ColumnElement[str | None]:
    """The same as a column of a query over documents, for lists that show or filter by it."""
    worst = (
        select(func.min(_rank_sql(now, soon_limit), type_=Integer))
        .where(Assignment.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    return case(dict(enumerate(WORST_FIRST)), value=worst)
