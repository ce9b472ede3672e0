"""Writing due dates that moved with the calendar."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core.feature import Moved

BATCH = 5000
"""So many rows in one statement: a holiday may move tens of thousands."""


def write_dates(session: Session, table: Any, moved: Sequence[Moved]) -> None:
    """Of those rows that still have the old date, as they are then another version."""
    alike: dict[tuple[datetime, datetime], list[int]] = {}
    for one in moved:
        alike.setdefault((one.old, one.new), []).append(one.id)
    for (old, new), ids in alike.items():
        for start in range(0, len(ids), BATCH):
            these = table.id.in_(ids[start : start + BATCH]), table.due_at == old
            values = {"due_at": new, "version": table.version + 1}
            session.execute(
                update(table).where(*these).values(values),
                execution_options={"synchronize_session": False},
            )
    session.expire_all()
