"""One reader for each kind of file that holds text of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

from documents.pdfium import open_pdf
from documents.safexml import parse_xml
from documents.wordml import TABLE, blocks, cells, open_docx, paragraph_text, rows, text_boxes

#: What pdfium puts where a line was hyphenated.
_HYPHEN_MARK = "\ufffe"
#: Rows beyond this are a formatting accident, not a table that somebody reads.
_MAX_ROWS = 200_000
_PARTS_BEFORE, _PARTS_AFTER = ("header",), ("footnotes", "endnotes", "footer")


def pdf_pages(path: Path, first: int = 0) -> Iterator[str]:
    """Read the text layer of each page from this one on (the first is 0), when it is asked for."""
    with open_pdf(path) as pdf:
        for index in range(first, len(pdf)):
            yield _page_text(pdf, index)


def docx_pages(path: Path) -> Iterator[str]:
    """Read headers, then the body in its order, then notes and footers, as one page."""
    document = open_docx(path)
    lines = [
        *_part_lines(document, _PARTS_BEFORE),
        *_lines(document.element.body),
        *_part_lines(document, _PARTS_AFTER),
    ]
    yield "\n".join(lines)


def xlsx_pages(path: Path) -> Iterator[str]:
    """Read each sheet: its name, then its rows with values, not formulas."""
    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                yield "\n".join([sheet.title, *_sheet_rows(sheet)])
        finally:
            book.close()


def _page_text(pdf: Any, index: int) -> str:
    page = pdf[index]
    text_page = page.get_textpage()
    try:
        text: str = text_page.get_text_range()
        return text.replace(_HYPHEN_MARK, "")
    finally:
        text_page.close()
        page.close()


def _part_lines(document: Any, kinds: tuple[str, ...]) -> Iterator[str]:
    for kind in kinds:
        for relation in document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
                yield from _lines(_root(relation.target_part))


def _root(part: Any) -> Any:
    from_package = getattr(part, "element", None)
    return parse_xml(part.blob) if from_package is None else from_package


def _lines(container: Any) -> Iterator[str]:
    for block in blocks(container):
        if block.tag == TABLE:
            for row in rows(block):
                yield " ".join(" ".join(_lines(cell)) for cell in cells(row))
            continue
        yield paragraph_text(block)
        for box in text_boxes(block):
            yield from _lines(box)


def _sheet_rows(sheet: Any) -> Iterator[str]:
    # The size a sheet claims can be a whole empty worksheet; its rows say the truth.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=_MAX_ROWS, values_only=True):
        values = [str(value) for value in row if value is not None]
        if values:
            yield " ".join(values)
