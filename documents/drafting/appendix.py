"""Appendices on pages of their own (Annex I, III.1): head, text, page numbers from 1."""

from typing import Any

from documents.drafting import marks, rules
from documents.drafting.grid import is_wide
from documents.drafting.heading import WIDEST_DATE, add_centred_lines, add_share_line
from documents.drafting.letter import Letter
from documents.drafting.linebreaks import Measure, balanced_lines
from documents.drafting.measures import measure
from documents.drafting.ooxml import CENTRE, add_paragraph, add_text, format_paragraph
from documents.drafting.page import begin_part, text_width
from documents.drafting.text import add_blocks
from documents.drafting.wording import date_words

_ROMAN = {"C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}


def add_appendices(document: Any, letter: Letter) -> None:
    """Add each on a new page, on its side where a table of it needs that."""
    appendices = letter.appendices
    for place, (head, blocks) in enumerate(appendices, 1):
        turned = any(is_wide(block.rows) for block in blocks)
        begin_part(document, turned=turned, counted_anew=True)
        label = f"Phụ lục {_roman(place)}" if len(appendices) > 1 else "Phụ lục"
        _add_head(document, letter, label, head.title, place)
        add_blocks(document, blocks, may_turn=False)


def _add_head(document: Any, letter: Letter, label: str, title: str, place: int) -> None:
    add_centred_lines(document, label, rules.APPENDIX_RULE)
    add_centred_lines(document, title, rules.APPENDIX_TITLE_RULE)
    note = add_paragraph(document)
    format_paragraph(note, CENTRE, keep_next=True)
    rule = rules.APPENDIX_NOTE_RULE
    lead, symbol = f"(Kèm theo {letter.type.name} số ", f"/{letter.symbol}"
    issuer, room = f"của {letter.agency})", measure(rule, text_width(document))
    before_day, before_issuer = _breaks(f"{lead}00000{symbol}", issuer, room)
    lines = balanced_lines(issuer, room) if before_issuer == "\n" else [issuer]
    add_text(note, lead, rule)
    marks.add_number(note, letter.number, rule, place)
    add_text(note, symbol + before_day, rule)
    marks.add_date(note, date_words(letter.day, letter.year), rule, place=place)
    add_text(note, before_issuer + "\n".join(lines), rule)
    add_share_line(document, lines[-1:], measure(rule, 0), text_width(document), after_pt=8)


def _breaks(number: str, issuer: str, room: Measure) -> tuple[str, str]:
    """What stands before the day and before the issuer: a line ends where the words part anyway.

    Number and day are filled in later, so the widest are measured.
    """
    if room.of(f"{number} {WIDEST_DATE} {issuer}") < room.width:
        return " ", " "
    if room.of(f"{number} {WIDEST_DATE}") < room.width:
        return " ", "\n"
    return "\n", " " if room.of(f"{WIDEST_DATE} {issuer}") < room.width else "\n"


def _roman(number: int) -> str:
    """Roman numerals.

    >>> [_roman(n) for n in (4, 9, 12, 40, 399)]
    ['IV', 'IX', 'XII', 'XL', 'CCCXCIX']
    """
    written = ""
    for sign, value in _ROMAN.items():
        written += sign * (number // value)
        number %= value
    return written
