"""The way to a due date, day by day."""

from datetime import date, time

from app.core import clock
from app.deadlines.rules.spans import Due, Pause, Rule, Span, Unit, due_by
from app.deadlines.rules.strip import Stretch, strip
from app.deadlines.rules.working_time import WorkCalendar, Works

CULTURE = date(2026, 11, 24)
CALENDAR = WorkCalendar.of(
    {CULTURE: (Works.OFF, "Ngày Văn hóa Việt Nam"), date(2026, 11, 28): (Works.WHOLE, "Làm bù")}
)


def at(day, hour=17, minute=0, month=11):
    return clock.at(date(2026, month, day), time(hour, minute))


CAME = at(20, 16, 20)


def way(due: Due) -> Stretch:
    assert due.at is not None
    return Stretch(due.received, due.at, CALENDAR, due)


def said(of):
    return [(cell.days[0].day, cell.kind, cell.count) for cell in strip(of)]


def test_working_days_are_numbered_and_days_off_are_not():
    due = Rule(Span(5), CAME).due(CALENDAR)
    week = [
        (20, "came", 0), (21, "rest", 0), (23, "counted", 1), (24, "rest", 0), (25, "counted", 2),
        (26, "counted", 3), (27, "counted", 4),
    ]  # fmt: skip
    cells = strip(way(due))
    assert said(way(due)) == [*week, (28, "end", 5)], "a made-up day"
    assert [cell.column for cell in cells] == [5, 6, 1, 2, 3, 4, 5, 6]
    assert cells[3].name == "Ngày Văn hóa Việt Nam"
    # Put off by hand: the days go on, and the first date is marked.
    later = strip(Stretch(CAME, at(1, month=12), CALENDAR, None, due.at))
    assert [(cell.kind, cell.count) for cell in later[-3:]] == [
        ("counted", 5), ("counted", 6), ("end", 7),
    ]  # fmt: skip
    assert [cell.is_first_due for cell in later] == [False] * 7 + [True, False, False]


def test_calendar_days_count_days_off_and_hours_are_hours():
    due = Rule(Span(4, Unit.DAY), CAME).due(CALENDAR)
    assert said(way(due)) == [
        (20, "came", 0), (21, "counted", 2), (23, "counted", 3), (24, "counted", 4), (25, "end", 5),
    ]  # fmt: skip
    pauses = [Pause(at(25, 8), at(25, 10))]
    due = due_by(at(23, 9), Span(16, Unit.WORKING_HOUR), CALENDAR, pauses)
    cells = strip(way(due))
    assert [(cell.kind, cell.hours.total_seconds() / 3600) for cell in cells] == [
        ("counted", 6), ("rest", 0), ("stop", 6), ("end", 4),
    ]  # fmt: skip


def test_what_is_due_before_it_came_or_long_after_has_none():
    assert strip(Stretch(CAME, at(19), CALENDAR)) == []
    assert strip(Stretch(CAME, clock.at(date(2027, 3, 1), time(17)), CALENDAR)) == []
