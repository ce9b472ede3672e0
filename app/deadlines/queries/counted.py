"""Rows whose due dates may have been counted, whatever table they are of: their columns, and which
of them a day of the calendar concerns."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.feature import Counted
from app.deadlines.rules.spans import Rule

BATCH = 5000
"""So many rows in one statement: a holiday may move tens of thousands."""


class Counting:
    """Columns of what has a due date (`due_at`) that may have been counted."""

    due_span: Mapped[str | None] = mapped_column(String(40))
    due_since: Mapped[datetime | None]
    """By which span, from when it was counted; none where it was set as a day."""
    due_promised: Mapped[datetime | None]
    """The date that was kept when the calendar made it earlier: it is due no earlier than this."""

    @property
    def due_rule(self) -> Rule | None:
        """By what the due date was counted; the calendar may move it. None where it is a day."""
        return Rule.kept(self.due_span, self.due_since, self.due_promised)

    @due_rule.setter
    def due_rule(self, rule: Rule | None) -> None:
        self.due_span = rule.span.kept if rule else None
        self.due_since = rule.since if rule else None
        self.due_promised = rule.promised if rule else None


class CountedRows:
    """The open rows of a table of `Counting`, by what `CountedDates` asks."""

    def __init__(self, table: Any, is_open: ColumnElement[bool]) -> None:
        of_agencies = table.agency_id.in_(bindparam("agency_ids", expanding=True))
        since = table.due_at >= bindparam("start")
        rows: Select[Any] = select(
            *(table.id, table.agency_id, table.due_span, table.due_since, table.due_at),
            table.due_promised,
        )
        self._across = rows.where(of_agencies, is_open, since, table.due_since < bindparam("end"))
        self._fixed = select(table.id).where(
            of_agencies, is_open, since, table.due_at < bindparam("end"), table.due_since.is_(None)
        )

    def across(
        self, session: Session, agency_ids: Collection[int], start: datetime, end: datetime
    ) -> Sequence[Counted]:
        """Those that began before the second moment and are due after the first."""
        rows = session.execute(self._across, _between(agency_ids, start, end))
        return [Counted(*row) for row in rows]

    def fixed(
        self, session: Session, agency_ids: Collection[int], start: datetime, end: datetime
    ) -> Sequence[int]:
        """Those that are due between these moments by a day that somebody set."""
        return list(session.scalars(self._fixed, _between(agency_ids, start, end)))


def _between(agency_ids: Collection[int], start: datetime, end: datetime) -> Mapping[str, Any]:
    return {"agency_ids": list(agency_ids), "start": start, "end": end}
