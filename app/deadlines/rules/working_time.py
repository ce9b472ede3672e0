"""Working days and hours of a state agency, as pure functions on plain values.

Monday to Friday (Decision 188/1999/QĐ-TTg); the first day is not counted, and a period that
ends on a day off ends on the next working day (Civil Code 2015, articles 147 and 148).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
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


NOON = time(12, 0)


class Works(StrEnum):
    """How much of a day people work, as rows of the calendar say it."""

    OFF = "off"
    WHOLE = "working"
    MORNING = "morning"
    AFTERNOON = "afternoon"

    def of(self, shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
        """What is left of a day's shifts: noon parts the halves, also within a shift."""
        if self is Works.OFF:
            return ()
        if self is Works.WHOLE:
            return shifts
        if self is Works.MORNING:
            return tuple(Shift(one.start, min(one.end, NOON)) for one in shifts if one.start < NOON)
        return tuple(Shift(max(one.start, NOON), one.end) for one in shifts if one.end > NOON)


@dataclass(frozen=True)
class WorkCalendar:
    """An agency's days and hours. `exceptions` to the week: True makes a day off a working one,
    False a working day off. `shifts` are in order, apart from each other, and at least one."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    shifts: tuple[Shift, ...] = SHIFTS
    later_shifts: tuple[tuple[date, tuple[Shift, ...]], ...] = ()
    """Hours that will hold from a day on, in order. Spans are counted in those of today."""
    halves: Mapping[date, Works] = field(default_factory=dict)
    """Working days of which only one half is worked; `exceptions` say that they are worked."""
    names: Mapping[date, str] = field(default_factory=dict)
    """What the exceptions are called: "Quốc khánh"."""

    @classmethod
    def of(
        cls,
        days: Mapping[date, tuple[Works, str]],
        shifts: tuple[Shift, ...] = SHIFTS,
        later_shifts: tuple[tuple[date, tuple[Shift, ...]], ...] = (),
    ) -> "WorkCalendar":
        """From rows: how much is worked on each of the days, and why. The half of a day in which
        nobody works anyway makes it a day off."""
        worked = {day: bool(works.of(shifts)) for day, (works, _name) in days.items()}
        halves = {
            day: works
            for day, (works, _name) in days.items()
            if worked[day] and works in (Works.MORNING, Works.AFTERNOON)
        }
        names = {day: name for day, (_works, name) in days.items()}
        return cls(worked, shifts, later_shifts, halves, names)

    def is_working(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < WEEK_DAYS_WORKED)

    def knows_year(self, year: int) -> bool:
        """Whether any day off of that year was entered; without one only weekends are left out."""
        return year in self._years

    @cached_property
    def day_length(self) -> timedelta:
        return _length(self.shifts)

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """The parts of this day in which people work, in today's hours; none on a day off."""
        return self.halves.get(day, Works.WHOLE).of(self.shifts) if self.is_working(day) else ()

    def closing(self, day: date) -> datetime:
        """The moment (UTC) at which work due on this day is late."""
        begun = (shifts for start, shifts in reversed(self.later_shifts) if start <= day)
        shifts = next(begun, self.shifts)
        return clock.at(day, (self.halves.get(day, Works.WHOLE).of(shifts) or shifts)[-1].end)

    def opening(self, day: date) -> datetime:
        """The moment (UTC) at which people begin to work on this working day."""
        return clock.at(day, self.shifts_on(day)[0].start)

    def working_days_to(self, day: date) -> int:
        """Working days from the first of our era to this day; useful as a difference."""
        weeks, rest = divmod(day.toordinal(), 7)  # that era began on a Monday
        days, gained = self._gained
        worked = weeks * WEEK_DAYS_WORKED + min(rest, WEEK_DAYS_WORKED)
        return worked + gained[bisect_right(days, day)]

    def worked_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from one moment to another; none where the second is not later."""
        return max(NO_TIME, self._worked_to(end) - self._worked_to(start))

    def within(self, start: datetime, span: timedelta) -> datetime:
        """The latest moment (UTC) with no more than this working time between `start` and it."""
        total = self._worked_to(start) + span
        day = date.fromordinal(bisect_right(_ORDINALS, total, key=self._worked_by))
        rest = total - self._worked_by(day.toordinal() - 1)
        for shift in self.shifts_on(day):
            if rest < shift.length:
                break
            rest -= shift.length
        return clock.at(day, shift.start) + rest

    def after(self, start: datetime, span: timedelta) -> datetime:
        """The earliest moment (UTC) with so much working time, which is some, since `start`: the
        end of a day rather than the beginning of the next."""
        total = self._worked_to(start) + span
        day = date.fromordinal(bisect_left(_ORDINALS, total, key=self._worked_by))
        rest = total - self._worked_by(day.toordinal() - 1)
        for shift in self.shifts_on(day):
            if rest <= shift.length:
                break
            rest -= shift.length
        return clock.at(day, shift.start) + rest

    def at_work(self, moment: datetime) -> datetime:
        """The moment itself while people work, otherwise when they begin next."""
        return self.within(moment, NO_TIME)

    def _worked_to(self, moment: datetime) -> timedelta:
        """Working time from the first of our era to this moment; useful as a difference."""
        there = clock.local(moment)
        whole = self._worked_by(there.toordinal() - 1)
        so_far = there - there.replace(hour=0, minute=0, second=0, microsecond=0)
        return whole + sum(
            (_part(shift, so_far) for shift in self.shifts_on(there.date())), NO_TIME
        )

    def _worked_by(self, ordinal: int) -> timedelta:
        """The same to the end of a day."""
        day = date.fromordinal(ordinal)
        days, lost = self._lost
        return self.working_days_to(day) * self.day_length - lost[bisect_right(days, day)]

    @cached_property
    def _lost(self) -> tuple[list[date], list[timedelta]]:
        """The half days in order, and the time lost by so many of the first."""
        days = sorted(self.halves)
        lost = (self.day_length - _length(self.shifts_on(day)) for day in days)
        return days, list(accumulate(lost, initial=NO_TIME))

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
_ORDINALS = range(date.max.toordinal())


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


def _length(shifts: tuple[Shift, ...]) -> timedelta:
    return sum((shift.length for shift in shifts), NO_TIME)


def _since_midnight(hour: time) -> timedelta:
    return timedelta(hours=hour.hour, minutes=hour.minute)


def _part(shift: Shift, so_far: timedelta) -> timedelta:
    """How much of the shift is over so long after midnight."""
    return min(max(so_far - _since_midnight(shift.start), NO_TIME), shift.length)
