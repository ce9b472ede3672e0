"""The text layer of a PDF, what was filled into it, and what of it nobody can read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents import pdfforms, remarks
from documents.extraction.found import Found
from documents.pdfium import open_pdf

#: What pdfium puts where a line was hyphenated.
_HYPHEN_MARK = "\ufffe"


def pdf_pages(path: Path, first: int = 0) -> Iterator[Found]:
    """Read each page from this one on (the first is 0), when it is asked for."""
    with open_pdf(path) as pdf:
        pdf.init_forms()
        if pdfforms.is_xfa(pdf):
            yield remarks.XFA
        unread = 0
        for index in range(first, len(pdf)):
            text = _page_text(pdf, index)
            unread += not text.strip()
            yield text
        if unread:
            yield remarks.unread_pages(unread, len(pdf))


def _page_text(pdf: Any, index: int) -> str:
    page = pdf[index]
    text_page = page.get_textpage()
    try:
        text: str = text_page.get_text_range().replace(_HYPHEN_MARK, "")
        return "\n".join([text, *filter(None, pdfforms.values(pdf, page))])
    finally:
        text_page.close()
        page.close()
