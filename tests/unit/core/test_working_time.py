"""Working days of a calendar with days off and days made up for."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.working_time import (
    WorkCalendar,
    add_working_days,
    due_soon_limit,
    next_working_day,
    working_days_between,
)

NATIONAL_DAY = {date(2026, 9, 1): False, date(2026, 9, 2): False, date(2026, 8, 22): True}
"""Two days off, and a Saturday on which people work for one of them."""
CALENDAR = WorkCalendar(NATIONAL_DAY)

days = st.dates(date(2025, 12, 1), date(2027, 1, 31))
calendars = st.dictionaries(days, st.booleans(), max_size=40).map(WorkCalendar)


@given(start=days, end=days, calendar=calendars)
def test_the_days_between_are_those_one_would_count(
    start: date, end: date, calendar: WorkCalendar
) -> None:
    after_start = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    counted = sum(calendar.is_working(day) for day in after_start)
    assert working_days_between(start, end, calendar) == counted


@given(start=days, count=st.integers(1, 30), calendar=calendars)
def test_so_many_days_later_lie_so_many_days_between(
    start: date, count: int, calendar: WorkCalendar
) -> None:
    end = add_working_days(start, count, calendar)
    assert calendar.is_working(end)
    assert working_days_between(start, end, calendar) == count


def test_a_period_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert next_working_day(date(2026, 9, 1), CALENDAR) == date(2026, 9, 3)
    assert next_working_day(date(2026, 8, 22), CALENDAR) == date(2026, 8, 22)
    assert next_working_day(date(2026, 8, 29)) == date(2026, 8, 31)


def test_due_soon_ends_with_the_second_working_day_at_closing_time() -> None:
    friday_morning = datetime(2026, 8, 28, 2, 0, tzinfo=UTC)
    assert due_soon_limit(friday_morning, CALENDAR) == datetime(2026, 9, 3, 10, 0, tzinfo=UTC)
