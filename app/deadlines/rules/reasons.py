"""Why something is due when it is, line by line: what `spans.due_by` found, in words. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from app.core import clock
from app.core.text import N_
from app.deadlines.rules.said import UNKNOWN_YEAR, Words, weekday
from app.deadlines.rules.spans import Due, Span, Unit
from app.deadlines.rules.working_time import (
    WEEK_DAYS_WORKED,
    WorkCalendar,
    days_after,
    unknown_years,
)

DAYS_NAMED = 6
PROMISED = N_(
    "The calendar changed after %(at)s had been promised: that date is kept, so that nobody is late"
    " by surprise."
)
_SPANS = {
    Unit.WORKING_DAY: (N_("1 working day"), N_("%(count)s working days")),
    Unit.HALF_DAY: (N_("1 half day"), N_("%(count)s half days")),
    Unit.WORKING_HOUR: (N_("1 working hour"), N_("%(count)s working hours")),
    Unit.HOUR: (N_("1 hour by the clock"), N_("%(count)s hours by the clock")),
    Unit.DAY: (N_("1 calendar day"), N_("%(count)s calendar days")),
    Unit.SAME_DAY: (N_("within the day"), N_("within the day")),
}


def span_words(span: Span) -> Words:
    """ "3 working days", "4 working hours", "within the day"."""
    one, more = _SPANS[span.unit]
    return Words(one) if span.count == 1 else Words(more, {"count": span.count})


def moment_words(moment: datetime) -> Words:
    """ "15:40, Friday 20/11/2026"."""
    there = clock.local(moment)
    values = {"hour": f"{there:%H:%M}", "weekday": weekday(there), "day": f"{there:%d/%m/%Y}"}
    return Words(N_("%(hour)s, %(weekday)s %(day)s"), values)


def length_words(length: timedelta, calendar: WorkCalendar) -> Words:
    """Working time in days and halves where it is such, otherwise in hours and minutes."""
    days, rest = divmod(length, calendar.day_length)
    if not rest:
        return span_words(Span(days)) if days else Words(N_("no working time"))
    if days and rest * 2 == calendar.day_length:
        return Words(N_("%(days)s and a half working days"), {"days": days})
    hours, seconds = divmod(int(length.total_seconds()), 3600)
    if seconds < 60:
        return span_words(Span(hours, Unit.WORKING_HOUR))
    return Words(N_("%(hours)s h %(minutes)s min"), {"hours": hours, "minutes": seconds // 60})


def reasons(due: Due) -> tuple[Words, ...]:
    """Plain sentences, in the order in which it was counted."""
    said = [_received(due), _counted(due)]
    span = clock.local(due.received).date(), clock.local(due.at or due.first).date()
    if due.span.unit is Unit.DAY:
        said += [*_moved_on(due), *unknown_year_words(*span, due.calendar)]
    elif due.span.unit is not Unit.HOUR:
        said += exceptions_between(*span, due.calendar)
    for pause, length in due.pauses:
        values = {"start": moment_words(pause.start)}
        if pause.end is None:
            said.append(Words(N_("Paused since %(start)s: no due date before it goes on."), values))
            continue
        values |= {"end": moment_words(pause.end), "length": length_words(length, due.calendar)}
        said.append(Words(N_("Paused from %(start)s to %(end)s: %(length)s."), values))
    if due.at is not None and due.pauses:
        said.append(Words(N_("With the pauses until %(at)s."), {"at": moment_words(due.at)}))
    if due.at is not None and due.by_calendar is not None:
        said.append(Words(PROMISED, {"at": moment_words(due.at)}))
    return tuple(said)


def _received(due: Due) -> Words:
    values = {"at": moment_words(due.received), "from": moment_words(due.begins)}
    if due.begins > due.received:
        cutoff, there = due.span.cutoff, clock.local(due.received)
        if cutoff and there.time() > cutoff and due.calendar.is_working(there.date()):
            message = N_("Received at %(at)s, after %(cutoff)s: counted from %(from)s.")
            return Words(message, values | {"cutoff": f"{cutoff:%H:%M}"})
        message = N_("Received at %(at)s, outside working hours: counted from %(from)s.")
        return Words(message, values)
    if due.span.is_whole:
        return Words(N_("Received at %(at)s; the first day is not counted."), values)
    return Words(N_("Received at %(at)s."), values)


def _counted(due: Due) -> Words:
    values = {"span": span_words(due.span), "at": moment_words(due.first)}
    if due.span.unit is Unit.WORKING_DAY and due.span.to_the_hour:
        message = N_("%(span)s of %(length)s each: until %(at)s.")
        hours = timedelta(hours=1)
        length = Words(N_("%(hours)s hours"), {"hours": f"{due.calendar.day_length / hours:g}"})
        return Words(message, values | {"length": length})
    return Words(N_("%(span)s: until %(at)s."), values)


def _moved_on(due: Due) -> Iterable[Words]:
    """Calendar days that end on a day off."""
    ended = clock.local(due.begins).date() + timedelta(days=due.span.count)
    if not due.calendar.is_working(ended):
        values = {"day": _named(due.calendar, [ended]), "weekday": weekday(ended)}
        yield Words(N_("%(weekday)s %(day)s is a day off: the next working day counts."), values)


def exceptions_between(start: date, end: date, calendar: WorkCalendar) -> Iterable[Words]:
    """What differs from a usual week after `start` up to `end`: days off that are not counted,
    weekends that are, years of which nothing is known."""
    days = list(days_after(start, end))
    off = [day for day in days if not calendar.is_working(day)]
    holidays = [day for day in off if day in calendar.exceptions]
    values = {"days": _named(calendar, holidays)}
    if holidays and len(off) > len(holidays):
        yield Words(N_("Not counted: weekends, %(days)s."), values)
    elif holidays:
        yield Words(N_("Not counted: %(days)s."), values)
    elif off:
        yield Words(N_("Not counted: weekends."))
    weekends = (day for day in days if day.weekday() >= WEEK_DAYS_WORKED)
    if made_up := [day for day in weekends if calendar.is_working(day)]:
        values = {"days": _named(calendar, made_up)}
        yield Words(N_("Counted, though a weekend: %(days)s."), values)
    if half := [day for day in days if day in calendar.halves]:
        yield Words(N_("Worked for half a day only: %(days)s."), {"days": _named(calendar, half)})
    yield from unknown_year_words(start, end, calendar)


def unknown_year_words(start: date, end: date, calendar: WorkCalendar) -> Iterable[Words]:
    for year in unknown_years(start, end, calendar):
        yield Words(UNKNOWN_YEAR, {"year": str(year)})


def _named(calendar: WorkCalendar, days: Sequence[date]) -> str:
    """ "01/09–02/09 Quốc khánh, 24/11 Ngày Văn hóa Việt Nam"; only the first of many."""
    runs = [list(run) for _name, run in groupby(days, key=lambda day: calendar.names.get(day, day))]
    said = []
    for run in runs[:DAYS_NAMED]:
        first, last = f"{run[0]:%d/%m}", f"{run[-1]:%d/%m}"
        when = first if first == last else f"{first}–{last}"
        said.append(f"{when} {calendar.names.get(run[0], '')}".strip())
    return ", ".join(said) + (", …" if len(runs) > DAYS_NAMED else "")
