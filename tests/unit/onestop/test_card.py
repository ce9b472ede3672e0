"""What a scanner types at the counter: cards, other codes, what is meant to harm."""

from datetime import date

import pytest

from app.core.errors import Problem
from app.onestop.counter.rules.card import Card, is_card, read_card

TODAY = date(2026, 11, 23)
NEW = "098084001842|082123456|Nông Văn Thịnh|14031984|Nam|Thôn Nà Pàn, xã Hữu Lũng|22062024"
OLD = "098084001842|Nông Văn Thịnh|14031984|Nam|Thôn Nà Pàn, xã Hữu Lũng|22062024"
SAID = Card("098084001842", "Nông Văn Thịnh", date(1984, 3, 14), "Nam", "Thôn Nà Pàn, xã Hữu Lũng")


@pytest.mark.parametrize("text", [NEW, OLD, NEW.replace("082123456", ""), f"  {NEW}\r\n"])
def test_a_card_says_whose_it_is(text: str) -> None:
    assert is_card(text)
    assert read_card(text, TODAY) == SAID


@pytest.mark.parametrize(
    "text",
    [
        "|" * 6,
        "https://example.vn/?a=1|2",
        NEW + "|1",
        NEW.replace("098084001842", "09808400184"),
        NEW.replace("098084001842", "٠٩٨٠٨٤٠٠١٨٤٢"),
        NEW.replace("Nông Văn Thịnh", "<script>1</script>"),
        NEW.replace("Nông Văn Thịnh", ""),
        NEW.replace("Nam", "N" * 50),
        NEW.replace("Thôn", "A" * 10_000),
        "|" * 100_000,
    ],
)
def test_another_code_is_none(text: str) -> None:
    found = read_card(text, TODAY)
    assert isinstance(found, Problem)
    assert "not that of a citizen card" in str(found)


@pytest.mark.parametrize("birth", ["24112026", "31021990", "01011899", "1403198a", ""])
def test_a_birth_that_cannot_be_is_said(birth: str) -> None:
    found = read_card(NEW.replace("14031984", birth), TODAY)
    assert isinstance(found, Problem)
    assert "date of birth" in str(found)


def test_lost_letters_are_noticed_and_marks_are_not_needed() -> None:
    damaged = read_card(NEW.replace("Nông", "N?ng"), TODAY)
    plain = read_card(NEW.replace("Nông Văn Thịnh", "Nong Van Thinh"), TODAY)
    assert isinstance(damaged, Card)
    assert isinstance(plain, Card)
    assert (damaged.is_damaged, plain.is_damaged) == (True, False)


def test_control_letters_do_not_come_through() -> None:
    found = read_card(NEW.replace("Nông", "Nông\x00\x1b[31m"), TODAY)
    assert isinstance(found, Problem) or "\x1b" not in found.name
