"""Cells of the workbooks that leave the office: text is text whatever it begins with, days,
moments and numbers are what they are, so that they can be sorted and summed there."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.core import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY, MOMENT, TEXT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "@"
LONGEST_NAME = 31
"""Of a sheet."""
FIRST_ROW = 4
"""Of a table, under its title and the heads of its columns."""
_LINE_PT, _HIGHEST_PT = 14.5, 409
"""Excel takes no higher row."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
Value = str | int | Decimal | date | datetime | None


def cell(sheet: Any, value: Value, **style: Any) -> WriteOnlyCell:
    """A cell of a sheet that is only written; `style` are attributes of openpyxl's cells."""
    made = WriteOnlyCell(sheet)
    if isinstance(value, datetime):
        made.value, made.number_format = clock.local(value).replace(tzinfo=None), MOMENT
    elif isinstance(value, date):
        made.value, made.number_format = value, DAY
    elif isinstance(value, str):
        _write(made, ILLEGAL_CHARACTERS_RE.sub("", value))
    else:
        made.value = value
    for name, wanted in style.items():
        setattr(made, name, wanted)
    return made


def sheet_name(title: str) -> str:
    """What a workbook calls a sheet of this title: at most 31 characters in whole words where it
    has several, some forbidden."""
    plain = re.sub(r"[\[\]:*?/\\]", "-", title).strip(" '")
    whole = plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME + 1].rpartition(" ")[0]
    return (whole or plain)[:LONGEST_NAME].strip(" '") or "1"


def _write(made: WriteOnlyCell, text: str) -> None:
    """Never a formula: neither as it is opened, nor when somebody edits the cell."""
    made.value, made.data_type = text, "s"
    if text.startswith(_DANGEROUS):
        made.number_format = TEXT


def append(
    sheet: Any, number: int, cells: Sequence[WriteOnlyCell], letters: Sequence[float]
) -> None:
    """Add the row of this number, as high as its fullest cell needs: not every program measures it.

    `letters` are the widths of the columns.
    """
    widths = zip(cells, letters, strict=True)
    texts = ((one.value, width) for one, width in widths if isinstance(one.value, str))
    lines = max((len(wrap(text, max(1, int(width * 1.1)))) for text, width in texts), default=1)
    sheet.row_dimensions[number].height = min(_HIGHEST_PT, _LINE_PT * max(1, lines) + 2)
    sheet.append(cells)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a table, in words of the reader."""

    label: str
    width: int = 14
    """In letters."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A sheet: its title, what was chosen, the columns, the rows as they come, a last line."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Value]]
    last: str = ""
    said: str = ""


def table(
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Value]],
    last: str,
    said: str = "",
) -> bytes:
    """A workbook of one sheet named by its title."""
    return workbook([Table(title=title, columns=columns, rows=rows, last=last, said=said)])


def workbook(tables: Iterable[Table]) -> bytes:
    """A workbook of these sheets, each named by its title.

    Rows are written as they are read and never all in memory; the workbook is.
    """
    book = Workbook(write_only=True)
    for one in tables:
        _write_table(book.create_sheet(sheet_name(one.title)), one)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_table(sheet: Any, table: Table) -> None:
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
    sheet.oddFooter.right.text = "&P/&N"
    letters = [column.width for column in table.columns]
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.append([cell(sheet, table.title, font=bold)])
    sheet.append([cell(sheet, table.said)])
    sheet.append([cell(sheet, column.label, font=bold) for column in table.columns])
    for number, row in enumerate(table.rows, FIRST_ROW):
        append(sheet, number, [cell(sheet, value, alignment=wrapped) for value in row], letters)
    sheet.append([])
    sheet.append([cell(sheet, table.last)])
