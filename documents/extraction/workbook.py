"""The cells of a workbook as they are shown, not as they happen to be printed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock

from documents import remarks
from documents.extraction.cells import shown
from documents.extraction.found import Found
from documents.legacyfonts import decoder_of

#: Rows beyond this are a formatting accident, not a table that somebody reads.
_MAX_ROWS = 200_000


def xlsx_pages(path: Path) -> Iterator[Found]:
    """Read each sheet: its name, then its rows with values, not formulas, a tab between cells."""
    reader = _Reader()
    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, rich_text=True)
        try:
            for sheet in book.worksheets:
                yield "\n".join([sheet.title, *reader.rows(sheet)])
            hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        finally:
            book.close()
    if hidden:
        yield remarks.hidden_sheets(hidden)
    if reader.met_old_fonts:
        yield remarks.OLD_FONTS


class _Reader:
    """Reads rows as text, and remembers whether old fonts had to be read for it."""

    def __init__(self) -> None:
        self.met_old_fonts = False

    def rows(self, sheet: Any) -> Iterator[str]:
        # The size a sheet claims can be a whole empty worksheet; its rows say the truth.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_row=_MAX_ROWS):
            texts = [self._text(cell) for cell in row if cell.value is not None]
            if texts:
                yield "\t".join(" ".join(text.split()) for text in texts)

    def _text(self, cell: Any) -> str:
        value = cell.value
        if isinstance(value, CellRichText):
            return "".join(self._decoded(*_run(part, cell)) for part in value)
        if isinstance(value, str):
            return self._decoded(value, cell.font.name)
        return shown(value, cell.number_format)

    def _decoded(self, text: str, font: str | None) -> str:
        decode = decoder_of(font or "")
        if decode is None:
            return text
        self.met_old_fonts = True
        return decode(text)


def _run(part: TextBlock | str, cell: Any) -> tuple[str, str | None]:
    if isinstance(part, str):
        return part, cell.font.name
    return part.text, part.font.rFont or cell.font.name
