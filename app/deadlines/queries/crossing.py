"""rules/crossing.py said once more in SQL."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_

from app.core.db import Moment


def is_new(due_at: Any, given_at: Any) -> ColumnElement[bool]:
    """Executed with the moments of a Crossing; of open rows of the agency of its Horizon."""
    since, now, soon_before, soon_now = (
        bindparam(f"crossing_{name}", type_=Moment())
        for name in ("since", "now", "soon_before", "soon_now")
    )
    return and_(
        due_at > since,
        due_at <= soon_now,
        or_(due_at <= now, due_at > soon_before, given_at > since),
    )
