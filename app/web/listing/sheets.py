"""Sheets of A4 that the office prints: what stands on each, by measure, so that none runs over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.drafting.metrics import BOLD, REGULAR, width_mm

WIDTH_MM = 265
"""Between the margins of A4 on its side: what is printed has the measures of print.css."""
_HEIGHT_MM = 192
_SIDE_MM, _HEAD_MM, _FOOT_MM, _SAFETY_MM = 80, 7.5, 8, 4
_CLOSING_MM = 37
"""The total, place and day, post, room for a signature, and name."""
_LINE_MM, _CELL_MM, _CELL_SIDES_MM = 4.6, 1.8, 3
_NUMBERS_MM = 5.1
"""The row (1), (2) … under the heads."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a printed register: `width` in mm is one print.css knows; 0 takes the rest."""

    label: str
    width: int = 0
    centre: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of a printed register; a void number is printed with its reason."""

    cells: tuple[str, ...]
    void: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One A4 page of a statutory register."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    agency: str = ""
    unit: str = ""
    volume: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    """The last row: what the columns come to."""
    total_text: str = ""
    place_date: str = ""
    signer_title: str = ""
    signer_name: str = ""
    footer_left: str = ""
    footer_right: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The cover of a register, and its first page, as annex IV of Decree 30/2020 has them."""

    superior: str
    agency: str
    title: str
    lines: tuple[str, ...]
    volume: str


def widths(own: Sequence[int]) -> list[int]:
    """The width of every column in millimetres; the one without its own takes the rest."""
    return [width or WIDTH_MM - sum(own) for width in own]


def sheets_of(whole: Sheet) -> list[Sheet]:
    """A register with all its rows as its sheets; sums and signature close the last one.

    A row that does not fit beside the closing is parted: that never stands without a row.
    """
    rooms = [width - _CELL_SIDES_MM for width in widths([column.width for column in whole.columns])]
    room = _HEIGHT_MM - _head(whole, rooms) - _FOOT_MM - _SAFETY_MM
    closing = _CLOSING_MM + (_height(1) if whole.sums else 0)
    leaves: list[list[SheetRow]] = [[]]
    used = 0.0
    for row, height in _pieces(whole.rows, rooms, room - closing):
        if leaves[-1] and used + height > room:
            leaves.append([])
            used = 0
        leaves[-1].append(row)
        used += height
    if used + closing > room:
        leaves.append([leaves[-1].pop()])
    pages = [replace(_open(whole), rows=tuple(leaf)) for leaf in leaves]
    return [*pages[:-1], replace(whole, rows=pages[-1].rows)]


def _open(sheet: Sheet) -> Sheet:
    """Without what closes the last one."""
    return replace(sheet, sums=(), total_text="", place_date="", signer_title="", signer_name="")


def _head(sheet: Sheet, rooms: Sequence[float]) -> float:
    """The height in millimetres of what stands above the rows."""
    said = (_lines(text, _SIDE_MM, 11, bold=True) for text in (sheet.agency, sheet.unit))
    above = max(sum(map(len, said)), len(sheet.volume)) * _LINE_MM * 1.1
    heads = zip(sheet.columns, rooms, strict=True)
    labels = max(len(_lines(column.label, room, bold=True)) for column, room in heads)
    return max(above, _HEAD_MM) + _height(labels) + _NUMBERS_MM + 3


def _height(lines: int) -> float:
    return lines * _LINE_MM + _CELL_MM


def _pieces(
    rows: Sequence[SheetRow], rooms: Sequence[float], room: float
) -> Iterator[tuple[SheetRow, float]]:
    """Rows with their heights; one higher than the room in as many pieces as it needs."""
    most = int((room - _CELL_MM) / _LINE_MM)
    for row in rows:
        cells = [_lines(cell, fits) for cell, fits in zip(row.cells, rooms, strict=True)]
        lines = max(1, *map(len, cells))
        if lines <= most:
            yield row, _height(lines)
            continue
        for start in range(0, lines, most):
            part = tuple(" ".join(cell[start : start + most]) for cell in cells)
            yield replace(row, cells=part), _height(min(most, lines - start))


def _lines(text: str, room: float, size: int = 10, *, bold: bool = False) -> list[str]:
    """The lines of print that a text takes in so many millimetres."""
    lines: list[str] = []
    filled, space = room, _width(" ", size, bold)
    for word in text.split():
        width = _width(word, size, bold)
        if width > room:
            # Longer than its column, it is broken anywhere.
            step = max(1, int(0.9 * len(word) * room / width))
            lines += [word[at : at + step] for at in range(0, len(word), step)]
            filled = room
        elif filled + space + width > room:
            lines.append(word)
            filled = width
        else:
            lines[-1] += f" {word}"
            filled += space + width
    return lines


def _width(word: str, size: int, bold: bool) -> float:
    return width_mm(word, size, BOLD if bold else REGULAR) * 1.01
