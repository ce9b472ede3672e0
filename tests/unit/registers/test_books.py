"""The statutory books: their columns, their sheets, their harmless cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.books import Range
from app.features import FEATURES
from app.registers.rules import (
    LINES_PER_SHEET,
    ROWS_PER_SHEET,
    SHEET_WIDTH_MM,
    BookRow,
    KeptLine,
    lines_of,
    sheets,
    total_words,
    widths,
)


@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_a_book_has_the_ten_columns_of_the_decree_on_one_sheet(direction: str) -> None:
    columns = FEATURES.books[direction].columns
    assert len(columns) == 10
    assert sum(widths(columns)) == SHEET_WIDTH_MM
    assert min(widths(columns)) >= 15


INCOMING = FEATURES.books["incoming"].columns


def test_a_number_that_nothing_bears_says_why() -> None:
    kept = KeptLine(7, "void", "viết nhầm", "Phùng Thị Lụa", date(2026, 3, 9))
    said = {
        direction: [column.kept(kept) for column in book.columns if column.kept(kept)]
        for direction, book in FEATURES.books.items()
    }
    words = "Số 07 bỏ trống: viết nhầm. Người ghi: Phùng Thị Lụa, 09/03/2026"
    assert said == {
        "incoming": ["09/03", "07", words, "Bỏ trống"],
        "outgoing": ["07", "09/03/2026", words, "Bỏ trống"],
    }


def row(number: int, subject: str = "") -> BookRow:
    return BookRow(number, ("", f"{number:02d}", "", "", "", subject, "", "", "", ""))


@given(st.lists(st.integers(min_value=0, max_value=500), max_size=80))
def test_every_row_stands_on_one_sheet_and_no_sheet_overflows(lengths: list[int]) -> None:
    rows = [row(number, "a" * length) for number, length in enumerate(lengths, 1)]
    filled = list(sheets(rows, INCOMING))
    assert [one for sheet in filled for one in sheet] == rows
    for sheet in filled:
        assert len(sheet) <= ROWS_PER_SHEET
        assert len(sheet) == 1 or sum(lines_of(one, INCOMING) for one in sheet) <= LINES_PER_SHEET


def test_an_empty_book_is_one_empty_sheet() -> None:
    assert list(sheets([], INCOMING)) == [[]]


def test_a_range_lies_within_its_year() -> None:
    whole = Range.of(2026, None, None)
    assert whole.is_whole_year
    turned = Range.of(2026, date(2026, 6, 1), date(2026, 2, 1))
    assert (turned.first, turned.last) == (date(2026, 2, 1), date(2026, 6, 1))
    clipped = Range.of(2026, date(2025, 6, 1), date(2027, 2, 1))
    assert clipped == whole


def test_the_closing_line_counts_documents_and_kept_numbers() -> None:
    kept = BookRow(3, ("",) * 10, is_kept=True)
    assert (
        total_words([row(1), row(2), kept])
        == "Cộng: 2 văn bản, 1 số bỏ trống hoặc giữ lại có lý do."
    )
    assert total_words([row(1)]) == "Cộng: 1 văn bản."
