"""The parts of a statutory book. Pure.

Its words are those of Decree 30/2020, annex IV: they are printed in Vietnamese in every language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.words import day_in_full, day_of_year, written_number

Cell = str | int | date | None
"""What stands in a book. In files days and numbers are what they are; on paper they are written."""


@dataclass(frozen=True)
class Range:
    """Which lines of a book: a year, and the first and last day within it."""

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


@dataclass(frozen=True)
class BookColumn:
    """A column: its head, its width, what stands in it; on the screen, on paper and in files."""

    label: str
    width_mm: int = 0
    """0 takes what the others leave."""
    centre: bool = False
    cell: Callable[[Any], Cell] = lambda _bearer: None
    """Of what bears a number; by itself empty, to be filled in by hand."""
    kept: Callable[[Any], Cell] = lambda _kept: None
    """Of a number that nothing bears: registers.rules.KeptLine."""
    is_short: bool = False
    """Days without their year, which stands at the head of the sheet."""
    is_summed: bool = False
    """Its numbers are quantities; others are written with a 0 below ten."""

    def written(self, cell: Cell) -> str:
        """The cell as it is printed."""
        if isinstance(cell, date):
            return day_of_year(cell) if self.is_short else day_in_full(cell)
        if isinstance(cell, int):
            return str(cell) if self.is_summed else written_number(cell)
        return cell or ""


@dataclass(frozen=True)
class BookLine:
    """A number of the book with what bears it, of whatever kind."""

    day: date
    number: int
    bearer: Any
