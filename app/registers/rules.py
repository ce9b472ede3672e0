"""What registers, series and kept numbers must be."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from app.core.books import BookColumn, Range
from app.core.errors import Problem
from app.core.reasons import length_problems, reason_problems
from app.core.text import N_
from app.core.words import day_in_full, day_of_year, written_number

REASON_LENGTH = 300
NAME_LENGTH = 120


def reserving_problems(
    year: int, count: int, most: int, reason: str, today: date, kept_for: date | None = None
) -> list[Problem]:
    """What stands against keeping so many numbers for a day; the agency allows `most` at once.

    A day to come is none: the numbers that follow are given today, and dates rise with numbers.
    """
    problems = reason_problems(reason, limit=REASON_LENGTH)
    if not 1 <= count <= most:
        message = N_("Write a number from 1 to %(limit)s.")
        problems.append(Problem(message, {"limit": most}, "count"))
    if not today.year - 1 <= year <= today.year:
        message = N_("Numbers are kept for this year or the last one.")
        problems.append(Problem(message, field="year"))
    if kept_for is not None and (kept_for > today or kept_for.year != year):
        message = N_("A number is kept for today or an earlier day of its year.")
        problems.append(Problem(message, field="kept_for"))
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
class Numbering:
    """Which series numbers each type, under which symbol, and how far the numbers have come."""

    series: Mapping[str, int]
    """Type to series."""
    symbols: Mapping[str, str]
    """Type to what it writes into a reference; types that write the same are told apart by none."""
    given: Mapping[tuple[str, int], int]
    """Symbol and series to the highest number of the year that bears them."""
    following: Mapping[int, int]
    """Series to its next number."""


Clash = tuple[str, str, int]
"""A type, the one whose number it would bear again, and the series that gives that one's."""


def clashes(numbering: Numbering) -> frozenset[Clash]:
    """Where two series give one number and symbol (Decree 30/2020, article 15: once a year)."""
    of = numbering.series
    first: dict[str, dict[int, str]] = {}
    for code in sorted(of):
        first.setdefault(numbering.symbols[code], {}).setdefault(of[code], code)
    shared = {
        (alike[newer], alike[older], older)
        for alike in first.values()
        for older, newer in combinations(sorted(alike), 2)
    }
    again = {
        (code, code, series_id)
        for code, own in of.items()
        for (symbol, series_id), highest in numbering.given.items()
        if symbol == numbering.symbols[code] and series_id != own
        if numbering.following[own] <= highest
    }
    return frozenset(shared | again)


def clash_problem(clash: Clash, types: Mapping[str, str], series: Mapping[int, str]) -> Problem:
    one, other, series_id = clash
    values = {"type": types[one], "other": types[other], "series": series[series_id]}
    if one == other:
        message = N_(
            "“%(series)s” has given numbers to “%(type)s” this year; another series would give "
            "them again. Change this on 1 January."
        )
    else:
        message = N_(
            "“%(type)s” and “%(other)s” bear the same symbol, and “%(series)s” numbers the "
            "latter: two documents would bear one number. Let one series number both."
        )
    return Problem(message, values, "types")


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


@dataclass(frozen=True)
class KeptLine:
    """A number that nothing bears, with what a column may say of it."""

    taken: int
    kind: str
    reason: str
    person: str
    noted_on: date
    year: int | None = None
    """Whose number it is, if not that day's: it stays in that book, whenever it is given up."""

    @property
    def stands_on(self) -> date:
        """The day of the book in whose order it stands."""
        year = self.year or self.noted_on.year
        return min(max(self.noted_on, date(year, 1, 1)), date(year, 12, 31))

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
