"""Reading the structure out of a text typed into one field."""

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.drafting.letter import Block, BlockKind

_ROMAN = r"[IVXLC]+"
#: The Vietnamese alphabet as the points of a clause count: a, b, c, d, đ, e…
_POINT = r"[a-zđăâêôơư]{1,2}"
_PATTERNS = (
    (
        BlockKind.DIVISION,
        re.compile(rf"((?:Phần|Chương)\s+{_ROMAN}|(?:Mục|Tiểu mục)\s+\d+)\.?\s*(.*)"),
    ),
    (BlockKind.HEADING, re.compile(rf"({_ROMAN}\.)\s+(.+)")),
    (BlockKind.ARTICLE, re.compile(r"(Điều\s+\d+[a-zđ]?\.)\s*(.*)")),
    (BlockKind.CLAUSE, re.compile(r"(\d+\.)\s+(.+)")),
    (BlockKind.POINT, re.compile(rf"({_POINT}\))\s+(.+)")),
)
_DEPTH = list(BlockKind)
_SENTENCE_ENDS = (".", ";", ":", ",", "!", "?")


def parse_body(text: str) -> tuple[Block, ...]:
    """Turn lines into blocks; a numbered line without a stop, above deeper ones, is a title."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    blocks = _join_division_titles([_parse_line(line) for line in lines if line])
    return tuple(_titled(block, blocks[i + 1 : i + 2]) for i, block in enumerate(blocks))


def _parse_line(line: str) -> Block:
    for kind, pattern in _PATTERNS:
        if match := pattern.fullmatch(line):
            label, rest = match.groups()
            if kind in (BlockKind.DIVISION, BlockKind.HEADING):
                return Block(kind, label=label, title=rest)
            return Block(kind, rest, label=label)
    return Block(BlockKind.PARAGRAPH, line)


def _join_division_titles(blocks: list[Block]) -> list[Block]:
    """Take an upper-case line after "Chương I" as its title."""
    joined: list[Block] = []
    for block in blocks:
        untitled = joined and joined[-1].kind is BlockKind.DIVISION and not joined[-1].title
        if untitled and block.kind is BlockKind.PARAGRAPH and block.text.isupper():
            joined[-1] = replace(joined[-1], title=block.text)
        else:
            joined.append(block)
    return joined


def _titled(block: Block, following: Sequence[Block]) -> Block:
    if block.kind not in (BlockKind.ARTICLE, BlockKind.CLAUSE) or not following:
        return block
    deeper = _DEPTH.index(following[0].kind) > _DEPTH.index(block.kind)
    if deeper and block.text and not block.text.endswith(_SENTENCE_ENDS):
        return replace(block, text="", title=block.text)
    return block
