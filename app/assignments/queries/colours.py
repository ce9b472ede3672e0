"""rules.colour said once more in SQL, and the worst colour of a document's lines."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, func, null, select
from sqlalchemy.orm import Session

from app.assignments.models import Assignment
from app.assignments.rules import WORST_FIRST
from app.correspondence.models import Document


def colour_sql(now: datetime, soon_limit: datetime) -> ColumnElement[str | None]:
    """The colour of a line as one expression; the same as rules.colour."""
    line = Assignment
    return case(
        (and_(line.state == "done", line.finished_at > line.due_at), "donelate"),
        (line.state == "done", "done"),
        (line.state != "open", cast(null(), String)),
        (line.due_at < now, "late"),
        (line.opened_at.is_(None), "new"),
        (line.due_at.is_(None), "open"),
        (line.due_at <= soon_limit, "soon"),
        else_="track",
    )


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
