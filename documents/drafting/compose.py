"""Laying out a letter by Decree 30/2020, with room for its number and date."""

import io
from typing import Any

from documents.drafting.appendix import add_appendices
from documents.drafting.closing import add_closing
from documents.drafting.copies import add_copy_form
from documents.drafting.heading import add_head, add_title
from documents.drafting.letter import Letter
from documents.drafting.page import new_document
from documents.drafting.text import add_addressees, add_text_of


def compose(letter: Letter) -> bytes:
    """Lay out a letter as a Word document."""
    document = new_document(letter)
    if letter.type.is_copy:
        add_copy_form(document, letter)
    else:
        add_head(document, letter)
        if letter.type.titled:
            add_title(document, letter)
        add_addressees(document, letter)
        add_text_of(document, letter)
    add_closing(document, letter)
    add_appendices(document, letter)
    return _saved(document)


def _saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
