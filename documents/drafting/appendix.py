"""Appendices on pages of their own (Annex I, III.1): head, text, page numbers from 1."""

from typing import Any

from documents.drafting import marks, rules
from documents.drafting.grid import is_wide
from documents.drafting.heading import add_centred_lines, add_share_line
from documents.drafting.letter import Letter
from documents.drafting.measures import measure
from documents.drafting.ooxml import CENTRE, add_paragraph, add_text, format_paragraph
from documents.drafting.page import begin_part, text_width
from documents.drafting.text import add_blocks
from documents.drafting.wording import date_words


def add_appendices(document: Any, letter: Letter) -> None:
    """Add each on a new page, on its side where a table of it needs that."""
    appendices = letter.appendices
    for place, (head, blocks) in enumerate(appendices, 1):
        turned = any(is_wide(block.rows) for block in blocks)
        begin_part(document, turned=turned, counted_anew=True)
        label = f"Phụ lục {_roman(place)}" if len(appendices) > 1 else head.label
        _add_head(document, letter, label, head.title, place)
        add_blocks(document, blocks, may_turn=False)


def _add_head(document: Any, letter: Letter, label: str, title: str, place: int) -> None:
    add_centred_lines(document, label, rules.APPENDIX_RULE)
    add_centred_lines(document, title, rules.APPENDIX_TITLE_RULE)
    note = add_paragraph(document)
    format_paragraph(note, CENTRE, keep_next=True)
    rule = rules.APPENDIX_NOTE_RULE
    lead, after = f"(Kèm theo {letter.type.name} số ", f"/{letter.symbol}"
    day, last = date_words(letter.day, letter.year), f" của {letter.agency})"
    fits = measure(rule, 0).of(f"{lead}00000{after} {day}{last}") < text_width(document)
    add_text(note, lead, rule)
    marks.add_number(note, letter.number, rule, place)
    add_text(note, after + (" " if fits else "\n"), rule)
    marks.add_date(note, day, rule, place=place)
    add_text(note, last, rule)
    add_share_line(document, [last], measure(rule, 0), text_width(document), after_pt=8)


def _roman(number: int) -> str:
    """Roman numerals, below a hundred.

    >>> [_roman(n) for n in (4, 9, 12, 40)]
    ['IV', 'IX', 'XII', 'XL']
    """
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens[number // 10 % 10] + ones[number % 10]
