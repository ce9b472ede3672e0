"""A workbook laid out to be read on pages: nothing cut, no "###", values as they were stored."""

import shutil
import zipfile
from copy import copy
from itertools import zip_longest
from math import ceil
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter

from documents.extraction.cells import shown
from documents.legacyfonts import decoder_of, modern_font
from documents.rendition.problems import TooManyPages

#: Widths are in letters of a usual cell, as Excel counts them.
_USUAL_WIDTH, _USUAL_POINTS, _MARGIN = 8.43, 11.0, 1.5
#: For what is yet to be computed; and of words, which break into lines beyond it.
_UNKNOWN, _WIDEST_TEXT = 14, 60
#: The height of a line in points, and how much more room words take than their letters.
_USUAL_HEIGHT, _SLACK = 15, 1.3
#: What fits a page that stands, and what is too much to be read when shrunk to one that lies.
_STANDING, _LYING = 95, 280
#: A workbook of more is printed as it came, if at all: nobody leafs through its pages.
_MAX_BYTES, _MAX_CELLS = 12 * 1024 * 1024, 300_000
#: Between two values so far apart no program finds its way to a page in half a minute.
_ENDLESS_CELLS = 50_000_000


def lay_out_workbook(source: Path, target: Path, max_pages: int) -> None:
    """Copy a workbook with its sheets made readable; one that is very large as it is.

    Raises TooManyPages for a sheet without end.
    """
    if _unpacked_bytes(source) > _MAX_BYTES:
        shutil.copyfile(source, target)
        return
    with source.open("rb") as stream:
        book = openpyxl.load_workbook(stream, data_only=True, rich_text=True)
        formulas = openpyxl.load_workbook(stream)
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > _ENDLESS_CELLS:
            raise TooManyPages(max_pages)
        if sheet.max_row * sheet.max_column <= _MAX_CELLS:
            _keep_uncomputed(sheet, formulas[sheet.title])
            _lay_out(sheet)
    book.save(target)


def _unpacked_bytes(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        return sum(part.file_size for part in parts if part.filename.endswith(".xml"))


def _keep_uncomputed(sheet: Any, formulas: Any) -> None:
    """Leave a formula where a program wrote it without what it gives."""
    for row in formulas.iter_rows():
        for cell in row:
            stored = sheet.cell(cell.row, cell.column) if cell.data_type == "f" else None
            if stored is not None and stored.value is None:
                stored.value = cell.value


def _lay_out(sheet: Any) -> None:
    needed: dict[int, float] = {}
    for row in sheet.iter_rows():
        for cell, neighbour in zip_longest(row, row[1:]):
            if cell.value is not None:
                _make_unicode(cell)
                width = _needed(cell, beside=neighbour is not None and neighbour.value is not None)
                needed[cell.column] = max(width, needed.get(cell.column, 0))
    _part_columns(sheet)
    _set_page(sheet, sum(_widen(sheet, column, width) for column, width in needed.items()))


def _make_unicode(cell: Any) -> None:
    """Rewrite words in an old font."""
    font = cell.font.name or ""
    if isinstance(cell.value, CellRichText):
        cell.value = CellRichText(*(_modern_run(run, font) for run in cell.value))
    elif isinstance(cell.value, str) and (decode := decoder_of(font)):
        cell.value = decode(cell.value)
    if decoder_of(font):
        looks = copy(cell.font)
        looks.name = modern_font(font)
        cell.font = looks


def _modern_run(run: TextBlock | str, usual: str) -> TextBlock | str:
    font = usual if isinstance(run, str) else run.font.rFont or usual
    decode = decoder_of(font)
    if decode is None:
        return run
    if isinstance(run, str):
        return decode(run)
    looks = copy(run.font)
    looks.rFont = modern_font(font)
    return TextBlock(looks, decode(run.text))


def _needed(cell: Any, *, beside: bool) -> float:
    """How wide the column has to be for this cell; words may run over an empty neighbour."""
    scale = (cell.font.sz or _USUAL_POINTS) / _USUAL_POINTS
    if cell.data_type == "f":
        return _UNKNOWN
    if not isinstance(cell.value, str):
        return len(shown(cell.value, cell.number_format)) * scale + _MARGIN
    if not beside or cell.alignment.wrap_text:
        return 0
    longest = max(map(len, str(cell.value).splitlines()), default=0)
    if longest > _WIDEST_TEXT:
        breaking = copy(cell.alignment)
        breaking.wrap_text = True
        cell.alignment = breaking
        _heighten(cell.parent.row_dimensions[cell.row], len(cell.value) * scale)
    return min(longest, _WIDEST_TEXT) * scale + _MARGIN


def _heighten(row: Any, letters: float) -> None:
    """Give room for words that break; LibreOffice keeps the height a program wrote or left out."""
    lines = ceil(letters / _WIDEST_TEXT * _SLACK)
    row.height = max(row.height or 0, lines * _USUAL_HEIGHT)


def _part_columns(sheet: Any) -> None:
    """Give each of a group of columns a width of its own."""
    for group in list(sheet.column_dimensions.values()):
        group.reindex()
        last, group.max = group.max, group.min
        for number in range(group.min + 1, min(last, sheet.max_column) + 1):
            column = sheet.column_dimensions[get_column_letter(number)]
            column.width, column.hidden = group.width, group.hidden
            column.min = column.max = number


def _widen(sheet: Any, number: int, needed: float) -> float:
    """Make a column at least so wide, and tell how wide it is."""
    letter = get_column_letter(number)
    known = letter in sheet.column_dimensions
    usual = sheet.sheet_format.defaultColWidth or _USUAL_WIDTH
    width = max(needed, sheet.column_dimensions[letter].width if known else usual)
    if width > usual or known:
        sheet.column_dimensions[letter].width = width
    return width


def _set_page(sheet: Any, total: float) -> None:
    """Print all of the sheet, its columns side by side where that can still be read."""
    sheet.print_area = None
    sheet.col_breaks.brk = []
    if total > _STANDING:
        sheet.page_setup.orientation = "landscape"
    if total <= _LYING:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
