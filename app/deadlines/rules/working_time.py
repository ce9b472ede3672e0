"""Working days and hours of a state agency, as pure functions on plain values.

Monday to Friday (Decision 188/1999/QĐ-TTg); the first day is not counted, and a period that
ends on a day off ends on the next working day (Civil Code 2015, articles 147 and 148).
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate

from app.core import clock

WEEK_DAYS_WORKED = 5
A_DAY = timedelta(days=1)
NO_TIME = timedelta()


@dataclass(frozen=True, order=True)
class Shift:
    """A part of the day in which people work, in Vietnamese hours; the end is not part of it."""

    start: time
    end: time

    @property
    def length(self) -> timedelta:
        return _since_midnight(self.end) - _since_midnight(self.start)


SHIFTS: tuple[Shift, ...] = (Shift(time(7, 0), time(11, 30)), Shift(time(13, 30), time(17, 0)))
"""Eight hours, as most agencies work where they have not said otherwise."""


@dataclass(frozen=True)
class WorkCalendar:
    """An agency's days and hours. `exceptions` to the week: True makes a day off a working one,
    False a working day off. `shifts` are in order, apart from each other, and at least one."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    shifts: tuple[Shift, ...] = SHIFTS
    later_shifts: tuple[tuple[date, tuple[Shift, ...]], ...] = ()
    """Hours that will hold from a day on, in order. Spans are counted in those of today."""

    def is_working(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < WEEK_DAYS_WORKED)

    def knows_year(self, year: int) -> bool:
        """Whether any day off of that year was entered; without one only weekends are left out."""
        return year in self._years

    @cached_property
    def day_length(self) -> timedelta:
        return sum((shift.length for shift in self.shifts), NO_TIME)

    def closing(self, day: date) -> datetime:
        """The moment (UTC) at which work due on this day is late."""
        begun = (shifts for start, shifts in reversed(self.later_shifts) if start <= day)
        return clock.at(day, next(begun, self.shifts)[-1].end)

    def working_days_to(self, day: date) -> int:
        """Working days from the first of our era to this day; useful as a difference."""
        weeks, rest = divmod(day.toordinal(), 7)  # that era began on a Monday
        days, gained = self._gained
        worked = weeks * WEEK_DAYS_WORKED + min(rest, WEEK_DAYS_WORKED)
        return worked + gained[bisect_right(days, day)]

    def within(self, start: datetime, span: timedelta) -> datetime:
        """The latest moment (UTC) with no more than this working time between `start` and it."""
        days, rest = divmod(self._worked_to(start) + span, self.day_length)
        eve = clock.local(start).date() - A_DAY
        day = add_working_days(eve, days - self.working_days_to(eve) + 1, self)
        for shift in self.shifts:
            if rest < shift.length:
                break
            rest -= shift.length
        return clock.at(day, shift.start) + rest

    def _worked_to(self, moment: datetime) -> timedelta:
        """Working time from the first of our era to this moment; useful as a difference."""
        there = clock.local(moment)
        whole = self.working_days_to(there.date() - A_DAY) * self.day_length
        if not self.is_working(there.date()):
            return whole
        so_far = there - there.replace(hour=0, minute=0, second=0, microsecond=0)
        return whole + sum((_part(shift, so_far) for shift in self.shifts), NO_TIME)

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(day.year for day, works in self.exceptions.items() if not works)

    @cached_property
    def _gained(self) -> tuple[list[date], list[int]]:
        """The exceptions in order, and the working days gained by so many of the first."""
        days = sorted(self.exceptions)
        changes = (self.exceptions[day] - (day.weekday() < WEEK_DAYS_WORKED) for day in days)
        return days, [0, *accumulate(changes)]


STANDARD = WorkCalendar()


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    """The day itself when people work on it, otherwise the first one after on which they do."""
    while not calendar.is_working(day):
        day += A_DAY
    return day


def working_day_before(day: date, calendar: WorkCalendar) -> date:
    """The last day before this one on which people work."""
    day -= A_DAY
    while not calendar.is_working(day):
        day -= A_DAY
    return day


def add_working_days(day: date, count: int, calendar: WorkCalendar) -> date:
    """The day `count` working days after `day`, which is not counted itself."""
    while count > 0:
        day = next_working_day(day + A_DAY, calendar)
        count -= 1
    return next_working_day(day, calendar)


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """How many working days lie after `start` up to and with `end`; 0 when `end` is not later."""
    return max(0, calendar.working_days_to(end) - calendar.working_days_to(start))


def days_after(start: date, end: date) -> Iterator[date]:
    """Every day after `start` up to and with `end`."""
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))


def unknown_years(start: date, end: date, calendar: WorkCalendar) -> list[int]:
    """The years between two days of which the calendar knows no day off yet."""
    years = range(start.year, end.year + 1)
    return [year for year in years if not calendar.knows_year(year)]


def _since_midnight(hour: time) -> timedelta:
    return timedelta(hours=hour.hour, minutes=hour.minute)


def _part(shift: Shift, so_far: timedelta) -> timedelta:
    """How much of the shift is over so long after midnight."""
    return min(max(so_far - _since_midnight(shift.start), NO_TIME), shift.length)
