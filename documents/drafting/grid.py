"""A table inside the text of a letter: ruled off, its head repeated on every page."""

import re
from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from documents.drafting import rules
from documents.drafting.heading import measure
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

#: Room between the text of a cell and the lines beside it.
_SIDE_MM = 1.5
_GAP_PT = 2
_NUMBER = re.compile(r"[-+]?\d[\d.,\s]*%?")

Rows = Sequence[Sequence[str]]


def add_grid(document: Any, rows: Rows, *, last: bool = False) -> None:
    """Add a table as wide as the text; the last block of a letter stays with its signature."""
    table = add_table(document, column_widths(rows), len(rows))
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
            _fill(cell, text, alignment, is_head=number == 0, keep_next=keep)
    after = add_paragraph(document)
    shrink(after, after_pt=rules.PARAGRAPH_GAP_PT, keep_next=last)


def column_widths(rows: Rows) -> list[float]:
    """Share the width of the text by what the columns hold; no word is broken where it can be."""
    least, wanted = [], []
    for column in zip(*rows, strict=True):
        head, body = measure(rules.GRID_HEAD_RULE, 0), measure(rules.GRID_RULE, 0)
        ruler = [head, *[body] * (len(column) - 1)]
        texts = list(zip(ruler, column, strict=True))
        words = [by.of(word) for by, text in texts for word in text.split()]
        least.append(max(words, default=0) + 2 * _SIDE_MM + 1)
        wanted.append(max(by.of(text) for by, text in texts) + 2 * _SIDE_MM + 1)
    spare = rules.TEXT_WIDTH_MM - sum(least)
    if spare <= 0:
        return [rules.TEXT_WIDTH_MM * width / sum(least) for width in least]
    lacking = [want - have for want, have in zip(wanted, least, strict=True)]
    shares = lacking if sum(lacking) > spare else wanted
    return [have + spare * share / sum(shares) for have, share in zip(least, shares, strict=True)]


def _alignment(column: Sequence[str], *, first: bool) -> WD_ALIGN_PARAGRAPH:
    """Numbers stand at the right, so that they can be added up; those that count rows, centred."""
    if any(text and not _NUMBER.fullmatch(text) for text in column):
        return LEFT
    return CENTRE if first else RIGHT


def _fill(
    cell: Any, text: str, alignment: WD_ALIGN_PARAGRAPH, *, is_head: bool, keep_next: bool
) -> None:
    paragraph = cell.paragraphs[0]
    format_paragraph(
        paragraph,
        CENTRE if is_head else alignment,
        before_pt=_GAP_PT,
        after_pt=_GAP_PT,
        keep_next=keep_next,
    )
    add_text(paragraph, text, rules.GRID_HEAD_RULE if is_head else rules.GRID_RULE)
