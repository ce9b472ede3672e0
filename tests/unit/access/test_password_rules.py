"""What may be a password, and when wrong ones lock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.access import rules
from app.access.passwords import check, hashed, one_time


def reasons(password: str, **options: Any) -> list[str]:
    return [
        problem.message for problem in rules.password_problems(password, "lethinhuan", **options)
    ]


@pytest.mark.parametrize(
    "password", ["Tre-xanh-2026", "caumuanghe7T", "Đường ra Bắc 9", "x9#kkq.WWpl"]
)
def test_a_password_of_three_classes_that_nobody_guesses_is_taken(password: str) -> None:
    assert reasons(password) == []


@pytest.mark.parametrize(
    "password",
    [
        "Matkhau@123",
        "P@ssw0rd2026",
        "Vietnam#1975",
        "Qwerty12345!",
        "Admin@123456",
        "Xuan-Dong-2026",
    ],
)
def test_what_others_guess_first_is_refused(password: str) -> None:
    assert reasons(password) == ["It is one that others guess first."]


def test_every_reason_is_given_at_once() -> None:
    assert reasons("aaa", is_current=True) == [
        "It needs at least %(count)s characters.",
        "It needs three of these: small letters, capitals, figures, signs.",
        "It is one that others guess first.",
        "It is the password you have now.",
    ]


def test_the_user_name_hides_in_no_password_marked_or_not() -> None:
    assert reasons("Xy-Lêthịnhuần-7") == ["It contains the user name."]


def test_problems_stand_beside_their_field() -> None:
    assert {problem.field for problem in rules.password_problems("a", "x")} == {"new_password"}


def test_the_fifth_wrong_password_locks_for_a_quarter_of_an_hour() -> None:
    now = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert rules.locked_until(4, now) is None
    assert rules.tries_left(4) == 1
    assert rules.locked_until(5, now) == now + timedelta(minutes=15)
    assert rules.tries_left(5) == 0


def test_one_time_passwords_keep_the_rules_and_differ() -> None:
    made = {one_time() for _ in range(50)}
    assert len(made) == 50
    assert not [password for password in made if reasons(password)]


def test_a_hash_of_weaker_parameters_is_made_anew() -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("Tre-xanh-2026")
    result = check(weak, "Tre-xanh-2026")
    assert result.is_right
    assert result.new_hash is not None
    assert result.new_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert check(result.new_hash, "Tre-xanh-2026").new_hash is None


def test_nobody_has_no_right_password() -> None:
    assert not check(None, "").is_right
    assert not check(hashed("a"), "b").is_right
    assert not check("no hash at all", "b").is_right
