"""How long something may take, and when it is due by that. Pure: no clock, no database.

Whole days are those of the Civil Code 2015, articles 147 and 148: the first day is not counted, the
last one ends with the working hours, and what would end on a day off ends on the next working day.
`to_the_hour`, a working day is so many hours of work from the very moment, as one-stop shops count.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cached_property

from app.core import clock
from app.core.text import fold
from app.deadlines.rules.working_time import (
    A_DAY,
    NO_TIME,
    WorkCalendar,
    Works,
    add_working_days,
    next_working_day,
)

MOST = 1000
"""Nobody promises more than that; what is longer is a slip of the pen."""
HAND_OVER = time(15, 0)
"""What comes later counts from the next working day (Decree 118/2025, article 18.2)."""


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    HALF_DAY = "half_day"
    WORKING_HOUR = "working_hour"
    HOUR = "hour"
    """By the clock, day and night, whatever day it is: a child in danger does not wait."""
    DAY = "day"
    """A calendar day."""
    SAME_DAY = "same_day"
    """ "Trong ngày": until people stop working on the day of which it counts."""


@dataclass(frozen=True)
class Span:
    """`cutoff`: what comes after this hour counts from the beginning of the next working day.

    Raises OverflowError for a count below 1 or above MOST.
    """

    count: int
    unit: Unit = Unit.WORKING_DAY
    to_the_hour: bool = False
    cutoff: time | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST:
            raise OverflowError(self.count)

    @property
    def is_whole(self) -> bool:
        """Counted in whole days: the hour at which it begins says nothing."""
        return self.unit in (Unit.DAY, Unit.WORKING_DAY) and not self.to_the_hour

    @property
    def kept(self) -> str:
        """As a column keeps it: "3 working_day", "1 same_day 15:00"."""
        said = [str(self.count), self.unit.value, "to_the_hour" if self.to_the_hour else ""]
        said.append(f"{self.cutoff:%H:%M}" if self.cutoff else "")
        return " ".join(filter(None, said))

    @classmethod
    def of(cls, kept: str) -> "Span":
        """What `kept` wrote. Raises ValueError for anything else."""
        count, unit, *more = kept.split()
        hours = [time.fromisoformat(one) for one in more if one != "to_the_hour"]
        return cls(int(count), Unit(unit), "to_the_hour" in more, hours[0] if hours else None)


SAME_DAY = Span(1, Unit.SAME_DAY, cutoff=HAND_OVER)

_WRITTEN = {
    Unit.WORKING_DAY: r"ngay lam viec|nlv|working days?",
    Unit.HALF_DAY: r"nua ngay|buoi|half[ -]days?",
    Unit.WORKING_HOUR: r"gio|gio lam viec|(?:working )?hours?",
    Unit.HOUR: r"gio dong ho|clock hours?|hours? by the clock",
    Unit.DAY: r"ngay|(?:calendar )?days?",
}


def typed_span(text: str) -> Span | None:
    """A span as people write it: "3 ngày làm việc", "4 giờ", "15 ngày", "trong ngày"; None for
    anything else. Raises OverflowError where the count is none that can be meant."""
    said = " ".join(fold(text).split())
    if said in ("trong ngay", "within the day"):
        return SAME_DAY
    for unit, words in _WRITTEN.items():
        if found := re.fullmatch(rf"([0-9]{{1,9}}) ?(?:{words})", said):
            return Span(int(found[1]), unit)
    return None


@dataclass(frozen=True)
class Pause:
    """Time that is not counted. Without an end it lasts. Raises ValueError where it ends before it
    begins."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(self)


@dataclass(frozen=True)
class Due:
    """When something is due that came at `received`, and all that its explanation needs.

    `begins`: from when it is counted. `first`: when it would be due without pauses. `at` is None
    while a pause without an end keeps it from being due at all.
    """

    received: datetime
    span: Span
    calendar: WorkCalendar
    begins: datetime
    first: datetime
    pauses: Sequence[tuple[Pause, timedelta]] = ()
    """Those that count, apart from each other and in order, with the working time in each."""
    at: datetime | None = None
    by_calendar: datetime | None = None
    """What the calendar says by now, where `at` is a later moment that was promised before."""

    @cached_property
    def paused(self) -> timedelta:
        return sum((length for _pause, length in self.pauses), NO_TIME)

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """The time between these moments that counts, pauses aside."""
        return _between(start, end, self.span, self.calendar)


def due_by(
    received: datetime, span: Span, calendar: WorkCalendar, pauses: Iterable[Pause] = ()
) -> Due:
    """When what came at this moment is due. Each pause that begins before it is due moves it by the
    working time in it. Raises OverflowError past the year 9999."""
    begins = _beginning(received, span, calendar)
    first = at = _end(begins, span, calendar)
    counted: list[tuple[Pause, timedelta]] = []
    paused = NO_TIME
    for pause in _apart(pauses):
        if pause.start >= at:
            break
        if pause.end is None:
            counted.append((pause, NO_TIME))
            return Due(received, span, calendar, begins, first, counted, None)
        length = _between(max(pause.start, begins), pause.end, span, calendar)
        if length:
            counted.append((pause, length))
            paused += length
            at = _later(first, paused, span, calendar)
    return Due(received, span, calendar, begins, first, counted, at)


@dataclass(frozen=True)
class Rule:
    """By what a due date was counted: so long, from this moment, without the pauses."""

    span: Span
    since: datetime
    promised: datetime | None = None
    """It is due no earlier than this, whatever the calendar came to say after it was promised."""
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def kept(
        cls, span: str | None, since: datetime | None, promised: datetime | None = None
    ) -> "Rule | None":
        """From columns, of which the first two are both filled or neither."""
        return cls(Span.of(span), since, promised) if span and since else None

    def due(self, calendar: WorkCalendar) -> Due:
        due = due_by(self.since, self.span, calendar, self.pauses)
        if self.promised is None or due.at is None or due.at >= self.promised:
            return due
        return replace(due, at=self.promised, by_calendar=due.at)


@dataclass(frozen=True)
class Progress:
    """How much working time has gone of a span, without pauses, and how much is left until it is
    due: none once it is late. `left` is None while it is paused without an end."""

    gone: timedelta
    left: timedelta | None


def progress(due: Due, now: datetime) -> Progress:
    """How far it is at this moment."""
    gone = due.counted(due.begins, now) - _paused(due, due.begins, now)
    if due.at is None:
        return Progress(gone, None)
    ahead = due.counted(now, due.at) - _paused(due, now, due.at)
    return Progress(gone, max(NO_TIME, ahead))


def _paused(due: Due, start: datetime, end: datetime) -> timedelta:
    """The working time between these moments in which it was not counted."""
    parts = ((max(one.start, start), min(one.end or end, end)) for one, _length in due.pauses)
    return sum((due.counted(*part) for part in parts), NO_TIME)


def _between(start: datetime, end: datetime, span: Span, calendar: WorkCalendar) -> timedelta:
    """Working time, or all of it where hours are those of the clock."""
    if span.unit is Unit.HOUR:
        return max(NO_TIME, end - start)
    return calendar.worked_between(start, end)


def _later(first: datetime, paused: timedelta, span: Span, calendar: WorkCalendar) -> datetime:
    if span.unit is Unit.HOUR:
        return first + paused
    return _rounded(calendar.after(first, paused), span, calendar)


def _beginning(received: datetime, span: Span, calendar: WorkCalendar) -> datetime:
    """The moment itself, or when people work next where it is only counted from then."""
    there = clock.local(received)
    if span.cutoff and there.time() > span.cutoff and calendar.is_working(there.date()):
        return calendar.opening(next_working_day(there.date() + A_DAY, calendar))
    begins_at_once = span.is_whole or span.unit is Unit.HOUR
    return received if begins_at_once else calendar.at_work(received)


def _end(begins: datetime, span: Span, calendar: WorkCalendar) -> datetime:
    day = clock.local(begins).date()
    match span.unit:
        case Unit.SAME_DAY:
            return calendar.closing(day)
        case Unit.DAY:
            return calendar.closing(next_working_day(day + span.count * A_DAY, calendar))
        case Unit.HALF_DAY:
            halves = _halves_from(begins, calendar)
            return next(end for number, end in enumerate(halves, 1) if number == span.count)
        case Unit.WORKING_HOUR:
            return calendar.after(begins, timedelta(hours=span.count))
        case Unit.HOUR:
            return begins + timedelta(hours=span.count)
    if span.to_the_hour:
        return calendar.after(begins, span.count * calendar.day_length)
    return calendar.closing(add_working_days(day, span.count, calendar))


def _halves_from(begins: datetime, calendar: WorkCalendar) -> Iterator[datetime]:
    """The ends of the halves of days that begin then or later: one that has begun is not counted,
    as the first day is not."""
    day = clock.local(begins).date()
    while True:
        for half in (Works.MORNING, Works.AFTERNOON):
            shifts = half.of(calendar.shifts_on(day))
            if shifts and clock.at(day, shifts[0].start) >= begins:
                yield clock.at(day, shifts[-1].end)
        day += A_DAY


def _rounded(at: datetime, span: Span, calendar: WorkCalendar) -> datetime:
    """What is counted in whole days or halves ends with one, after a pause as without it."""
    if span.unit is Unit.WORKING_HOUR or span.to_the_hour:
        return at
    day = clock.local(at).date()
    if span.unit is Unit.HALF_DAY:
        halves = (half.of(calendar.shifts_on(day)) for half in (Works.MORNING, Works.AFTERNOON))
        ends = [clock.at(day, shifts[-1].end) for shifts in halves if shifts]
        return next(end for end in ends if end >= at)
    return calendar.closing(day)


def _apart(pauses: Iterable[Pause]) -> list[Pause]:
    """In order; those that overlap or touch are one."""
    apart: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.start):
        last = apart[-1] if apart else None
        if last is None or (last.end is not None and last.end < pause.start):
            apart.append(pause)
        elif last.end is not None:
            end = max(last.end, pause.end) if pause.end is not None else None
            apart[-1] = Pause(last.start, end)
    return apart
