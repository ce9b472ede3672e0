"""The table of colours, and a whole with its parts, on plain values."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.deadlines.rules.colours import (
    WORST_FIRST,
    Horizon,
    colour,
    due_colour,
    is_late,
    worst,
)
from app.deadlines.rules.wholes import Parts, closed_colour, closed_due, pressing

NOW = clock.at(date(2026, 11, 25), time(9))
AT = Horizon(NOW)
SOON = clock.at(date(2026, 11, 27), time(9))
TICK = timedelta(microseconds=1)
EARLIER, LATER = NOW - timedelta(days=1), NOW + timedelta(days=9)


def of_line(state="open", opened=None, due=None, finished=None):
    return colour(state, opened, due, finished, AT)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (of_line(), "new"),
        (of_line(due=LATER), "new"),
        (of_line(due=SOON + TICK), "new"),
        (of_line(due=SOON), "soon"),
        (of_line(due=NOW + timedelta(hours=1)), "soon"),
        (of_line(due=EARLIER), "late"),
        (of_line(opened=EARLIER), "open"),
        (of_line(opened=EARLIER, due=LATER), "track"),
        (of_line(opened=EARLIER, due=SOON), "soon"),
        (of_line(opened=EARLIER, due=SOON + TICK), "track"),
        (of_line(opened=EARLIER, due=NOW), "soon"),
        (of_line(opened=EARLIER, due=NOW - TICK), "late"),
        (of_line("done", EARLIER, None, NOW), "ended"),
        (of_line("done", EARLIER, NOW, NOW), "done"),
        (of_line("done", EARLIER, EARLIER, NOW), "donelate"),
        (of_line("done", None, LATER, NOW), "done"),
        (of_line("returned", EARLIER, EARLIER, NOW), None),
        (of_line("recalled", None, LATER, NOW), None),
        (of_line("withdrawn", None, None, NOW), None),
    ],
)
def test_the_table_of_colours(said, expected):
    assert said == expected


def test_due_soon_reaches_exactly_as_far_as_the_agency_says():
    """Two working days after Tuesday's nine o'clock is Thursday's: not Thursday's evening."""
    tuesday = Horizon(clock.at(date(2026, 12, 1), time(9)))
    thursday = date(2026, 12, 3)
    assert due_colour(clock.at(thursday, time(9)), tuesday) == "soon"
    assert due_colour(clock.at(thursday, time(17)), tuesday) == "track"
    three_days = Horizon(tuesday.now, soon_days=3)
    assert due_colour(clock.at(thursday, time(17)), three_days) == "soon"


moments = st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(opened=st.none() | moments, due=moments)
def test_what_presses_is_never_hidden_by_not_opening_it(opened, due):
    said = of_line(opened=opened, due=due)
    assert (said == "late") == (due < NOW)
    assert (said == "soon") == (NOW <= due <= AT.soon_limit)


def test_the_worst_of_colours():
    assert worst(WORST_FIRST) == "late"
    assert worst(["done", None, "new"]) == "new"
    assert worst([None]) is None


parts = st.builds(
    Parts, st.none() | st.sampled_from(("new", "open", "done", "ended")), st.just(None)
) | moments.map(lambda due: Parts(due_colour(due, AT), due))


@given(own=st.none() | moments, parts=parts)
def test_the_date_that_is_shown_has_the_colour_that_is_shown(own, parts):
    said = pressing(own, parts, AT)
    assert said.due_at == min((due for due in (own, parts.due_at) if due), default=None)
    assert (said.colour == "late") == is_late(said.due_at, NOW)
    if due_colour(said.due_at, AT) == "soon":
        assert said.colour == "soon"
    assert said.is_part == (said.due_at is not None and said.due_at != own)
    assert said.is_ambiguous == (None not in (own, parts.due_at) and own != parts.due_at)


def test_a_closed_whole_is_in_time_by_its_parts_where_they_had_dates():
    assert closed_colour(EARLIER, NOW, Parts("done")) == "done"
    assert closed_colour(LATER, NOW, Parts("donelate")) == "donelate"
    assert closed_colour(EARLIER, NOW, Parts("ended")) == "donelate"
    assert closed_colour(None, NOW, Parts()) == "ended"
    assert closed_due(LATER, Parts("donelate", missed_at=EARLIER)) == EARLIER
    assert closed_due(EARLIER, Parts("done")) is None
    assert closed_due(EARLIER, Parts("ended")) == EARLIER
