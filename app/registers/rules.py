"""What registers, series and kept numbers must be."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from app.core.books import BookColumn, Cell, Range
from app.core.errors import Problem
from app.core.reasons import length_problems, reason_problems
from app.core.text import N_
from app.core.words import day_in_full, written_number

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


# -- Books ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BookRow:
    """A line of the book; a void or reserved number is a line too."""

    number: int
    cells: tuple[Cell, ...]
    is_kept: bool = False
    """No document bears the number: it is void, or reserved."""


def sums(rows: Sequence[BookRow], columns: Sequence[BookColumn]) -> tuple[int | None, ...]:
    """What the columns of quantities come to; nothing where no column has any."""
    if not any(column.is_summed for column in columns):
        return ()
    cells = zip(*(row.cells for row in rows), strict=True) if rows else [()] * len(columns)
    return tuple(
        sum(cell for cell in column if isinstance(cell, int)) if of.is_summed else None
        for of, column in zip(columns, cells, strict=True)
    )


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


def span_words(numbers: Sequence[int], word: str) -> str:
    """From which number to which; nothing when there is none."""
    if not numbers:
        return ""
    return f"{word} {written_number(min(numbers))} đến {written_number(max(numbers))}"


def written(columns: Sequence[BookColumn], cells: Sequence[Cell]) -> tuple[str, ...]:
    """Cells as they are printed."""
    return tuple(column.written(cell) for column, cell in zip(columns, cells, strict=bool(cells)))


def cover_lines(period: Range, today: date, rows: Sequence[BookRow]) -> tuple[str, ...]:
    """What the cover says of its book (annex IV): year, first and last day, and number."""
    last = max(period.first, min(period.last, today))
    days = f"Từ ngày {day_in_full(period.first)} đến ngày {day_in_full(last)}"
    numbers = [row.number for row in rows]
    low, high = (written_number(of(numbers)) if numbers else "........." for of in (min, max))
    return f"Năm: {period.year}", days, f"Từ số {low} đến số {high}"


LEADING_SHEETS = 2
"""Cover and first page."""
VOLUME = "Quyển số: ........."
"""Filled in by hand: an office binds its sheets as they come."""


def period_words(period: Range) -> str:
    if period.is_whole_year:
        return f"Năm {period.year}"
    return f"Từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y}"
