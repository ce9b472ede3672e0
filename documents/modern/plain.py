"""Text, tables of text, mails and scans in one file: made modern by libraries alone."""

import csv
import io
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.shared import Pt

from documents.charsets import text_of
from documents.extraction.slides import slide_pages
from documents.mail.read import read_mail
from documents.media import TIFF
from documents.pictures import open_picture

#: More of a text nobody reads in place; the file itself stays whole.
_MAX_BYTES = 8 * 1024 * 1024
_MAX_LINES = 20_000
#: One more than are printed of anything (sandbox.limits.MAX_PAGES).
_MAX_PAGES = 501
_SEPARATORS = ",;\t|"
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32)))
_USUAL_DPI = 200.0


def txt_to_docx(source: Path, target: Path) -> None:
    """Set each line of a text as a paragraph."""
    _set([_text(source).splitlines()], target)


def mail_to_docx(media_type: str, source: Path, target: Path) -> None:
    """Set what a mail says as paragraphs."""
    _set([read_mail(source, media_type).lines], target)


def slides_to_docx(media_type: str, source: Path, target: Path) -> None:
    """Set the words of each slide on a page of its own, for where nothing draws slides."""
    pages = (found for found in slide_pages(source, media_type) if isinstance(found, str))
    _set((page.splitlines() for page in itertools.islice(pages, _MAX_PAGES)), target)


def _set(pages: Iterable[Iterable[str]], target: Path) -> None:
    document: Any = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    for number, lines in enumerate(pages):
        if number:
            document.add_page_break()
        for line in itertools.islice(lines, _MAX_LINES):
            document.add_paragraph(line.translate(_CONTROLS))
    document.save(str(target))


def csv_to_xlsx(source: Path, target: Path) -> None:
    """Set each value of a table into a cell, as text: what is written there is not guessed at."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    text = _text(source)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    for row in itertools.islice(rows, _MAX_LINES):
        sheet.append(row)
    book.save(target)


def tiff_to_pdf(source: Path, target: Path) -> None:
    """Lay each picture of a scan on a page of its size."""
    with open_picture(source, TIFF) as scan:
        resolution = float(scan.info.get("dpi", (0,))[0]) or _USUAL_DPI
        scan.save(target, "PDF", save_all=True, resolution=resolution)


def _text(path: Path) -> str:
    with path.open("rb") as stream:
        text = text_of(stream.read(_MAX_BYTES))
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def _separator(text: str) -> str:
    """The sign that parts most lines into the same number of values."""
    lines = [line for line in itertools.islice(text.splitlines(), 50) if line]
    counts = {sign: min((line.count(sign) for line in lines), default=0) for sign in _SEPARATORS}
    total = {sign: sum(line.count(sign) for line in lines) for sign in _SEPARATORS}
    return max(_SEPARATORS, key=lambda sign: (counts[sign], total[sign]))
