"""The colours of lines of work in SQL, and how the lines of a record press together."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from app.core.db import Moment, constant
from app.deadlines.queries.colours import DueColumns, colour_conditions, colour_of, rank_of
from app.deadlines.rules.colours import WORST_FIRST, Horizon
from app.deadlines.rules.wholes import Parts
from app.work.models import Assignment

IS_OPEN = Assignment.state == constant("open")
IS_COLOURED = colour_conditions(
    DueColumns(
        is_open=IS_OPEN,
        due_at=Assignment.due_at,
        opened_at=Assignment.opened_at,
        is_done=Assignment.state == constant("done"),
        finished_at=Assignment.finished_at,
    )
)
"""The lines of each colour."""

COLOUR: ColumnElement[str | None] = colour_of(IS_COLOURED)
"""The colour of a line; null where it has none."""

WORST: ColumnElement[int | None] = func.min(rank_of(IS_COLOURED))
"""The rank of the worst colour among some lines."""

_PARTS = (
    select(
        Assignment.record_id,
        WORST,
        func.min(Assignment.due_at, type_=Moment()).filter(IS_OPEN),
        func.min(Assignment.due_at, type_=Moment()).filter(IS_COLOURED["donelate"]),
    )
    .where(Assignment.record_id.in_(bindparam("ids", expanding=True)))
    .group_by(Assignment.record_id)
)


def parts_of(session: Session, record_ids: Collection[int], horizon: Horizon) -> dict[int, Parts]:
    """How the lines of each of these records press; those without any are left out."""
    if not record_ids:
        return {}
    rows = session.execute(_PARTS, {"ids": list(record_ids), **horizon.moments})
    return {
        record_id: Parts(WORST_FIRST[rank] if rank is not None else None, due_at, missed_at)
        for record_id, rank, due_at, missed_at in rows
    }
