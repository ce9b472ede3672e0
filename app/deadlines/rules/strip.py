"""The days from which something came to the one on which it is due, as a piece of calendar: Monday
to Friday and the week-end as one. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from app.core import clock
from app.deadlines.rules.spans import Due, Unit
from app.deadlines.rules.working_time import (
    A_DAY,
    NO_TIME,
    WEEK_DAYS_WORKED,
    WorkCalendar,
    days_after,
    working_days_between,
)

MOST_DAYS = 84
"""Of what takes longer only the sentences are said."""


@dataclass(frozen=True)
class Stretch:
    """What a strip is made of. `due`: how it was counted, if it was; `first`: the date it had
    before it was put off."""

    came: datetime
    due_at: datetime
    calendar: WorkCalendar
    due: Due | None = None
    first: datetime | None = None


@dataclass(frozen=True)
class Cell:
    """A day, or a week-end. `kind` is came, counted, rest (a day off), stop (paused) or end."""

    days: tuple[date, ...]
    kind: str
    count: int = 0
    """The how many-th day it is; 0 where it is not counted, or not in days."""
    hours: timedelta = NO_TIME
    """How much of it is counted, where it is counted in hours."""
    name: str = ""
    """What the calendar calls it."""
    is_first_due: bool = False

    @property
    def column(self) -> int:
        return min(self.days[0].weekday(), WEEK_DAYS_WORKED) + 1


def strip(of: Stretch) -> list[Cell]:
    """Day by day; nothing of what is due before it came, or long after."""
    start, end = clock.local(of.came).date(), clock.local(of.due_at).date()
    if not 0 <= (end - start).days <= MOST_DAYS:
        return []
    days = [start, *days_after(start, end)]
    together = groupby(days, key=lambda day: day - max(0, day.weekday() - WEEK_DAYS_WORKED) * A_DAY)
    return [_cell(of, tuple(some), end) for _saturday, some in together]


def _cell(of: Stretch, days: tuple[date, ...], end: date) -> Cell:
    worked = [day for day in days if of.calendar.is_working(day)]
    count, hours = _counted(of, days[-1])
    by_hours = _is_by_hours(of.due)
    is_counted = bool(hours) if by_hours else count > 0 and (bool(worked) or _counts_all(of.due))
    kind = "counted" if is_counted else "came" if worked else "rest"
    if any(_paused(of, day) for day in worked):
        kind = "stop"
    if end in days:
        kind = "end"
    return Cell(
        days,
        kind,
        count if is_counted and not by_hours else 0,
        hours if by_hours else NO_TIME,
        next((of.calendar.names[day] for day in days if day in of.calendar.names), ""),
        of.first is not None and clock.local(of.first).date() in days,
    )


def _counted(of: Stretch, day: date) -> tuple[int, timedelta]:
    """The how many-th day this is, and the time that is worked on it before it is due."""
    begins = of.due.begins if of.due else of.came
    start, end = clock.day_bounds(day)
    hours = of.calendar.worked_between(max(start, begins), min(end, of.due_at)) - _paused(of, day)
    first = clock.local(begins).date()
    if _counts_all(of.due):
        return max(0, (day - first).days), hours
    return working_days_between(first, day, of.calendar), hours


def _counts_all(due: Due | None) -> bool:
    return due is not None and due.span.unit is Unit.DAY


def _is_by_hours(due: Due | None) -> bool:
    return due is not None and (not due.span.is_whole or bool(due.pauses))


def _paused(of: Stretch, day: date) -> timedelta:
    """How much of its working time was not counted."""
    start, end = clock.day_bounds(day)
    parts = (
        of.calendar.worked_between(max(start, one.start), min(end, one.end or end))
        for one, _length in (of.due.pauses if of.due else ())
    )
    return sum(parts, NO_TIME)
