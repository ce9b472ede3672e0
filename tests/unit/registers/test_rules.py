"""What kept numbers, names and types of series must be."""

from datetime import date

import pytest

from app.registers.rules import name_problems, reserving_problems, type_problems

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("year", "count", "reason", "fields"),
    [
        (2026, 1, "Họp chiều", []),
        (2025, 50, "Ghi bù", []),
        (2026, 0, "Họp", ["count"]),
        (2026, 51, "Họp", ["count"]),
        (2027, 1, "Họp", ["year"]),
        (2026, 1, "", ["reason"]),
        (2026, 1, "a" * 301, ["reason"]),
        (2020, 0, "", ["reason", "count", "year"]),
    ],
)
def test_numbers_are_kept_for_a_reason(
    year: int, count: int, reason: str, fields: list[str]
) -> None:
    assert [p.field for p in reserving_problems(year, count, 50, reason, TODAY)] == fields


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        (TODAY, True),
        (date(2026, 1, 1), True),
        (date(2025, 12, 31), False),
        (date(2026, 11, 24), False),
    ],
)
def test_numbers_are_kept_for_a_day_of_their_year_that_is_not_to_come(
    day: date, is_taken: bool
) -> None:
    fields = [p.field for p in reserving_problems(2026, 1, 50, "Họp", TODAY, day)]
    assert fields == ([] if is_taken else ["kept_for"])


def test_two_books_do_not_share_a_name() -> None:
    assert name_problems("Đơn thư", ["Văn bản đến"]) == []
    assert len(name_problems("VĂN BẢN ĐẾN", ["Văn bản đến"])) == 1
    assert len(name_problems("", [])) == 1
    assert len(name_problems("a" * 121, [])) == 1


def test_a_type_is_numbered_in_one_series() -> None:
    known = {"CV": "Công văn", "QD": "Quyết định"}
    assert type_problems(["CV"], known, {"QD": "Quyết định"}) == []
    [problem] = type_problems(["CV", "QD"], known, {"QD": "Số quyết định"})
    assert problem.params == {"type": "Quyết định", "series": "Số quyết định"}
    assert len(type_problems(["XX"], known, {})) == 1
