"""Due dates that were counted by the calendar, whatever they are the due dates of."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.core.policy import Actor


class Counted(NamedTuple):
    """Something open whose due date was counted: by which span, from when (UTC)."""

    id: int
    agency_id: int
    span: str
    since: datetime
    due_at: datetime
    promised: datetime | None = None
    """It is due no earlier than this."""
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    """From when to when it was not counted, in order."""


class Moved(NamedTuple):
    """The due date (UTC) that it had and the one that it gets."""

    id: int
    old: datetime
    new: datetime

    @property
    def is_earlier(self) -> bool:
        return self.new < self.old


@dataclass(frozen=True, slots=True)
class DayChange:
    """The calendar says something else of this day, since when, and why."""

    day: date
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CountedDates:
    """Things whose due dates are counted by the calendar: a change of a day moves them.

    `across(session, agency_ids, start, end)`: the open ones that are counted across these moments.
    `fixed(session, agency_ids, start, end)`: the ids of the open ones that are due between them by
    a day that somebody set: these stay.
    `said(session, actor, ids)`: by id, what a row of what would move says: holder, title, address;
    only those that the actor may read. `units(session, actor, ids)`: by id, the unit that answers
    for each of the others, empty where none does yet. `move(session, actor, moved, fixed, change)`
    writes the new dates of those that still have the old one, and tells whom it concerns, once; and
    of what stays on a day that is off now, who set it. `keep(session, moved)`: these keep the old
    date from now on, though an earlier one is counted.
    """

    across: Callable[[Session, Collection[int], datetime, datetime], Sequence[Counted]]
    fixed: Callable[[Session, Collection[int], datetime, datetime], Sequence[int]]
    said: Callable[[Session, Actor, Collection[int]], Mapping[int, tuple[str, str, str]]]
    units: Callable[[Session, Actor, Collection[int]], Mapping[int, str]]
    move: Callable[[Session, Actor, Sequence[Moved], Sequence[int], DayChange], None]
    keep: Callable[[Session, Sequence[Moved]], None]
