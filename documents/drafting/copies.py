"""Copies (Annex I, part II): the form that stands under what is copied."""

from typing import Any

from documents.drafting import rules
from documents.drafting.heading import add_head
from documents.drafting.letter import Letter
from documents.drafting.ooxml import LEFT, add_line, add_paragraph, format_paragraph
from documents.drafting.text import add_blocks


def add_copy_form(document: Any, letter: Letter) -> None:
    """Add what is copied and, under a line across the text, who copies it, its number and day."""
    add_blocks(document, letter.text)
    add_line(document, rules.TEXT_WIDTH_MM, rules.TEXT_WIDTH_MM, after_pt=6)
    add_head(document, letter)
    format_paragraph(add_paragraph(document), LEFT)
