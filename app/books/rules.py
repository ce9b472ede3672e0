"""The statutory books as rows of words: columns, sheets, harmless cells. Pure.

The words are those of Decree 30/2020, annex IV: they are printed in Vietnamese in every language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class BookColumn:
    """A column of a book; `width_mm` 0 takes what the others leave."""

    label: str
    width_mm: int = 0
    centre: bool = False


INCOMING = (
    BookColumn("Ngày đến", 17, True),
    BookColumn("Số đến", 15, True),
    BookColumn("Tác giả", 30),
    BookColumn("Số, ký hiệu", 30),
    BookColumn("Ngày tháng văn bản", 22, True),
    BookColumn("Tên loại và trích yếu nội dung văn bản"),
    BookColumn("Đơn vị hoặc người nhận", 31),
    BookColumn("Ngày chuyển", 17, True),
    BookColumn("Ký nhận", 21),
    BookColumn("Ghi chú", 20),
)
OUTGOING = (
    BookColumn("Số, ký hiệu văn bản", 30),
    BookColumn("Ngày tháng văn bản", 22, True),
    BookColumn("Tên loại và trích yếu nội dung văn bản"),
    BookColumn("Người ký", 27),
    BookColumn("Nơi nhận văn bản", 40),
    BookColumn("Đơn vị, người nhận bản lưu", 25),
    BookColumn("Số lượng bản", 15, True),
    BookColumn("Ngày chuyển", 17, True),
    BookColumn("Ký nhận", 19),
    BookColumn("Ghi chú", 19),
)
COLUMNS = {"incoming": INCOMING, "outgoing": OUTGOING}
TITLES = {"incoming": "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "outgoing": "SỔ ĐĂNG KÝ VĂN BẢN ĐI"}

SHEET_WIDTH_MM = 265
"""Between the margins of A4 on its side."""
LETTERS_PER_MM = 0.56
"""Of 10 pt Times, with a little to spare."""
ROWS_PER_SHEET = 15
LINES_PER_SHEET = 30


@dataclass(frozen=True)
class BookRow:
    """A line of the book; a void or reserved number is a line too."""

    number: int
    cells: tuple[str, ...]
    is_kept: bool = False
    """No document bears the number: it is void, or reserved."""


@dataclass(frozen=True)
class Range:
    """Which lines: a year, and the first and last day within it."""

    year: int
    first: date
    last: date

    @classmethod
    def of(cls, year: int, first: date | None, last: date | None) -> "Range":
        """The days within the year; turned round when they were given the wrong way."""
        start, end = date(year, 1, 1), date(year, 12, 31)
        low = min(max(first or start, start), end)
        high = min(max(last or end, start), end)
        return cls(year, min(low, high), max(low, high))

    @property
    def is_whole_year(self) -> bool:
        return (self.first, self.last) == (date(self.year, 1, 1), date(self.year, 12, 31))


def widths(columns: Sequence[BookColumn]) -> list[int]:
    """The width of every column in millimetres; the one without its own takes the rest."""
    rest = SHEET_WIDTH_MM - sum(column.width_mm for column in columns)
    return [column.width_mm or rest for column in columns]


def lines_of(row: BookRow, columns: Sequence[BookColumn]) -> int:
    """How many lines of print the row takes, judged by the letters in its fullest cell."""
    room = (max(1, int(width * LETTERS_PER_MM)) for width in widths(columns))
    return max(1, *(-(-len(cell) // fits) for cell, fits in zip(row.cells, room, strict=True)))


def sheets(rows: Sequence[BookRow], columns: Sequence[BookColumn]) -> Iterator[list[BookRow]]:
    """The rows as they fill sheets of A4: never more than fit, and one empty sheet for none."""
    sheet: list[BookRow] = []
    lines = 0
    for row in rows:
        needed = lines_of(row, columns)
        if sheet and (len(sheet) == ROWS_PER_SHEET or lines + needed > LINES_PER_SHEET):
            yield sheet
            sheet, lines = [], 0
        sheet.append(row)
        lines += needed
    yield sheet


_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def kept_words(number: int, state: str, reason: str, person: str, day: date) -> str:
    """What stands in the book for a number that no document bears."""
    word = "giữ lại" if state == "reserved" else "bỏ trống"
    return f"Số {number:02d} {word}: {reason}. Người ghi: {person}, {day:%d/%m/%Y}"


def total_words(rows: Sequence[BookRow]) -> str:
    """The closing line of a book."""
    kept = sum(row.is_kept for row in rows)
    total = f"Cộng: {len(rows) - kept} văn bản"
    return f"{total}, {kept} số bỏ trống hoặc giữ lại có lý do." if kept else f"{total}."


def span_words(rows: Sequence[BookRow], direction: str) -> str:
    """From which number to which; nothing when there is no row."""
    if not rows:
        return ""
    numbers = [row.number for row in rows]
    word = "Số đến" if direction == "incoming" else "Số"
    return f"{word} {min(numbers):02d} đến {max(numbers):02d}"


def period_words(period: Range) -> str:
    if period.is_whole_year:
        return f"Năm {period.year}"
    return f"Từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y}"
