"""The end of a letter: recipients (ô 9b) on the left, signature (ô 7) on the right half."""

from typing import Any

from docx.shared import Mm

from documents.drafting import rules
from documents.drafting.letter import Letter
from documents.drafting.linebreaks import balanced_lines
from documents.drafting.measures import measure
from documents.drafting.ooxml import (
    CENTRE,
    LEFT,
    add_paragraph,
    add_table,
    add_text,
    format_paragraph,
    keep_rows_whole,
    shrink,
)
from documents.drafting.page import text_width
from documents.drafting.wording import recipient_lines

#: Kept free at the right of the recipients, so that the two columns do not touch.
_GAP_MM = 4


def add_closing(document: Any, letter: Letter) -> None:
    """Add recipients and signature side by side, never parted by a page.

    The signature stands in the right half of the sheet (Annex I, IV.2), recipients left of it.
    """
    room = text_width(document)
    left = (room - rules.MARGIN_LEFT_MM + rules.MARGIN_RIGHT_MM) / 2
    table = add_table(document, (left, room - left))
    keep_rows_whole(table)
    _add_recipients(table.cell(0, 0), letter)
    _add_signature(table.cell(0, 1), letter, room - left)
    shrink(add_paragraph(document))


def _add_recipients(cell: Any, letter: Letter) -> None:
    opening = cell.paragraphs[0]
    format_paragraph(opening, LEFT)
    add_text(opening, "Nơi nhận:", rules.RECIPIENTS_RULE)
    rule = rules.RECIPIENT_RULE
    dash = measure(rule, 0).of("- ")
    for line in recipient_lines(letter):
        paragraph = cell.add_paragraph()
        format_paragraph(paragraph, LEFT, left_mm=dash, first_line_mm=-dash)
        paragraph.paragraph_format.right_indent = Mm(_GAP_MM)
        add_text(paragraph, line, rule)


def _add_signature(cell: Any, letter: Letter, room_mm: float) -> None:
    rule = rules.CAPACITY_RULE
    lines = [
        line
        for text in letter.signature.lines
        for line in balanced_lines(text, measure(rule, room_mm), upper=True)
    ]
    capacity = cell.paragraphs[0]
    format_paragraph(capacity, CENTRE)
    add_text(capacity, "\n".join(lines), rule)
    name = cell.add_paragraph()
    format_paragraph(name, CENTRE)
    name.paragraph_format.space_before = Mm(rules.SIGNATURE_ROOM_MM)
    add_text(name, letter.signature.name, rules.SIGNER_RULE)
