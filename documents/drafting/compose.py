"""Laying out a letter by Decree 30/2020, and filling in its number and date at issuing."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.drafting.closing import add_closing
from documents.drafting.heading import add_head, add_title
from documents.drafting.letter import Letter
from documents.drafting.marks import DATE_TAG, NUMBER_TAG, fill_mark, find_marks
from documents.drafting.page import new_document
from documents.drafting.text import add_addressees, add_text_of
from documents.drafting.wording import date_words, padded_number
from documents.wordml import open_docx


@dataclass(frozen=True)
class StampResult:
    """The document with its number and date, or as it was where it has no place for them."""

    content: bytes
    stamped: bool


def compose(letter: Letter) -> bytes:
    """Lay out a letter as a Word document."""
    document = new_document(letter)
    add_head(document, letter)
    if letter.type.titled:
        add_title(document, letter)
    add_addressees(document, letter)
    add_text_of(document, letter)
    add_closing(document, letter)
    return _saved(document)


def stamp_number(docx_bytes: bytes, *, number: str, day: date) -> StampResult:
    """Fill number and date into their places; a document without both places stays as it was.

    The places go with it: stamping again changes nothing. Raises UnreadableDocx.
    """
    document = open_docx(io.BytesIO(docx_bytes))
    found = find_marks(document.element.body)
    if set(found) != {NUMBER_TAG, DATE_TAG}:
        return StampResult(docx_bytes, stamped=False)
    fill_mark(found[NUMBER_TAG], padded_number(number))
    fill_mark(found[DATE_TAG], date_words(day))
    return StampResult(_saved(document), stamped=True)


def _saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
