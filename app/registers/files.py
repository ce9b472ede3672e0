"""A book as .xlsx and .docx, with the same rows as on paper."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from app.core.books import BookColumn
from app.core.workbooks import cell
from app.registers.rules import BookRow, total_words, widths

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
THIN = Side(style="thin")
FRAME = Border(THIN, THIN, THIN, THIN)
TWIPS_PER_MM = 56.7
MM_PER_LETTER = 1.9
PAPER_A4 = 9
"""Its number in ECMA-376, 18.3.1.63."""


@dataclass(frozen=True)
class Heading:
    """What stands above the table."""

    agency: str
    title: str
    period: str


# -- Spreadsheet ---------------------------------------------------------------------------------


def as_xlsx(heading: Heading, columns: Sequence[BookColumn], rows: Sequence[BookRow]) -> bytes:
    """The book as a workbook; no cell can be taken for a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ")
    _set_up_paper(sheet, columns)
    for text, font in (
        (heading.agency, Font(name=FONT, size=12)),
        (heading.title, Font(name=FONT, size=14, bold=True)),
        (heading.period, Font(name=FONT, size=12, italic=True)),
    ):
        sheet.append([cell(sheet, text, font=font)])
    bold = Font(name=FONT, size=11, bold=True)
    sheet.append([_framed(sheet, column.label, bold, True) for column in columns])
    plain = Font(name=FONT, size=11)
    for row in rows:
        pairs = zip(row.cells, columns, strict=True)
        sheet.append([_framed(sheet, text, plain, column.centre) for text, column in pairs])
    sheet.append([cell(sheet, total_words(rows), font=plain)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _set_up_paper(sheet: Any, columns: Sequence[BookColumn]) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "4:4"
    sheet.freeze_panes = "A5"
    for number, width in enumerate(widths(columns), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width / MM_PER_LETTER


def _framed(sheet: Any, text: str, font: Font, centre: bool) -> Any:
    across = "center" if centre else "left"
    alignment = Alignment(horizontal=across, vertical="top", wrap_text=True)
    return cell(sheet, text, font=font, border=FRAME, alignment=alignment)


# -- Word ----------------------------------------------------------------------------------------


def as_docx(heading: Heading, columns: Sequence[BookColumn], rows: Sequence[BookRow]) -> bytes:
    """The book as A4 on its side; the head of the table is repeated on every page."""
    document = new_document()
    _lay_on_side(document)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    for text, size, bold in (
        (heading.agency, 12, False),
        (heading.title, 14, True),
        (heading.period, 12, False),
    ):
        _line(document, text, size, bold)
    document.element.body.append(_table(columns, rows))
    _line(document, total_words(rows), 11, False)
    body = document.element.body
    body.append(body.sectPr)  # the section's own settings must stay the last thing in the body
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _lay_on_side(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(12)
    section.top_margin, section.bottom_margin = Mm(12), Mm(12)


def _line(document: Any, text: str, size: int, bold: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _table(columns: Sequence[BookColumn], rows: Iterable[BookRow]) -> Any:
    """The whole table in one piece of XML: python-docx would walk it again for every cell."""
    sizes = [round(width * TWIPS_PER_MM) for width in widths(columns)]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    head = _row([column.label for column in columns], sizes, [True] * len(sizes), head=True)
    centred = [column.centre for column in columns]
    body = "".join(_row(row.cells, sizes, centred) for row in rows)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    table = f"{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{body}"
    return parse_xml(f"<w:tbl {nsdecls('w')}>{table}</w:tbl>")


def _row(
    cells: Sequence[str], sizes: Sequence[int], centred: Sequence[bool], head: bool = False
) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    inside = "".join(_word_cell(*cell, head) for cell in zip(cells, sizes, centred, strict=True))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def _word_cell(text: str, size: int, centre: bool, bold: bool) -> str:
    alignment = '<w:jc w:val="center"/>' if centre else ""
    weight = "<w:b/>" if bold else ""
    words = escape("".join(c for c in text if c >= " "))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:after="0"/>{alignment}</w:pPr>'
        f'<w:r><w:rPr>{weight}<w:sz w:val="20"/></w:rPr>'
        f'<w:t xml:space="preserve">{words}</w:t></w:r></w:p></w:tc>'
    )
