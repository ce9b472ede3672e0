"""Figures, sums, columns and sentences of requests."""

from decimal import Decimal

import pytest

from app.correspondence.rules import reference_key
from app.requests.rules import (
    Holder,
    asking_problems,
    column_problems,
    number_of,
    places_cited,
    read_figures,
    sentence_citing,
    sums,
    written,
)

NUMBERS = [
    {"name": "Số", "kind": "number"},
    {"name": "Ngày", "kind": "day"},
    {"name": "Lời", "kind": "text"},
]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"), ("1.650", "1650"), ("1.234,5", "1234.5"), ("1234,5", "1234.5"),
        ("-12", "-12"), ("1 250", "1250"), ("１２", "12"), ("1.234.567,89", "1234567.89"),
        ("", None), ("1,234.5", None), ("12.34", None), ("khoảng 700tr", None), ("1,2,3", None),
        ("=1+1", None), ("1e5", None), ("NaN", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written_here_or_not_at_all(
    text: str, number: str | None
) -> None:
    assert number_of(text) == (Decimal(number) if number is not None else None)


def test_what_is_read_is_written_back() -> None:
    for text in ("0", "1.650", "380,5", "-1.234.567,89"):
        number = number_of(text)
        assert number is not None
        assert written(number) == text


def test_every_cell_that_cannot_be_read_is_named_and_empty_ones_are_left_out() -> None:
    kept, problems = read_figures(NUMBERS, ("ba", "32/11/2026", "x" * 501))
    assert read_figures(NUMBERS, ("9" * 16,))[0] == {}, "no sum of such would be exact"
    assert (kept, [one.field for one in problems]) == ({}, ["figures-0", "figures-1", "figures-2"])
    kept, problems = read_figures(NUMBERS, ("1.250,5", "25/11/2026", " "))
    assert (kept, problems) == ({"0": "1250.5", "1": "2026-11-25"}, [])


def test_sums_are_exact_and_what_is_not_filled_in_is_no_nought() -> None:
    assert sums(NUMBERS, [{"0": "0.1"}, {"0": "0.2"}, {"2": "lời"}]) == {"0": Decimal("0.3")}
    assert sums(NUMBERS, [{"2": "lời"}]) == {}


def test_filled_columns_stay_and_names_stand_once() -> None:
    two = [{"name": "A", "kind": "text"}, {"name": "a", "kind": "text"}]
    assert len(list(column_problems(two, 3))) == 2
    assert not list(column_problems(NUMBERS, 3))
    assert len(list(column_problems(NUMBERS * 9, 0))) > 1


def test_the_sentence_that_cites_is_taken_whole_and_alone() -> None:
    text = "Kính gửi: UBND.\n\nThực hiện Công văn số 118/UBND-VHTT, xã báo cáo. Hết."
    at = text.index("118/")
    found = sentence_citing(text, at, at + 13)
    assert found == "Thực hiện Công văn số 118/UBND-VHTT, xã báo cáo."
    assert len(sentence_citing("x " * 5000 + "118/UBND " + "y " * 5000, 10000, 10008)) <= 620


def test_the_letterhead_is_no_part_of_the_sentence_that_cites() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nXÃ HỮU LŨNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nSố: 05/UBND\nV/v trả lời Công văn số 118/UBND-VHTT\n"
        "Kính gửi: Ủy ban nhân dân tỉnh\nThực hiện Công văn số 118/UBND-VHTT ngày 03/11/2026,\n"
        "Ủy ban nhân dân xã báo cáo như sau:\nXã có 12 nhà văn hóa."
    )
    place = places_cited(text)[reference_key("118/UBND-VHTT")]
    found = sentence_citing(text, *place.span())
    assert found.startswith("Thực hiện Công văn số 118/UBND-VHTT ngày 03/11/2026, Ủy ban")
    assert "12 nhà văn hóa" in found


def test_one_leads_at_most_and_somebody_is_asked() -> None:
    assert len(list(asking_problems([]))) == 1
    both = [Holder("A", role="lead"), Holder("B", role="lead")]
    assert len(list(asking_problems(both))) == 1
    assert not list(asking_problems(both[:1]))
