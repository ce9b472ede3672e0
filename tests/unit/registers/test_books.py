"""The statutory books: their columns, their sheets, their harmless cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.books import Range
from app.features import FEATURES
from app.registers.rules import (
    BookRow,
    KeptLine,
    cover_lines,
    sums,
    total_words,
    written,
)
from app.web.listing.sheets import WIDTH_MM, Sheet, SheetColumn, SheetRow, sheets_of, widths


@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_a_book_has_the_ten_columns_of_the_decree_on_one_sheet(direction: str) -> None:
    columns = FEATURES.books[direction].columns
    assert len(columns) == 10
    found = widths([column.width_mm for column in columns])
    assert sum(found) == WIDTH_MM
    assert min(found) >= 15


INCOMING = FEATURES.books["incoming"].columns


def test_a_number_that_nothing_bears_says_why() -> None:
    kept = KeptLine(7, "void", "viết nhầm", "Phùng Thị Lụa", date(2026, 3, 9))
    said = {
        direction: [
            column.written(column.kept(kept)) for column in book.columns if column.kept(kept)
        ]
        for direction, book in FEATURES.books.items()
    }
    words = "Số 07 bỏ trống: viết nhầm. Người ghi: Phùng Thị Lụa, 09/03/2026"
    assert said == {
        "incoming": ["09/03", "07", words, "Bỏ trống"],
        "outgoing": ["07", "09/03/2026", words, "Bỏ trống"],
    }


def row(number: int, subject: str = "") -> BookRow:
    return BookRow(number, (None, number, "", "", None, subject, "", None, None, ""))


def whole(texts: list[str]) -> Sheet:
    """An incoming book with these subjects, closed and signed."""
    columns = tuple(SheetColumn(c.label, c.width_mm, c.centre) for c in INCOMING)
    rows = tuple(
        SheetRow(written(INCOMING, row(number, text).cells), number=number)
        for number, text in enumerate(texts, 1)
    )
    return Sheet(title="SỔ", columns=columns, rows=rows, total_text="Cộng", signer_name="Lụa")


@given(st.lists(st.integers(min_value=1, max_value=900), max_size=80))
def test_every_word_stands_on_a_sheet_and_the_last_is_signed(lengths: list[int]) -> None:
    texts = ["chữ " * length for length in lengths]
    pages = sheets_of(whole(texts))
    for number, text in enumerate(texts, 1):
        parts = [row.cells[5] for page in pages for row in page.rows if row.number == number]
        assert " ".join(parts).split() == text.split()
    assert [bool(page.signer_name) for page in pages] == [*[False] * (len(pages) - 1), True]
    assert all(page.rows for page in pages) or len(pages) == 1


def test_an_empty_book_is_one_empty_sheet() -> None:
    assert [page.rows for page in sheets_of(whole([]))] == [()]


def test_the_cover_says_which_days_and_numbers_the_book_holds() -> None:
    march = Range.of(2026, date(2026, 2, 1), date(2026, 12, 31))
    assert cover_lines(march, date(2026, 3, 9), [row(2), row(14)]) == (
        "Năm: 2026",
        "Từ ngày 01/02/2026 đến ngày 09/03/2026",
        "Từ số 02 đến số 14",
    )


def test_quantities_are_summed_and_nothing_else() -> None:
    outgoing = FEATURES.books["outgoing"].columns
    cells = [("1", None, "", "", "", "", copies, None, None, "") for copies in (3, None, 12)]
    rows = [BookRow(number, cell) for number, cell in enumerate(cells, 1)]
    assert written(outgoing, sums(rows, outgoing)) == ("",) * 6 + ("15",) + ("",) * 3
    assert sums(rows, INCOMING) == ()


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
