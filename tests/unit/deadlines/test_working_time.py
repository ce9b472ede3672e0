"""Working days and hours of a calendar with days off, days made up for, and shifts."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import clock
from app.deadlines.rules.holidays import DAYS_OFF, NATIONAL, WORKING_DAYS
from app.deadlines.rules.working_time import (
    SHIFTS,
    STANDARD,
    Shift,
    WorkCalendar,
    add_working_days,
    next_working_day,
    unknown_years,
    working_day_before,
    working_days_between,
)

A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
NATIONAL_DAY = {date(2026, 9, 1): False, date(2026, 9, 2): False, date(2026, 8, 22): True}
"""Two days off, and a Saturday on which people work for one of them."""
CALENDAR = WorkCalendar(NATIONAL_DAY)

days = st.dates(date(2025, 12, 1), date(2027, 1, 31))
hours = st.lists(st.integers(0, 47), min_size=2, max_size=6, unique=True).map(sorted)


def _shifts(halves: list[int]) -> tuple[Shift, ...]:
    at = [time(half // 2, 30 * (half % 2)) for half in halves]
    return tuple(Shift(*pair) for pair in zip(at[::2], at[1::2], strict=False))


calendars = st.builds(
    WorkCalendar, st.dictionaries(days, st.booleans(), max_size=40), hours.map(_shifts)
)
moments = st.datetimes(datetime(2026, 8, 14), datetime(2026, 9, 10), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
crowded = st.builds(
    WorkCalendar,
    st.dictionaries(st.dates(date(2026, 8, 13), date(2026, 9, 25)), st.booleans(), max_size=15),
    hours.map(_shifts),
)


# -- The slow and obvious reference ----------------------------------------------------------------


def works_at(moment: datetime, calendar: WorkCalendar) -> bool:
    there = clock.local(moment)
    if not calendar.exceptions.get(there.date(), there.weekday() < 5):
        return False
    return any(shift.start <= there.time() < shift.end for shift in calendar.shifts)


def minutes_worked(start: datetime, end: datetime, calendar: WorkCalendar) -> int:
    count = 0
    while start < end:
        count += works_at(start, calendar)
        start += A_MINUTE
    return count


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


@given(day=days, calendar=calendars)
def test_the_working_day_before_is_the_last_one(day: date, calendar: WorkCalendar) -> None:
    before = working_day_before(day, calendar)
    assert calendar.is_working(before)
    assert before < day
    assert working_days_between(before, day - A_DAY, calendar) == 0


def worked_between(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """As the calendar counts it; none when the end is not later."""
    return max(timedelta(), calendar._worked_to(end) - calendar._worked_to(start))


@settings(max_examples=60)
@given(start=moments, minutes=st.integers(-200, 9 * 1440), calendar=crowded)
def test_the_time_between_is_what_one_would_count_minute_by_minute(
    start: datetime, minutes: int, calendar: WorkCalendar
) -> None:
    end = start + minutes * A_MINUTE
    counted = minutes_worked(start, end, calendar)
    assert worked_between(calendar, start, end) == counted * A_MINUTE


@settings(max_examples=60)
@given(start=moments, minutes=st.integers(0, 1500), calendar=crowded)
def test_the_limit_is_the_last_moment_within_the_span(
    start: datetime, minutes: int, calendar: WorkCalendar
) -> None:
    span = minutes * A_MINUTE
    limit = calendar.within(start, span)
    assert limit >= start
    assert worked_between(calendar, start, limit) == span
    assert worked_between(calendar, start, limit + A_MINUTE) == span + A_MINUTE


# -- Cases one can check by hand -------------------------------------------------------------------


def test_a_period_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert next_working_day(date(2026, 9, 1), CALENDAR) == date(2026, 9, 3)
    assert next_working_day(date(2026, 8, 22), CALENDAR) == date(2026, 8, 22)
    assert next_working_day(date(2026, 8, 29), STANDARD) == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("now", "limit"),
    [
        # Thursday at ten, two days: Monday at ten.
        ((2026, 8, 27, 10, 0), (2026, 8, 31, 10, 0)),
        # Friday at ten, over two days off: Thursday's ten o'clock.
        ((2026, 8, 28, 10, 0), (2026, 9, 3, 10, 0)),
        # After closing: the whole of the next two days, and the night after them.
        ((2026, 8, 27, 20, 0), (2026, 9, 3, 7, 0)),
        # In the lunch hour: until people work again after the same lunch hour.
        ((2026, 8, 27, 12, 0), (2026, 8, 31, 13, 30)),
        # On a day off.
        ((2026, 8, 30, 9, 0), (2026, 9, 4, 7, 0)),
    ],
)
def test_two_working_days_from_now_to_the_minute(
    now: tuple[int, ...], limit: tuple[int, ...]
) -> None:
    start, end = (
        clock.at(date(year, month, day), time(hour, minute))
        for year, month, day, hour, minute in (now, limit)
    )
    assert CALENDAR.within(start, 2 * CALENDAR.day_length) == end


def test_what_is_due_on_a_day_is_late_when_its_last_shift_is_over() -> None:
    until_half_past_four = WorkCalendar(shifts=(SHIFTS[0], Shift(time(13), time(16, 30))))
    assert CALENDAR.closing(date(2026, 9, 3)) == datetime(2026, 9, 3, 10, 0, tzinfo=UTC)
    assert until_half_past_four.closing(date(2026, 9, 3)).hour == 9
    assert STANDARD.day_length == timedelta(hours=8)


# -- The days an office begins with ----------------------------------------------------------------


def test_the_given_days_off_fall_on_working_days_and_the_made_up_ones_do_not() -> None:
    assert [day for day in DAYS_OFF if day.weekday() >= 5] == []
    assert [day for day in WORKING_DAYS if day.weekday() < 5] == []


def test_work_due_over_tet_moves_to_the_days_after_it() -> None:
    assert add_working_days(date(2026, 2, 13), 1, NATIONAL) == date(2026, 2, 23)
    assert add_working_days(date(2025, 1, 24), 1, NATIONAL) == date(2025, 2, 3)


def test_exchanged_days_of_2025_and_2026() -> None:
    for off, worked in (
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ):
        assert not NATIONAL.is_working(off)
        assert NATIONAL.is_working(worked)


@pytest.mark.parametrize(("year", "paid"), [(2025, 11), (2026, 12), (2027, 12)])
def test_each_year_has_its_paid_holidays(year: int, paid: int) -> None:
    exchanged = sum(day.year == year for day in WORKING_DAYS)
    on_weekends = {2025: 0, 2026: 0, 2027: 0}[year]
    off = sum(day.year == year for day in DAYS_OFF)
    assert off - exchanged + on_weekends == paid


def test_a_year_without_any_day_off_is_known_as_such() -> None:
    assert unknown_years(date(2025, 1, 1), date(2027, 12, 31), NATIONAL) == []
    assert unknown_years(date(2027, 12, 1), date(2029, 1, 5), NATIONAL) == [2028, 2029]
