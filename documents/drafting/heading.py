"""The head of a letter: ô 1 to 5 and the urgency mark."""

from dataclasses import dataclass
from typing import Any

from documents.drafting import marks, rules
from documents.drafting.letter import Letter
from documents.drafting.linebreaks import Measure, balanced_lines
from documents.drafting.measures import measure
from documents.drafting.ooxml import (
    CENTRE,
    add_frame,
    add_line,
    add_paragraph,
    add_table,
    add_text,
    format_paragraph,
    shrink,
)
from documents.drafting.rules import Rule
from documents.drafting.wording import date_words, subject_words

#: Between the two columns of the head, in millimetres.
_GAP_MM = 3
#: The left column must hold "ỦY BAN NHÂN DÂN" and a number at full size.
_LEAST_LEFT_MM = 60
_TITLE_ROOM_MM = 140
WIDEST_DATE = "ngày 30 tháng 12 năm 2030"


@dataclass(frozen=True)
class _Head:
    """The widths of the two columns, in millimetres, and the scale of sizes that fits them."""

    left: float
    right: float
    compact: bool


def add_head(document: Any, letter: Letter) -> None:
    """Add the table of ô 1 to 4, with ô 5b and ô 10b under the number.

    On a copy its form, "SAO Y", stands where the nation stands elsewhere.
    """
    head = _choose_scale(letter)
    table = add_table(document, (head.left, head.right), rows=2)
    _add_agency(table.cell(0, 0), letter, head)
    if letter.type.is_copy:
        _add_lines(table.cell(0, 1).paragraphs[0], [letter.type.name], rules.COPY_RULE)
    else:
        _add_nation(table.cell(0, 1), head)
    _add_number(table.cell(1, 0), letter, head)
    _add_date(table.cell(1, 1), letter, head)


def add_title(document: Any, letter: Letter) -> None:
    """Add ô 5a: the type's name and the subject, with a line under them."""
    name = add_paragraph(document)
    format_paragraph(name, CENTRE, before_pt=14, keep_next=True)
    add_text(name, letter.type.name, rules.TYPE_RULE)
    lines = add_centred_lines(document, subject_words(letter), rules.TITLE_RULE)
    if lines:
        room = measure(rules.TITLE_RULE, 0)
        add_share_line(document, lines, room, rules.TEXT_WIDTH_MM, after_pt=8)


def add_centred_lines(document: Any, text: str, rule: Rule) -> list[str]:
    """Add a title in the middle of the page, broken by measure; give its lines."""
    lines = balanced_lines(text, measure(rule, _TITLE_ROOM_MM), upper=rule.upper)
    if lines:
        _add_lines(add_paragraph(document), lines, rule)
    return lines


def _choose_scale(letter: Letter) -> _Head:
    large = _scaled(letter, compact=False)
    return large if large.left >= _LEAST_LEFT_MM else _scaled(letter, compact=True)


def _scaled(letter: Letter, *, compact: bool) -> _Head:
    # The date is measured at its widest: it may be filled in long after the columns are set.
    date_line = f"{letter.place}, {WIDEST_DATE}"
    texts = ((rules.NATION, rules.NATION_RULE), (date_line, rules.DATE_RULE))
    right = _GAP_MM + max(_width(text, rule, compact=compact) for text, rule in texts)
    return _Head(rules.TEXT_WIDTH_MM - right, right, compact)


def _width(text: str, rule: Rule, *, compact: bool) -> float:
    return measure(rule, 0, compact=compact).of(text)


def _add_agency(cell: Any, letter: Letter, head: _Head) -> None:
    paragraph = cell.paragraphs[0]
    if letter.superior.strip() and not letter.type.is_copy:
        room = measure(rules.SUPERIOR_RULE, head.left - _GAP_MM, compact=head.compact)
        lines = balanced_lines(letter.superior, room, upper=True)
        _add_lines(paragraph, lines, rules.SUPERIOR_RULE, compact=head.compact)
        paragraph = cell.add_paragraph()
    room = measure(rules.AGENCY_RULE, head.left - _GAP_MM, compact=head.compact)
    lines = balanced_lines(letter.agency, room, upper=True)
    _add_lines(paragraph, lines, rules.AGENCY_RULE, compact=head.compact)
    add_share_line(cell, lines, room, head.left)


def _add_nation(cell: Any, head: _Head) -> None:
    _add_lines(cell.paragraphs[0], [rules.NATION], rules.NATION_RULE, compact=head.compact)
    _add_lines(cell.add_paragraph(), [rules.MOTTO], rules.MOTTO_RULE, compact=head.compact)
    length = _width(rules.MOTTO, rules.MOTTO_RULE, compact=head.compact)
    add_line(cell, length, head.right)


def _add_number(cell: Any, letter: Letter, head: _Head) -> None:
    paragraph = cell.paragraphs[0]
    format_paragraph(paragraph, CENTRE, before_pt=6)
    rule = rules.NUMBER_RULE
    add_text(paragraph, "Số: ", rule, compact=head.compact)
    marks.add_number(paragraph, letter.number, rule)
    add_text(paragraph, f"/{letter.symbol}", rule, compact=head.compact)
    if not letter.type.titled:
        _add_subject(cell, letter, head)
    if letter.urgency:
        _add_urgency(cell, letter.urgency.value)


def _add_subject(cell: Any, letter: Letter, head: _Head) -> None:
    rule = rules.SUBJECT_RULE
    room = measure(rule, head.left - _GAP_MM, compact=head.compact)
    paragraph = cell.add_paragraph()
    _add_lines(paragraph, balanced_lines(subject_words(letter), room), rule, compact=head.compact)
    format_paragraph(paragraph, CENTRE, before_pt=rules.SUBJECT_GAP_PT)


def _add_urgency(cell: Any, mark: str) -> None:
    gap = cell.add_paragraph()
    format_paragraph(gap, CENTRE)
    gap.paragraph_format.line_spacing = 0.5
    add_frame(cell, mark, rules.URGENCY_RULE, rules.URGENCY_FRAMES_MM[mark], rules.URGENCY_COLOUR)
    shrink(cell.paragraphs[-1])


def _add_date(cell: Any, letter: Letter, head: _Head) -> None:
    paragraph = cell.paragraphs[0]
    # The larger type of the date must stand on the base line of the number beside it.
    format_paragraph(paragraph, CENTRE, before_pt=5 if not head.compact else 6)
    rule = rules.DATE_RULE
    add_text(paragraph, f"{letter.place}, ", rule, compact=head.compact)
    marks.add_date(paragraph, date_words(letter.day, letter.year), rule, compact=head.compact)


def _add_lines(paragraph: Any, lines: list[str], rule: Rule, *, compact: bool = False) -> None:
    format_paragraph(paragraph, CENTRE, keep_next=True)
    add_text(paragraph, "\n".join(lines), rule, compact=compact)


def add_share_line(
    container: Any, lines: list[str], text: Measure, room_mm: float, *, after_pt: float = 0
) -> None:
    """Draw the line of 1/3 to 1/2 of the text, whose length is that of its last line."""
    length = text.of(lines[-1]) if lines else 0
    add_line(container, length * rules.LINE_SHARE, room_mm, after_pt=after_pt)
