"""A book as .xlsx and .docx, with the same rows as on paper, closed and signed like it."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from app.core.books import BookColumn, Cell
from app.core.workbooks import append, cell, sheet_name
from app.registers.queries import PrintedBook
from app.registers.rules import (
    LEADING_SHEETS,
    VOLUME,
    cover_lines,
    period_words,
    total_words,
    written,
)
from app.web.listing.sheets import widths

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
THIN = Side(style="thin")
FRAME = Border(THIN, THIN, THIN, THIN)
TWIPS_PER_MM = 56.7
MM_PER_LETTER = 1.9
PAPER_A4 = 9
"""Its number in ECMA-376, 18.3.1.63."""
FIRST_ROW = 6
"""Of the book, under three lines of heading, the heads of the columns and their numbers."""
SIGNATURE_ROWS = 3
"""Left empty for it."""


def _widths(columns: Sequence[BookColumn]) -> list[int]:
    return widths([column.width_mm for column in columns])


def _heading(book: PrintedBook) -> tuple[str, str, str]:
    period = f"{book.register.name}. {period_words(book.period)}"
    return book.agency.name.upper(), book.kind.title, period


def _cover(book: PrintedBook) -> tuple[tuple[str, int, bool], ...]:
    """The lines of the cover with their sizes, and which are bold (annex IV)."""
    lines = cover_lines(book.period, book.day, book.rows)
    return (
        (book.agency.superior_name.upper(), 14, False),
        (book.agency.name.upper(), 14, True),
        (book.kind.title, 24, True),
        *((line, 14, False) for line in lines),
        (VOLUME, 14, False),
    )


# -- Spreadsheet ---------------------------------------------------------------------------------


def as_xlsx(book: PrintedBook) -> bytes:
    """The book as a workbook: days are days, numbers numbers; no cell is taken for a formula."""
    columns, made = book.kind.columns, Workbook(write_only=True)
    sheet = made.create_sheet(sheet_name(book.kind.title))
    _set_up_paper(sheet, columns)
    agency, title, period = _heading(book)
    plain, bold = Font(name=FONT, size=11), Font(name=FONT, size=11, bold=True)
    slanted = Font(name=FONT, size=11, italic=True)
    large = Font(name=FONT, size=14, bold=True)
    for text, font in ((agency, plain), (title, large), (period, plain)):
        sheet.append([cell(sheet, text, font=font)])
    letters = [width / MM_PER_LETTER for width in _widths(columns)]
    heads = [_framed(sheet, column.label, bold, centre=True) for column in columns]
    append(sheet, FIRST_ROW - 2, heads, letters)
    numbers = [f"({number})" for number in range(1, len(columns) + 1)]
    sheet.append([_framed(sheet, number, slanted, centre=True) for number in numbers])
    for number, row in enumerate(book.rows, FIRST_ROW):
        append(sheet, number, _row_of(sheet, columns, row.cells, plain), letters)
    if book.sums:
        sheet.append(_row_of(sheet, columns, ("Cộng", *book.sums[1:]), bold))
    sheet.append([cell(sheet, total_words(book.rows), font=plain)])
    beside, empty = [None] * (len(columns) - 3), [("", plain)] * SIGNATURE_ROWS
    signed = (book.place_date, slanted), (book.signer_title, bold), *empty, (book.signer_name, bold)
    for text, font in signed:
        sheet.append([*beside, cell(sheet, text, font=font)])
    _add_front(made.create_sheet("Bìa"), book)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _add_front(sheet: Any, book: PrintedBook) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", PAPER_A4
    sheet.column_dimensions["A"].width = sum(_widths(book.kind.columns)) / MM_PER_LETTER
    middle = Alignment(horizontal="center", vertical="center")
    for number, (text, size, is_bold) in enumerate(_cover(book), 1):
        sheet.row_dimensions[number].height = size * 2.4
        font = Font(name=FONT, size=size, bold=is_bold)
        sheet.append([cell(sheet, text, font=font, alignment=middle)])


def _set_up_paper(sheet: Any, columns: Sequence[BookColumn]) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{FIRST_ROW - 2}:{FIRST_ROW - 1}"
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.oddFooter.right.text = "Trang &P/&N"
    for number, width in enumerate(_widths(columns), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width / MM_PER_LETTER


def _row_of(
    sheet: Any, columns: Sequence[BookColumn], cells: Sequence[Cell], font: Font
) -> list[Any]:
    pairs = zip(cells, columns, strict=True)
    return [_framed(sheet, value, font, centre=of.centre, column=of) for value, of in pairs]


def _framed(
    sheet: Any, value: Cell, font: Font, *, centre: bool, column: BookColumn | None = None
) -> Any:
    across = "center" if centre else "left"
    alignment = Alignment(horizontal=across, vertical="top", wrap_text=True)
    made = cell(sheet, value, font=font, border=FRAME, alignment=alignment)
    if column is not None and isinstance(value, date) and column.is_short:
        made.number_format = "dd/mm"
    if column is not None and isinstance(value, int):
        made.number_format = "0" if column.is_summed else "00"
    return made


# -- Word ----------------------------------------------------------------------------------------


def as_docx(book: PrintedBook) -> bytes:
    """The book as A4 on its side; the head of the table is repeated on every page."""
    document = new_document()
    _lay_on_side(document)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    for _cover_and_first_page in range(LEADING_SHEETS):
        for text, size, bold in _cover(book):
            _line(document, text, size, bold, before=72 if size > 14 or text == VOLUME else 0)
        document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    for text, size in zip(_heading(book), (12, 14, 12), strict=True):
        _line(document, text, size, bold=size > 12)
    document.element.body.sectPr.addprevious(_table(book))
    _line(document, total_words(book.rows), 11, False)
    for text, bold in ((book.place_date, False), (book.signer_title, True)):
        _signed(document, text, bold=bold)
    _signed(document, book.signer_name, bold=True, before=48)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _lay_on_side(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(12)
    section.top_margin, section.bottom_margin = Mm(12), Mm(12)
    section.footer_distance = Mm(6)
    section.different_first_page_header_footer = True
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text, instruction in (("Trang ", "PAGE"), ("/", "NUMPAGES")):
        foot.add_run(text)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), instruction)
        foot._p.append(field)


def _line(document: Any, text: str, size: int, bold: bool, before: int = 0) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(2)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def _signed(document: Any, text: str, *, bold: bool, before: int = 0) -> None:
    """A line in the right half; the signature stays on one page."""
    paragraph = _line(document, text, 11, bold, before)
    paragraph.paragraph_format.left_indent = Mm(160)
    paragraph.paragraph_format.keep_together = True
    paragraph.runs[0].italic = not bold
    previous = paragraph._p.getprevious()
    previous.get_or_add_pPr().get_or_add_keepNext()


def _table(book: PrintedBook) -> Any:
    """The whole table in one piece of XML: python-docx would walk it again for every cell."""
    columns = book.kind.columns
    sizes = [round(width * TWIPS_PER_MM) for width in _widths(columns)]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    centred, all_centred = [column.centre for column in columns], [True] * len(sizes)
    head = _row([column.label for column in columns], sizes, all_centred, head=True)
    head += _row([f"({n})" for n in range(1, len(sizes) + 1)], sizes, all_centred, head=True)
    body = "".join(_row(written(columns, row.cells), sizes, centred) for row in book.rows)
    if book.sums:
        last = written(columns, ("Cộng", *book.sums[1:]))
        body += _row(last, sizes, centred, bold=True)
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
    cells: Iterable[str],
    sizes: Sequence[int],
    centred: Sequence[bool],
    *,
    head: bool = False,
    bold: bool = False,
) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    inside = "".join(
        _word_cell(*cell, head or bold) for cell in zip(cells, sizes, centred, strict=True)
    )
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
