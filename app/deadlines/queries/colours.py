"""rules/colours.py said once more in SQL, for whatever columns hold a due date.

What is said here is built once: statements that hold it are executed with the moments of a Horizon,
that is of one agency, whose rows they must be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    literal,
    null,
    or_,
    type_coerce,
)
from sqlalchemy.types import Integer

from app.core.db import Moment
from app.deadlines.rules.colours import WORST_FIRST

NOW: BindParameter[datetime] = bindparam("now", type_=Moment())
SOON_LIMIT: BindParameter[datetime] = bindparam("soon_limit", type_=Moment())
WEEK_END: BindParameter[datetime] = bindparam("week_end", type_=Moment())
ISSUE_LIMIT: BindParameter[datetime] = bindparam("issue_limit", type_=Moment())
ISSUE_TODAY: BindParameter[datetime] = bindparam("issue_today", type_=Moment())

Moments = SQLColumnExpression[datetime | None]


def is_late(due_at: Moments) -> ColumnElement[bool]:
    return due_at < NOW


def is_due_soon(due_at: Moments) -> ColumnElement[bool]:
    """Open and not late, with no more left than the agency's span."""
    return and_(due_at >= NOW, due_at <= SOON_LIMIT)


def is_due_this_week(due_at: Moments) -> ColumnElement[bool]:
    return and_(due_at >= NOW, due_at <= WEEK_END)


@dataclass(frozen=True)
class DueColumns:
    """The columns by which rows are coloured; what is never opened or closed leaves them out."""

    is_open: ColumnElement[bool]
    due_at: Moments
    opened_at: Moments | None = None
    is_done: ColumnElement[bool] | None = None
    finished_at: Moments | None = None


def colour_conditions(row: DueColumns) -> Mapping[str, ColumnElement[bool]]:
    """The rows of each colour, said so that an index of due dates can find them."""
    due_at, without_due = row.due_at, row.due_at.is_(None)
    has_time = due_at > SOON_LIMIT
    found = {
        "late": and_(row.is_open, is_late(due_at)),
        "soon": and_(row.is_open, is_due_soon(due_at)),
    }
    seen = row.is_open
    if row.opened_at is not None:
        unseen = row.opened_at.is_(None)
        found["new"] = and_(row.is_open, unseen, or_(without_due, has_time))
        seen = and_(row.is_open, row.opened_at.is_not(None))
    found |= {"open": and_(seen, without_due), "track": and_(seen, has_time)}
    if row.is_done is not None and row.finished_at is not None:
        found |= {
            "done": and_(row.is_done, row.finished_at <= due_at),
            "donelate": and_(row.is_done, row.finished_at > due_at),
            "ended": and_(row.is_done, without_due),
        }
    return found


def rank_of(conditions: Mapping[str, ColumnElement[bool]]) -> ColumnElement[int | None]:
    """The lower, the worse; null where no condition holds."""
    ranks = {name: rank for rank, name in enumerate(WORST_FIRST)}
    whens = [(conditions[name], literal(ranks[name])) for name in WORST_FIRST if name in conditions]
    return type_coerce(case(*whens, else_=null()), Integer)


def colour_of(conditions: Mapping[str, ColumnElement[bool]]) -> ColumnElement[str | None]:
    """The name of the colour; null where there is none."""
    return case(*((condition, name) for name, condition in conditions.items()))
