"""A table inside the text of a letter: ruled off, its head repeated on every page."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from documents.drafting import rules
from documents.drafting.linebreaks import Measure
from documents.drafting.measures import measure
from documents.drafting.ooxml import (
    CENTRE,
    LEFT,
    RIGHT,
    add_paragraph,
    add_table,
    add_text,
    draw_grid,
    format_paragraph,
    keep_rows_whole,
    repeat_row,
    shrink,
)
from documents.drafting.page import text_width
from documents.drafting.rules import Rule

#: Room between the text of a cell and the lines beside it.
_SIDE_MM = 1.5
_GAP_PT = 2
#: Both sides of a cell with the line.
_SIDES_MM = 2 * _SIDE_MM + 1
_NUMBER = re.compile(r"[-+]?\d[\d.,\s]*%?")

Rows = Sequence[Sequence[str]]
_Sizes = tuple[Rule, Rule]
#: Of the head and of the other rows; the law says nothing of the size of tables.
_SIZES: tuple[_Sizes, ...] = tuple(
    (replace(rules.GRID_HEAD_RULE, large_pt=size), replace(rules.GRID_RULE, large_pt=size))
    for size in (rules.GRID_RULE.large_pt, 12, 11, 10)
)


def add_grid(document: Any, rows: Rows, *, last: bool = False) -> None:
    """Add a table as wide as the text; the last block of a letter stays with its signature."""
    room = text_width(document)
    sizes = _sizes(rows, room)
    table = add_table(document, _column_widths(rows, room, sizes), len(rows))
    draw_grid(table, _SIDE_MM)
    keep_rows_whole(table)
    repeat_row(table.rows[0])
    alignments = [
        _alignment(column, first=not i) for i, column in enumerate(zip(*rows[1:], strict=True))
    ]
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        keep = number == 0 or (last and number == len(rows) - 1)
        for cell, text, alignment in zip(row.cells, texts, alignments, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _fill(cell, text, alignment, sizes[number > 0], keep_next=keep)
    after = add_paragraph(document)
    shrink(after, after_pt=rules.PARAGRAPH_GAP_PT, keep_next=last)


def is_wide(rows: Rows) -> bool:
    """Tell whether words of a table would be broken on an upright page."""
    return bool(rows) and sum(_least(rows, _SIZES[0])) > rules.TEXT_WIDTH_MM


def _sizes(rows: Rows, room: float) -> _Sizes:
    """The largest type in which no word of the table is broken; else the smallest."""
    return next((sizes for sizes in _SIZES if sum(_least(rows, sizes)) <= room), _SIZES[-1])


def _least(rows: Rows, sizes: _Sizes) -> list[float]:
    """The width of each column by its longest word."""
    return [
        max((by.of(word) for by, text in column for word in text.split()), default=0) + _SIDES_MM
        for column in _measured(rows, sizes)
    ]


def _measured(rows: Rows, sizes: _Sizes) -> list[list[tuple[Measure, str]]]:
    head, body = (measure(rule, 0) for rule in sizes)
    measures = [head, *[body] * (len(rows) - 1)]
    return [list(zip(measures, column, strict=True)) for column in zip(*rows, strict=True)]


def _column_widths(rows: Rows, room: float, sizes: _Sizes) -> list[float]:
    """Share the room by what the columns hold; no word is broken where it can be."""
    least = _least(rows, sizes)
    wanted = [max(by.of(text) for by, text in one) + _SIDES_MM for one in _measured(rows, sizes)]
    spare = room - sum(least)
    if spare <= 0:
        return [room * width / sum(least) for width in least]
    lacking = [want - have for want, have in zip(wanted, least, strict=True)]
    shares = lacking if sum(lacking) > spare else wanted
    return [have + spare * share / sum(shares) for have, share in zip(least, shares, strict=True)]


def _alignment(column: Sequence[str], *, first: bool) -> WD_ALIGN_PARAGRAPH:
    """Numbers stand at the right, so that they can be added up; those that count rows, centred."""
    if any(text and not _NUMBER.fullmatch(text) for text in column):
        return LEFT
    return CENTRE if first else RIGHT


def _fill(
    cell: Any, text: str, alignment: WD_ALIGN_PARAGRAPH, rule: Rule, *, keep_next: bool
) -> None:
    paragraph = cell.paragraphs[0]
    format_paragraph(
        paragraph,
        CENTRE if rule.bold else alignment,
        before_pt=_GAP_PT,
        after_pt=_GAP_PT,
        keep_next=keep_next,
    )
    add_text(paragraph, text, rule)
