"""Working days and hours of a state agency, as pure functions on plain values.

Monday to Friday (Decision 188/1999/QĐ-TTg); the first day is not counted, and a period that
ends on a day off ends on the next working day (Civil Code 2015, articles 147 and 148).
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate

from app.core import clock

CLOSING_HOUR = time(17, 0)
DUE_SOON_WORKING_DAYS = 2


@dataclass(frozen=True)
class WorkCalendar:
    """Exceptions to the week: True makes a day off a working one, False a working day off."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < 5)

    def working_days_to(self, day: date) -> int:
        """Working days from the first of our era to this day; useful as a difference."""
        weeks, rest = divmod(day.toordinal(), 7)  # that era began on a Monday
        days, gained = self._gained
        return weeks * 5 + min(rest, 5) + gained[bisect_right(days, day)]

    @cached_property
    def _gained(self) -> tuple[list[date], list[int]]:
        """The exceptions in order, and the working days gained by so many of the first."""
        days = sorted(self.exceptions)
        changes = (self.exceptions[day] - (day.weekday() < 5) for day in days)
        return days, [0, *accumulate(changes)]


STANDARD = WorkCalendar()


def next_working_day(day: date, calendar: WorkCalendar = STANDARD) -> date:
    """The day itself when people work on it, otherwise the first one after on which they do."""
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, calendar: WorkCalendar = STANDARD) -> date:
    """The day `count` working days after `day`, which is not counted itself."""
    while count > 0:
        day = next_working_day(day + timedelta(days=1), calendar)
        count -= 1
    return next_working_day(day, calendar)


def working_days_between(start: date, end: date, calendar: WorkCalendar = STANDARD) -> int:
    """How many working days lie after `start` up to and with `end`; 0 when `end` is not later."""
    return max(0, calendar.working_days_to(end) - calendar.working_days_to(start))


def end_of_working_day(day: date) -> datetime:
    """The moment (UTC) at which work due on this day is late."""
    return clock.at(day, CLOSING_HOUR)


def due_soon_limit(now: datetime, calendar: WorkCalendar = STANDARD) -> datetime:
    """Work due at or before this moment (UTC) is due soon: two working days from now."""
    day = add_working_days(clock.local(now).date(), DUE_SOON_WORKING_DAYS, calendar)
    return end_of_working_day(day)
