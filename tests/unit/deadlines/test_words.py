"""Due dates in words, on plain values."""

from datetime import date, time

import pytest

from app.core import clock
from app.deadlines.rules import choices as one_press
from app.deadlines.rules import words
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.holidays import NATIONAL
from app.deadlines.rules.words import DueFacts
from app.deadlines.rules.working_time import WorkCalendar

# Tuesday 24/11/2026, 09:00 in Viet Nam.
NOW = clock.at(date(2026, 11, 24), time(9))
STANDARD = WorkCalendar({date(2026, 1, 1): False})
HOLIDAY = WorkCalendar({date(2026, 11, 26): False})


def at(day, hour=17, minute=0):
    return clock.at(date(2026, 11, day), time(hour, minute))


@pytest.mark.parametrize(
    ("due", "calendar", "said"),
    [
        (None, STANDARD, "no due date"),
        (at(24), STANDARD, "today, 17:00"),
        (at(25), STANDARD, "1 working day left"),
        (at(26, 9), STANDARD, "2 working days left"),
        (at(26), STANDARD, "more than 2 working days left"),
        (at(27, 9), HOLIDAY, "2 working days left"),
        (at(30), STANDARD, "4 working days left"),
        (at(23), STANDARD, "1 working day late"),
        (at(20), STANDARD, "2 working days late"),
        (clock.at(date(2026, 10, 23), time(17)), STANDARD, "22 working days late"),
        (at(24, 8), STANDARD, "late since 08:00, 24/11"),
    ],
)
def test_what_is_left(due, calendar, said):
    assert str(words.due_words(due, Horizon(NOW, calendar))) == said


def test_a_due_date_on_the_day_off_ahead_is_named():
    friday = clock.at(date(2026, 11, 27), time(18))
    assert str(words.due_words(at(28), Horizon(friday, STANDARD))) == "Saturday 28/11"


def test_work_due_on_friday_is_late_on_saturday_since_friday():
    saturday = clock.at(date(2026, 11, 28), time(9))
    assert str(words.due_words(at(27), Horizon(saturday, STANDARD))) == "late since 17:00, 27/11"


@pytest.mark.parametrize(
    ("due", "hour", "said"),
    [
        (at(28), time(6, 56), "late since 17:00, 28/11"),
        (at(28), time(8), "1 working day late"),
        (at(27), time(6, 56), "late since 17:00, 27/11"),
        (at(26), time(6, 56), "1 working day late"),
    ],
)
def test_a_day_late_has_begun(due, hour, said):
    monday = clock.at(date(2026, 11, 30), hour)
    assert str(words.due_words(due, Horizon(monday, STANDARD))) == said


@pytest.mark.parametrize(
    ("due", "finished", "said"),
    [
        (None, at(24, 7, 35), "done 24/11, 07:35"),
        (at(24), at(24), "done 24/11, 17:00"),
        (at(24, 8), at(24, 9), "late, 24/11, 09:00"),
        (at(20), at(24), "2 working days late, 24/11"),
        (at(23), at(24, 7, 35), "1 working day late, 24/11"),
    ],
)
def test_when_it_was_finished(due, finished, said):
    assert str(words.finished_words(due, finished, STANDARD)) == said


def sentences(source, due, given=None, calendar=STANDARD, now=NOW):
    facts = DueFacts(source, "Lưu Đình Thuận", given or at(20, 9, 12), due)
    return [str(said) for said in words.explain_due(facts, Horizon(now, calendar))]


def test_why_it_is_due_then():
    assert sentences("directive", at(26), calendar=HOLIDAY) == [
        "Lưu Đình Thuận set this due date when giving out the work on 20/11/2026, 09:12.",
        "The last moment is 17:00 on Thursday 26/11/2026, though that is a day off.",
        "That is 3 working days; the day it was given is not counted.",
        "Not counted: weekends, 26/11.",
    ]


def test_why_it_is_late():
    said = sentences("document", at(23))
    assert said[0].startswith("The document itself asks for it by this day")
    assert said[-1] == "It is late because that moment has passed and the line is still open."


def test_why_it_has_no_due_date():
    assert sentences("directive", None) == [
        "Lưu Đình Thuận set no due date when giving out the work on 20/11/2026, 09:12, "
        "so it is never late."
    ]


def test_many_days_off_are_summed_up():
    facts = DueFacts("parent", "Nông Thị Quyên", at(1, 9), clock.at(date(2026, 12, 31), time(17)))
    last = str(words.explain_due(facts, Horizon(NOW, STANDARD))[-1])
    assert last == "Not counted: weekends."


def choices(now, document_due=None, calendar=STANDARD):
    return [str(one.words) for one in one_press.due_choices(Horizon(now, calendar), document_due)]


def test_due_dates_in_one_press():
    assert choices(NOW, at(30)) == [
        "Today, 17:00",
        "3 working days, 27/11",
        "Friday, 27/11",
        "As the document says, 30/11",
    ]


def test_today_is_not_offered_when_it_is_over_nor_a_friday_off():
    evening = clock.at(date(2026, 11, 27), time(17, 30))
    off = WorkCalendar({date(2026, 12, 4): False})
    assert choices(evening, at(26), off) == ["3 working days, 02/12"]


def test_whoever_passes_on_is_offered_nothing_after_their_own_date():
    own = one_press.due_choices(Horizon(NOW, STANDARD), at(30), own_due=at(26))
    assert [str(one.words) for one in own] == ["Today, 17:00", "As my own line, 26/11"]


def test_the_full_words_name_the_weekday():
    assert str(words.full_words(at(26))) == "Due at 17:00, Thursday 26/11/2026"


def test_a_year_whose_holidays_nobody_entered_says_so():
    given = clock.at(date(2027, 12, 20), time(9))
    facts = DueFacts("directive", "Lưu Đình Thuận", given, clock.at(date(2028, 1, 7), time(17)))
    said = [str(one) for one in words.explain_due(facts, Horizon(given, NATIONAL))]
    assert said[-1] == ("No holiday of 2028 is in the calendar yet: only weekends are left out.")
