"""What registers, series and kept numbers must be."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.books import BookColumn, Range
from app.core.errors import Problem
from app.core.reasons import length_problems, reason_problems
from app.core.text import N_
from app.core.words import day_in_full, day_of_year, written_number

REASON_LENGTH = 300
NAME_LENGTH = 120


def reserving_problems(year: int, count: int, most: int, reason: str, today: date) -> list[Problem]:
    """What stands against keeping so many numbers; the agency allows `most` at once."""
    problems = reason_problems(reason, limit=REASON_LENGTH)
    if not 1 <= count <= most:
        message = N_("Write a number from 1 to %(limit)s.")
        problems.append(Problem(message, {"limit": most}, "count"))
    if not today.year - 1 <= year <= today.year:
        message = N_("Numbers are kept for this year or the last one.")
        problems.append(Problem(message, field="year"))
    return problems


def name_problems(name: str, others: Collection[str]) -> list[Problem]:
    """`others` are the names beside which it will stand."""
    if not name:
        return [Problem(N_("Write its name."), field="name")]
    if too_long := length_problems(name, NAME_LENGTH, "name"):
        return too_long
    if name.casefold() in {other.casefold() for other in others}:
        return [Problem(N_("There is already one of this name."), field="name")]
    return []


def type_problems(
    types: Iterable[str], known: Mapping[str, str], taken: Mapping[str, str]
) -> list[Problem]:
    """`known` are the names of types; `taken` tells which other series already numbers one."""
    problems = []
    for code in types:
        if code not in known:
            problems.append(Problem(N_("Choose the types from the list."), field="types"))
        elif code in taken:
            message = N_("%(type)s is already numbered in “%(series)s”.")
            problems.append(Problem(message, {"type": known[code], "series": taken[code]}, "types"))
    return problems


@dataclass(frozen=True)
class Gap:
    """Numbers of a series that nothing accounts for, from `first` to `last`."""

    first: int
    last: int


# -- Books as sheets of words ---------------------------------------------------------------------

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


@dataclass(frozen=True)
class KeptLine:
    """A number that nothing bears, with what a column may say of it."""

    taken: int
    kind: str
    reason: str
    person: str
    noted_on: date

    @property
    def number(self) -> str:
        return written_number(self.taken)

    @property
    def day(self) -> str:
        return day_in_full(self.noted_on)

    @property
    def short_day(self) -> str:
        return day_of_year(self.noted_on)

    @property
    def state(self) -> str:
        return "Giữ lại" if self.kind == "reserved" else "Bỏ trống"

    @property
    def words(self) -> str:
        return (
            f"Số {self.number} {self.state.lower()}: {self.reason}."
            f" Người ghi: {self.person}, {self.day}"
        )


def total_words(rows: Sequence[BookRow]) -> str:
    """The closing line of a book."""
    kept = sum(row.is_kept for row in rows)
    total = f"Cộng: {len(rows) - kept} văn bản"
    return f"{total}, {kept} số bỏ trống hoặc giữ lại có lý do." if kept else f"{total}."


def span_words(rows: Sequence[BookRow], word: str) -> str:
    """From which number to which; nothing when there is no row."""
    if not rows:
        return ""
    numbers = [row.number for row in rows]
    return f"{word} {written_number(min(numbers))} đến {written_number(max(numbers))}"


def period_words(period: Range) -> str:
    if period.is_whole_year:
        return f"Năm {period.year}"
    return f"Từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y}"
