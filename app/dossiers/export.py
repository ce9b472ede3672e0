"""The table of contents of a dossier as a spreadsheet."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (6, 20, 13, 60, 32, 12, 24)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def contents_workbook(
    title: str, header: Sequence[str], rows: Sequence[Sequence[str]], last: str
) -> bytes:
    """A workbook with a title, the header in bold, the rows, and a closing line."""
    book = Workbook()
    sheet = book.active
    sheet.append([neutral(title)])
    sheet.append([])
    sheet.append([neutral(cell) for cell in header])
    for row in rows:
        sheet.append([neutral(cell) for cell in row])
    sheet.append([])
    sheet.append([neutral(last)])
    for cell in (sheet["A1"], *sheet[3]):
        cell.font = Font(bold=True)
    for line in sheet.iter_rows(min_row=3):
        for cell in line:
            cell.alignment = Alignment(wrap_text=cell.row > 3, vertical="top")
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFG"[number]].width = width
    sheet.freeze_panes = "A4"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def neutral(text: str) -> str:
    """The text, so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
