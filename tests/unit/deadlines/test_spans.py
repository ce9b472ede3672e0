"""When something is due that may take so long: the vectors of the law, and a slow reference."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from app.core import clock
from app.deadlines.rules.holidays import NATIONAL
from app.deadlines.rules.reasons import reasons
from app.deadlines.rules.spans import (
    MOST,
    SAME_DAY,
    Due,
    Pause,
    Span,
    Unit,
    due_by,
    progress,
    typed_span,
)
from app.deadlines.rules.working_time import Shift, WorkCalendar, Works

HALF_HOUR, A_DAY, NO_TIME = timedelta(minutes=30), timedelta(days=1), timedelta()
DAYS, HOURS = Unit.WORKING_DAY, Unit.WORKING_HOUR


def at(written: str) -> datetime:
    """ "21/08/2026 16:00" on a Vietnamese clock."""
    return datetime.strptime(written, "%d/%m/%Y %H:%M").replace(tzinfo=clock.VIETNAM)


def told(due: Due) -> str:
    return f"{clock.local(due.at):%a %d/%m %H:%M}" if due.at else "none"


PAUSED = (Pause(at("05/11/2026 10:00"), at("10/11/2026 09:00")),)


@pytest.mark.parametrize(
    ("received", "span", "pauses", "expected"),
    [
        ("23/04/2026 10:00", Span(3, DAYS, to_the_hour=True), (), "Wed 29/04 10:00"),
        ("21/08/2026 16:00", Span(1, DAYS, to_the_hour=True), (), "Sat 22/08 16:00"),
        ("13/02/2026 08:00", Span(5, DAYS, to_the_hour=True), (), "Fri 27/02 08:00"),
        ("23/11/2026 14:59", SAME_DAY, (), "Mon 23/11 17:00"),
        ("23/11/2026 15:30", SAME_DAY, (), "Wed 25/11 17:00"),
        ("23/11/2026 16:00", Span(4, HOURS), (), "Wed 25/11 10:00"),
        ("18/08/2026 09:00", Span(15, Unit.DAY), (), "Thu 03/09 17:00"),
        ("02/11/2026 08:00", Span(10, DAYS, to_the_hour=True), (), "Mon 16/11 08:00"),
        ("02/11/2026 08:00", Span(10, DAYS, to_the_hour=True), PAUSED, "Wed 18/11 17:00"),
        # Of the two answers to the ninth, the first: a day to the hour is so many hours of work.
        ("20/11/2026 17:30", Span(1, DAYS, to_the_hour=True), (), "Mon 23/11 17:00"),
        # In whole days Friday is the first day, and not counted (Civil Code, article 147).
        ("20/11/2026 17:30", Span(1, DAYS), (), "Mon 23/11 17:00"),
        ("20/11/2026 15:40", Span(2, Unit.HALF_DAY), (), "Mon 23/11 17:00"),
        ("20/11/2026 15:40", Span(4, HOURS, cutoff=time(15)), (), "Mon 23/11 11:00"),
        ("21/11/2026 09:00", SAME_DAY, (), "Mon 23/11 17:00"),
        ("23/11/2026 06:00", SAME_DAY, (), "Mon 23/11 17:00"),
        ("23/11/2026 15:00", SAME_DAY, (), "Mon 23/11 17:00"),
        ("24/11/2026 09:00", Span(1, HOURS), (), "Wed 25/11 08:00"),
        # By the clock the night and a day off count, and so do they within a pause.
        ("23/11/2026 16:00", Span(12, Unit.HOUR), (), "Tue 24/11 04:00"),
        (
            "23/11/2026 16:00",
            Span(12, Unit.HOUR),
            (Pause(at("23/11/2026 20:00"), at("23/11/2026 22:30")),),
            "Tue 24/11 06:30",
        ),
        ("02/11/2026 08:00", Span(1, DAYS), (Pause(at("02/11/2026 10:00")),), "none"),
        ("02/11/2026 08:00", Span(1, DAYS), (Pause(at("04/11/2026 10:00")),), "Tue 03/11 17:00"),
        ("02/11/2026 08:00", Span(1, DAYS), (PAUSED[0], PAUSED[0]), "Tue 03/11 17:00"),
        # An hour of pause gives whole days back to whole days, and twice the same one gives one.
        (
            "02/11/2026 08:00",
            Span(2, DAYS),
            (Pause(at("03/11/2026 08:00"), at("03/11/2026 09:00")),) * 2,
            "Thu 05/11 17:00",
        ),
    ],
)
def test_it_is_due(received: str, span: Span, pauses: tuple[Pause, ...], expected: str) -> None:
    assert told(due_by(at(received), span, NATIONAL, pauses)) == expected


def test_half_a_day_off_counts_as_half() -> None:
    eve, shifts = date(2026, 12, 31), (Shift(time(7), time(15)),)
    half = WorkCalendar.of({eve: (Works.MORNING, "Tất niên")})
    assert told(due_by(at("31/12/2026 10:00"), Span(4, HOURS), half)) == "Fri 01/01 09:30"
    assert told(due_by(at("31/12/2026 10:00"), SAME_DAY, half)) == "Thu 31/12 11:30"
    assert told(due_by(at("30/12/2026 10:00"), Span(1, DAYS), half)) == "Thu 31/12 11:30"
    assert told(due_by(at("30/12/2026 16:00"), Span(2, Unit.HALF_DAY), half)) == "Fri 01/01 11:30"
    straight = WorkCalendar.of({eve: (Works.AFTERNOON, "")}, shifts)
    assert told(due_by(at("31/12/2026 08:00"), Span(2, HOURS), straight)) == "Thu 31/12 14:00"
    nobody = WorkCalendar.of({eve: (Works.AFTERNOON, "")}, (Shift(time(7), time(11)),))
    assert not nobody.is_working(eve)


# -- The slow and obvious reference: half-hour by half-hour ----------------------------------------


def slots(start: datetime) -> Iterator[datetime]:
    while True:
        yield start
        start += HALF_HOUR


def works_at(slot: datetime, calendar: WorkCalendar) -> bool:
    return any(one.start <= slot.time() < one.end for one in calendar.shifts_on(slot.date()))


def is_paused(slot: datetime, pauses: list[Pause]) -> bool:
    return any(one.start <= slot and (one.end is None or slot < one.end) for one in pauses)


def slowly(received: datetime, span: Span, calendar: WorkCalendar, pauses: list[Pause]) -> datetime:
    """To the hour: every half-hour of work that is in no pause is counted."""
    hours = span.count * (calendar.day_length.total_seconds() / 3600 if span.unit is DAYS else 1)
    left = int(2 * hours)
    for slot in slots(received):
        if works_at(slot, calendar) and not is_paused(slot, pauses):
            left -= 1
            if not left:
                return slot + HALF_HOUR
    raise AssertionError


def slowly_in_days(received: datetime, span: Span, calendar: WorkCalendar) -> datetime:
    day, left = received.date(), span.count
    while left:
        day += A_DAY
        left -= span.unit is Unit.DAY or bool(calendar.shifts_on(day))
    while not calendar.shifts_on(day):
        day += A_DAY
    return datetime.combine(day, calendar.shifts_on(day)[-1].end, clock.VIETNAM)


def _drawn_calendar(random: Random) -> WorkCalendar:
    marks = sorted(random.sample(range(12, 40), random.choice((2, 4, 4, 6))))
    hours = [time(mark // 2, 30 * (mark % 2)) for mark in marks]
    shifts = tuple(Shift(*pair) for pair in zip(hours[::2], hours[1::2], strict=True))
    first, kinds = date(2026, 8, 20), list(Works)
    days = {first + random.randrange(30) * A_DAY: (random.choice(kinds), "x") for _each in range(9)}
    return WorkCalendar.of(days, shifts)


def test_ten_thousand_cases_are_what_one_would_count() -> None:
    random = Random(10)
    calendars = [_drawn_calendar(random) for _each in range(100)]
    origin = at("20/08/2026 00:00")
    for _case in range(10_000):
        calendar = random.choice(calendars)
        received = origin + random.randrange(12 * 48) * HALF_HOUR
        unit, to_the_hour = random.choice(
            ((DAYS, True), (HOURS, False), (DAYS, False), (Unit.DAY, False))
        )
        span = Span(random.randint(1, 4), unit, to_the_hour)
        if unit is HOURS or to_the_hour:
            begins = [
                received + random.randrange(200) * HALF_HOUR
                for _each in range(random.choice((0, 0, 1, 2)))
            ]
            pauses = [Pause(one, one + random.randrange(60) * HALF_HOUR) for one in begins]
            due = due_by(received, span, calendar, pauses)
            assert due.at == slowly(received, span, calendar, pauses), (received, span, pauses)
        else:
            due = due_by(received, span, calendar)
            assert due.at == slowly_in_days(received, span, calendar), (received, span)


def test_what_has_gone_and_what_is_left_make_the_whole() -> None:
    """At every half-hour of one that was paused twice."""
    pauses = [
        Pause(at("24/08/2026 10:00"), at("26/08/2026 09:00")),
        Pause(at("27/08/2026 08:00"), at("27/08/2026 09:00")),
    ]
    due = due_by(at("21/08/2026 16:00"), Span(3, DAYS, to_the_hour=True), NATIONAL, pauses)
    assert due.at is not None
    now = due.received
    while now <= due.at:
        found = progress(due, now)
        assert found.left is not None
        assert found.gone + found.left == 3 * NATIONAL.day_length, now
        now += HALF_HOUR
    assert progress(due, due.at + A_DAY).left == NO_TIME
    stopped = due_by(due.received, due.span, NATIONAL, [Pause(at("22/08/2026 09:00"))])
    later = progress(stopped, at("01/10/2026 09:00"))
    assert (later.gone, later.left) == (timedelta(hours=3), None)


# -- What is written, kept, refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("3 ngày làm việc", "3 working_day"),
        ("5 NLV", "5 working_day"),
        ("10 ngay lam viec", "10 working_day"),
        ("1 working day", "1 working_day"),
        ("15 ngày", "15 day"),
        ("4 giờ", "4 working_hour"),
        ("2 buổi", "2 half_day"),
        ("trong  ngày", "1 same_day 15:00"),
    ],
)
def test_spans_as_people_write_them(text: str, kept: str) -> None:
    span = typed_span(text)
    assert span is not None
    assert span.kept == kept
    assert Span.of(kept) == span


def test_what_is_no_span() -> None:
    assert [typed_span(text) for text in ("", "24/11", "ngày", "-3 ngày", "3 tuần")] == [None] * 5
    for text in ("0 ngày", "10000 ngày", "999999999 giờ"):
        with pytest.raises(OverflowError):
            typed_span(text)
    with pytest.raises(ValueError):
        Pause(at("02/11/2026 10:00"), at("02/11/2026 09:00"))
    far = due_by(at("02/11/2026 10:00"), Span(MOST), NATIONAL)
    assert far.at is not None
    assert clock.local(far.at).date() == date(2030, 9, 19)


# -- Why -------------------------------------------------------------------------------------------


def test_it_says_why() -> None:
    span = Span(4, DAYS, to_the_hour=True, cutoff=time(15))
    pause = Pause(at("04/09/2026 07:00"), at("08/09/2026 17:00"))
    said = [str(one) for one in reasons(due_by(at("28/08/2026 15:40"), span, NATIONAL, [pause]))]
    assert said == [
        "Received at 15:40, Friday 28/08/2026, after 15:00: "
        "counted from 07:00, Thursday 03/09/2026.",
        "4 working days of 8 hours each: until 17:00, Tuesday 08/09/2026.",
        "Not counted: weekends, 31/08 Nghỉ hoán đổi dịp Quốc khánh, 01/09–02/09 Quốc khánh.",
        "Paused from 07:00, Friday 04/09/2026 to 17:00, Tuesday 08/09/2026: 3 working days.",
        "With the pauses until 17:00, Friday 11/09/2026.",
    ]


def test_it_says_what_is_odd() -> None:
    def last(received: str, span: Span, *pauses: Pause) -> list[str]:
        return [str(one) for one in reasons(due_by(at(received), span, NATIONAL, pauses))][2:]

    assert last("18/08/2026 09:00", Span(15, Unit.DAY)) == [
        "Wednesday 02/09 Quốc khánh is a day off: the next working day counts."
    ]
    assert last("21/08/2026 16:00", Span(1)) == [
        "Counted, though a weekend: 22/08 Làm bù cho ngày 31/8/2026."
    ]
    assert last("02/11/2026 08:00", Span(1), Pause(at("02/11/2026 10:00"))) == [
        "Paused since 10:00, Monday 02/11/2026: no due date before it goes on."
    ]
    assert last("30/12/2027 08:00", Span(2))[1:] == [
        "No holiday of 2028 is in the calendar yet: only weekends are left out."
    ]
