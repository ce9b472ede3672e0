"""Dates and trees of the organisation."""

from datetime import date, timedelta

import pytest

from app.organisation.rules import (
    makes_a_circle,
    outside_problems,
    span_problems,
    too_long_problems,
)


def test_a_span_may_not_run_backwards() -> None:
    assert span_problems(date(2026, 11, 2), date(2026, 11, 1))[0].field == "valid_to"
    assert span_problems(date(2026, 11, 1), date(2026, 11, 1)) == []
    assert span_problems(date(2026, 11, 1), None) == []


@pytest.mark.parametrize(
    ("starts", "last"),
    [
        (date(2026, 11, 2), date(2027, 11, 2)),
        (date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_nobody_is_away_or_stood_in_for_longer_than_a_year(starts: date, last: date) -> None:
    assert too_long_problems(starts, starts, 12) == []
    assert too_long_problems(starts, last, 12) == []
    [problem] = too_long_problems(starts, last + timedelta(days=1), 12)
    assert (problem.field, problem.params) == (
        "ends_on",
        {"months": 12, "day": last.strftime("%d/%m/%Y")},
    )
    assert too_long_problems(starts, date(2099, 12, 31), 12) == [problem]
    assert too_long_problems(date.max, date.max, 12) == []
    [shorter] = too_long_problems(date(2026, 8, 31), date(2026, 12, 1), 3)
    assert shorter.params["day"] == "30/11/2026"


@pytest.mark.parametrize(
    ("span", "fields"),
    [
        ((date(2026, 1, 1), date(2026, 12, 31)), []),
        ((date(2026, 1, 1), None), ["valid_to"]),
        ((date(2020, 1, 1), date(2026, 12, 31)), ["valid_from"]),
        ((date(2020, 1, 1), date(2027, 1, 1)), ["valid_from", "valid_to"]),
    ],
)
def test_nothing_outlasts_what_it_belongs_to(
    span: tuple[date, date | None], fields: list[str]
) -> None:
    problems = outside_problems(span, (date(2021, 7, 1), date(2026, 12, 31)), "Phòng Nội vụ")
    assert [problem.field for problem in problems] == fields


def test_a_tree_has_no_circle() -> None:
    parents: dict[int, int | None] = {1: None, 2: 1, 3: 2}
    assert makes_a_circle(parents, 1, 3)
    assert makes_a_circle(parents, 1, 1)
    assert not makes_a_circle(parents, 3, 1)
    assert not makes_a_circle(parents, 1, None)
