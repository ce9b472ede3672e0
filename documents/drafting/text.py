"""The text of a letter: ô 6 and the addressees of ô 9a."""

from collections.abc import Sequence
from typing import Any

from documents.drafting import rules
from documents.drafting.grid import add_grid, is_wide
from documents.drafting.letter import Block, BlockKind, Letter
from documents.drafting.lists import listed
from documents.drafting.measures import measure
from documents.drafting.ooxml import (
    CENTRE,
    JUSTIFIED,
    LEFT,
    add_paragraph,
    add_text,
    format_paragraph,
)
from documents.drafting.page import begin_part
from documents.drafting.rules import Rule
from documents.drafting.wording import legal_bases, with_final_mark

_TO = "Kính gửi: "
#: A longer addressee is wrapped, so that the block still stands in the middle of the page.
_WIDEST_ADDRESSEE_MM = 100
#: Addressees of a list that stay on one page with what stands above them.
_KEPT_TOGETHER = 3


def add_addressees(document: Any, letter: Letter) -> None:
    """Add ô 9a in the middle of the page: one on the same line, several as a list."""
    lines = listed(letter.addressees)
    if not lines:
        return
    rule = rules.ADDRESSEE_RULE
    indent = _block_indent(lines, rule)
    if len(lines) == 1:
        _add_hanging(document, _TO, lines[0], indent, before_pt=12, after_pt=12)
        return
    opening = add_paragraph(document)
    format_paragraph(opening, LEFT, left_mm=indent, before_pt=12, after_pt=2, keep_next=True)
    add_text(opening, _TO.rstrip(), rule)
    # The dashes stand under the colon (Annex I, II.9.d).
    under_colon = indent + measure(rule, 0).of(_TO.rstrip(" :"))
    for number, line in enumerate(lines, 1):
        is_last = number == len(lines)
        _add_hanging(
            document,
            "- ",
            line.removeprefix("- "),
            under_colon,
            after_pt=12 if is_last else 2,
            # A list that fills the page must find a place to break.
            keep_next=is_last or number < _KEPT_TOGETHER,
        )


def add_text_of(document: Any, letter: Letter) -> None:
    """Add ô 6: legal bases, wherever they were written, resolution and body."""
    said = [block for block in letter.text if block.kind is BlockKind.BASIS]
    if letter.type.resolution:
        _add_centred(document, letter.authority or letter.agency, rules.AUTHORITY_RULE)
    for basis in legal_bases((*letter.legal_bases, *(block.text for block in said))):
        _add_running(document, [(basis, rules.BASIS_RULE)])
    if letter.type.resolution:
        _add_centred(document, letter.type.resolution, rules.AUTHORITY_RULE)
    add_blocks(document, letter.text[len(said) :])


def add_blocks(document: Any, blocks: Sequence[Block], *, may_turn: bool = True) -> None:
    """Add what was written, closed with the final mark; wide tables on pages that lie on a side.

    The mark closes a sentence: what ends with a table bears none, whatever stands before.
    """
    blocks = [block for block in blocks if block != Block(block.kind)]
    turned = False
    for place, block in enumerate(blocks, 1):
        if may_turn and is_wide(block.rows) != turned:
            turned = not turned
            begin_part(document, turned=turned)
        _add_block(document, block, last=place == len(blocks))


def _block_indent(lines: list[str], rule: Rule) -> float:
    """Centre the block of addressees by its longest line, in millimetres from the margin."""
    room = measure(rule, 0)
    opening = _TO if len(lines) == 1 else _TO.rstrip(" :")
    width = room.of(opening) + min(_WIDEST_ADDRESSEE_MM, max(map(room.of, lines)))
    return max(rules.FIRST_LINE_MM, (rules.TEXT_WIDTH_MM - width) / 2)


def _add_hanging(
    document: Any,
    lead: str,
    text: str,
    left_mm: float,
    *,
    before_pt: float = 0,
    after_pt: float,
    keep_next: bool = True,
) -> None:
    rule = rules.ADDRESSEE_RULE
    hang = measure(rule, 0).of(lead)
    paragraph = add_paragraph(document)
    format_paragraph(
        paragraph,
        LEFT,
        left_mm=left_mm + hang,
        first_line_mm=-hang,
        before_pt=before_pt,
        after_pt=after_pt,
        keep_next=keep_next,
    )
    add_text(paragraph, lead + text, rule)


def _add_block(document: Any, block: Block, *, last: bool = False) -> None:
    if block.kind is BlockKind.TABLE:
        add_grid(document, block.rows, last=last)
        return
    text = with_final_mark(block.text) if last and block.text else block.text
    title = with_final_mark(block.title) if last and not block.text else block.title
    if block.kind is BlockKind.DIVISION:
        _add_division(document, block.label, title)
        return
    if block.kind is BlockKind.HEADING:
        _add_running(document, [(f"{block.label} {title}", rules.HEADING_RULE)], keep_next=True)
        return
    pieces = _pieces(block, title)
    if title and text:
        _add_running(document, pieces, keep_next=True)
        pieces = []
    if text:
        basis = block.kind is BlockKind.BASIS
        pieces.append((text, rules.BASIS_RULE if basis else rules.BODY_RULE))
    _add_running(document, pieces, keep_next=last or not text, final=last)


def _pieces(block: Block, title: str) -> list[tuple[str, Rule]]:
    """Write the number of an article, or of a clause with a title, in bold; others upright."""
    strong = bool(title) or block.kind is BlockKind.ARTICLE
    rule = rules.ARTICLE_RULE if strong else rules.BODY_RULE
    if title:
        return [(f"{block.label} {title}".strip(), rule)]
    return [(f"{block.label} ", rule)] if block.label else []


def _add_division(document: Any, label: str, title: str) -> None:
    paragraph = _add_centred(document, label, rules.LABEL_RULE)
    if title:
        paragraph.paragraph_format.space_after = 0
        _add_centred(document, title, rules.HEADING_RULE, before_pt=0)


def _add_centred(document: Any, text: str, rule: Rule, *, before_pt: float = 6) -> Any:
    paragraph = add_paragraph(document)
    format_paragraph(
        paragraph, CENTRE, before_pt=before_pt, after_pt=rules.PARAGRAPH_GAP_PT, keep_next=True
    )
    add_text(paragraph, text, rule)
    return paragraph


def _add_running(
    document: Any, pieces: list[tuple[str, Rule]], *, keep_next: bool = False, final: bool = False
) -> None:
    paragraph = add_paragraph(document)
    format_paragraph(
        paragraph,
        JUSTIFIED,
        first_line_mm=rules.FIRST_LINE_MM,
        after_pt=rules.PARAGRAPH_GAP_PT * (2 if final else 1),
        keep_next=keep_next,
    )
    for text, rule in pieces:
        add_text(paragraph, text, rule)
