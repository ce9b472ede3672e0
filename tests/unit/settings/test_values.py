"""Which value holds on a day, and how values are read and written."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.errors import Refused
from app.core.settings import OneOf, SettingValue, Whole, Words, YesNo, in_force
from app.deadlines.rules.working_time import Shift
from app.deadlines.settings import Hours
from app.features import FEATURES
from app.messages.rules import sending_time
from app.settings.rules import change_problems, withdraw_problems

TODAY = date(2026, 11, 28)
rows = st.lists(
    st.builds(
        lambda own, key, day, text: (7 if own else None, key, date(2026, 11, day), text),
        st.booleans(),
        st.sampled_from(("a", "b")),
        st.integers(1, 28),
        st.none() | st.sampled_from(("x", "y", "z")),
    ),
    max_size=12,
)


def _obvious(kept, agency_id, key):
    """Day by day, row by row: the last word of this owner."""
    last = None
    for day in range(1, 29):
        for owner, its_key, its_day, text in kept:
            if (owner, its_key, its_day.day) == (agency_id, key, day):
                last = text
    return last


@given(rows)
def test_an_agency_s_own_latest_value_wins_over_the_latest_of_all(kept):
    found = in_force(
        [
            SettingValue(id=number, agency_id=owner, key=key, valid_from=day, value=text)
            for number, (owner, key, day, text) in enumerate(kept)
        ]
    )
    for key in ("a", "b"):
        own, common = _obvious(kept, 7, key), _obvious(kept, None, key)
        assert found.get(key) == (common if own is None else own)


@pytest.mark.parametrize("setting", FEATURES.settings.values(), ids=FEATURES.settings)
def test_every_default_is_a_value_of_its_kind(setting):
    assert setting.kind.parse(setting.kind.write(setting.default)) == setting.default


def test_each_setting_has_a_key_of_its_own_feature():
    assert len({setting.key for setting in FEATURES.settings.values()}) == len(FEATURES.settings)
    assert {key.split(".")[0] for key in FEATURES.settings} >= {"deadlines", "messages", "access"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Whole(1, 10), "0"),
        (Whole(1, 10), "11"),
        (Whole(1, 10), "-1"),
        (Whole(1, 10), "1.5"),
        (Whole(1, 10), "9" * 40),
        (Whole(1, 10), ""),
        (YesNo(), "yes"),
        (OneOf((("a", "A"),)), "b"),
        (Words(least=1), " \n "),
        (Words(most=2), "a\nb\nc"),
        (Words(longest=3), "abcd"),
        (Hours(), ""),
        (Hours(), "17:00"),
        (Hours(), "17:00-08:00"),
        (Hours(), "25:00-26:00"),
        (Hours(), "13:30-17:00, 07:00-11:30"),
        (Hours(most=1), "07:00-11:30, 13:30-17:00"),
    ],
)
def test_what_is_no_value_is_refused_beside_its_field(kind, text):
    with pytest.raises(Refused) as refusal:
        kind.parse(text)
    assert [problem.field for problem in refusal.value.problems] == ["value"]


def test_hours_are_read_as_people_write_them():
    morning, afternoon = Shift(time(7), time(11, 30)), Shift(time(13, 30), time(17))
    assert Hours().parse("7:00 - 11:30; 13g30–17h") == (morning, afternoon)
    assert Hours().write((morning, afternoon)) == "07:00-11:30, 13:30-17:00"


def test_words_lose_blanks_and_doubles():
    assert Words().parse(" nội bộ \n\nnội bộ\nhạn chế") == ("nội bộ", "hạn chế")


def test_a_change_begins_today_or_later_and_changes_something():
    assert change_problems(TODAY, TODAY, "2", "3") == []
    past = change_problems(date(2026, 11, 27), TODAY, "2", "3")
    assert [problem.field for problem in past] == ["valid_from"]
    assert [problem.field for problem in change_problems(TODAY, TODAY, "2", "2")] == ["value"]
    assert len(withdraw_problems(TODAY, TODAY)) == 1
    assert withdraw_problems(date(2026, 11, 29), TODAY) == []


@pytest.mark.parametrize(
    ("hour", "begins"),
    [((6, 0), (28, 7)), ((9, 0), None), ((22, 0), (29, 7))],
)
def test_a_text_message_waits_for_its_hours(hour, begins):
    hours = (Shift(time(7), time(21)),)
    now = clock.at(TODAY, time(*hour))
    expected = now if begins is None else clock.at(date(2026, 11, begins[0]), time(begins[1]))
    assert sending_time(now, hours) == expected
    assert sending_time(datetime(2026, 11, 28, 2, tzinfo=UTC), hours).hour == 2
