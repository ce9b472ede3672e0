"""Writing due dates that moved with the calendar."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from app.core.feature import Moved
from app.deadlines.queries.counted import BATCH


def write_dates(session: Session, table: Any, moved: Sequence[Moved]) -> None:
    """Of those rows that still have the old date, as they are then another version."""
    for (old, new), rows in _alike(table, moved):
        _write(session, table, rows, old, due_at=new, version=table.version + 1)
    session.expire_all()


def keep_dates(session: Session, table: Any, moved: Sequence[Moved]) -> None:
    """Rows that still have the old date keep it as promised, whatever is counted for them later,
    unless that is later."""
    for (old, _new), rows in _alike(table, moved):
        _write(session, table, rows, old, due_promised=old)
    session.expire_all()


def _alike(
    table: Any, moved: Sequence[Moved]
) -> Iterator[tuple[tuple[datetime, datetime], ColumnElement[bool]]]:
    """From when to when, and the rows that move so, a batch at a time."""
    alike: dict[tuple[datetime, datetime], list[int]] = {}
    for one in moved:
        alike.setdefault((one.old, one.new), []).append(one.id)
    for dates, ids in alike.items():
        for start in range(0, len(ids), BATCH):
            yield dates, table.id.in_(ids[start : start + BATCH])


def _write(
    session: Session, table: Any, rows: ColumnElement[bool], old: datetime, **values: Any
) -> None:
    session.execute(
        update(table).where(rows, table.due_at == old).values(values),
        execution_options={"synchronize_session": False},
    )
