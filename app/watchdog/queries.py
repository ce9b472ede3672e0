"""Reading how the invariants stand, and what happened to them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.queries import TrailRow, of_kind
from app.core.counting import Counting
from app.core.feature import Found
from app.core.memory import remembered
from app.records.models import Record
from app.watchdog.models import Watch
from app.watchdog.rules import ILL

HISTORY = 60

ILL_ONES: Counting = select(func.count(Watch.id)).where(Watch.state.in_(ILL))


def watches(session: Session) -> Mapping[str, Watch]:
    """How each stands, by name."""
    rows = session.scalars(select(Watch))
    return {row.name: row for row in rows}


def breaking(session: Session, name: str) -> Found:
    """What broke this invariant when it was looked at last; remembered until that changes."""

    def find() -> Found:
        rows = select(Watch.found).where(Watch.name == name, Watch.state == "broken")
        return Found.kept(session.scalar(rows) or {})

    return remembered(session, ("watchdog", name), find)


def happened(session: Session, since: datetime) -> Sequence[TrailRow]:
    """What was told of, mended and whole again, newest first."""
    return of_kind(session, "watch", since, HISTORY)


def kinds_of(session: Session, record_ids: Collection[int]) -> dict[int, str]:
    """The kinds of these records, by id."""
    rows = select(Record.id, Record.kind).where(Record.id.in_(record_ids))
    return dict(session.execute(rows).all())
