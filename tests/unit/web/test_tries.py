"""Whoever guesses waits, and has no more guesses for having more addresses of one line."""

from datetime import timedelta

import pytest

from app.web.tries import Tries


@pytest.mark.parametrize(
    ("other", "waits"),
    [
        ("2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:3::1", False),
        ("192.0.2.7", False),
        ("", False),
    ],
)
def test_a_line_of_the_sixth_version_is_one_guesser(other: str, waits: bool) -> None:
    tries = Tries(2, timedelta(minutes=15))
    for host in (1, 2):
        tries.miss(f"2001:db8:1:2::{host}")
    assert tries.is_over(other) == waits


def test_an_address_of_the_fourth_version_is_one_guesser_however_it_is_written() -> None:
    tries = Tries(1, timedelta(minutes=15))
    tries.miss("::ffff:192.0.2.7")
    assert not tries.is_over("::ffff:192.0.2.8")
