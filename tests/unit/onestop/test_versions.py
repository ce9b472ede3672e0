"""Versions of a procedure in time: no two share a day, and a day that has begun has its own."""

from datetime import date, timedelta
from random import Random

import pytest

from app.onestop.procedures.rules.versions import (
    Published,
    Standing,
    beginning_problems,
    cut_by,
    ending_problems,
    in_force,
    newer_since,
    standing,
    why_none,
)

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
FIRST = Published(1, date(2025, 7, 1))


@pytest.mark.parametrize(
    ("starts", "versions", "said"),
    [
        (None, (), "Say from which day it holds."),
        (date(2020, 1, 1), (), None),
        (TODAY, (), None),
        (TOMORROW, (FIRST,), None),
        (
            TODAY,
            (FIRST,),
            "Version 1 holds on 23/11/2026: the next begins tomorrow at the earliest.",
        ),
        (date(2025, 1, 1), (FIRST,), "Version 1 begins on 01/07/2025: this one must begin later."),
        (TODAY, (Published(1, date(2025, 7, 1), YESTERDAY),), None),
        (YESTERDAY, (Published(1, date(2025, 7, 1), YESTERDAY),), "Version 1 holds on 22/11/2026"),
        (TOMORROW, (FIRST, Published(2, TOMORROW)), "Version 2 begins on 24/11/2026"),
    ],
)
def test_when_a_version_may_begin(
    starts: date | None, versions: tuple[Published, ...], said: str | None
) -> None:
    problems = [str(one) for one in beginning_problems(starts, versions, TODAY)]
    assert len(problems) == (0 if said is None else 1)
    assert said is None or problems[0].startswith(said)


def test_a_version_that_ended_yesterday_receives_nothing_and_says_so() -> None:
    ended = (Published(1, date(2025, 7, 1), YESTERDAY),)
    assert in_force(ended, TODAY) is None
    assert in_force(ended, YESTERDAY) == ended[0], "its last day is its own"
    assert str(why_none(ended, TODAY)) == "It ended on 22/11/2026: nothing more may be received."
    coming = (*ended, Published(2, TOMORROW))
    assert str(why_none(coming, TODAY)) == "It may be received from 24/11/2026."
    assert str(why_none((), TODAY)) == "No version of it was published yet."


def test_a_case_keeps_its_version_when_another_begins_meanwhile() -> None:
    versions = (Published(1, date(2025, 7, 1), TODAY), Published(2, TOMORROW))
    assert newer_since(versions, 1, TODAY) is None
    assert newer_since(versions, 1, TOMORROW) == versions[1]
    assert newer_since(versions, 2, TOMORROW) is None


@pytest.mark.parametrize(
    ("starts", "ends", "is_published", "found"),
    [
        (None, None, False, Standing.DRAFT),
        (TODAY, None, False, Standing.DRAFT),
        (TOMORROW, None, True, Standing.COMING),
        (TODAY, TODAY, True, Standing.IN_FORCE),
        (FIRST.starts, YESTERDAY, True, Standing.ENDED),
    ],
)
def test_how_a_version_stands(
    starts: date | None, ends: date | None, is_published: bool, found: Standing
) -> None:
    assert standing(starts, ends, is_published, TODAY) is found


def test_a_version_ends_today_at_the_earliest() -> None:
    said = {
        ends: [str(one) for one in ending_problems(ends, Published(2, TOMORROW), TODAY)]
        for ends in (None, YESTERDAY, TODAY, TOMORROW)
    }
    assert said == {
        None: ["Say which day is the last."],
        YESTERDAY: ["A day that is over cannot become the last."],
        TODAY: ["It begins on 24/11/2026 only."],
        TOMORROW: [],
    }
    again = ending_problems(TOMORROW, Published(1, FIRST.starts, TODAY), TODAY)
    assert [str(one) for one in again] == ["It ends on 23/11/2026 already."]


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_published_and_ended_no_two_share_a_day(seed: int) -> None:
    """And what holds on a day that is over never changes."""
    lots, versions, held = Random(seed), list[Published](), dict[date, int]()
    for number in range(1, 60):
        today = TODAY + timedelta(number * 3)
        day = today + timedelta(lots.randint(-20, 40))
        if versions and lots.random() < 0.3:
            one = lots.choice(versions)
            if not list(ending_problems(day, one, today)):
                versions[versions.index(one)] = Published(one.number, one.starts, day)
        elif not list(beginning_problems(day, versions, today)):
            if cut := cut_by(day, versions):
                old, last = cut
                versions[versions.index(old)] = Published(old.number, old.starts, last)
            versions.append(Published(number, day))
        for past in (today - timedelta(back) for back in range(30)):
            holding = [version.number for version in versions if version.holds_on(past)]
            assert len(holding) < 2
            assert held.get(past) in (None, *holding)
            held |= dict.fromkeys([past], *holding) if holding else {}
    assert versions
