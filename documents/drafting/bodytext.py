"""Reading the structure out of a text typed into one field."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

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
#: Alone on its line, or with its title in capitals; a sentence may begin with these words too.
_APPENDIX = re.compile(r"(?i:phụ lục)(?:\s+(?:số\s+)?([IVXLC]+|\d+))?(?:\s*[-–:.]\s*|\s+|$)(.*)")
#: The layout writes it itself, with the number and day of the letter.
_ENCLOSED = re.compile(r"\((?:ban hành )?kèm theo .*\)", re.IGNORECASE)
_LONGEST_TITLE = 200
_BASIS = re.compile(r"căn cứ\s", re.IGNORECASE)
_FURTHER_BASIS = re.compile(r"(?:căn cứ|xét|theo)\s", re.IGNORECASE)
#: What some write under the head of a table.
_UNDERLINE = re.compile(r":?-{2,}:?")
_LEAST_ROWS = 2
#: A page holds no more; Word itself opens no table of more than 63.
_MOST_COLUMNS = 20
_DEPTH = list(BlockKind)
_SENTENCE_ENDS = (".", ";", ":", ",", "!", "?")


def parse_body(text: str) -> tuple[Block, ...]:
    """Turn lines into blocks; a numbered line without a stop, above deeper ones, is a title.

    Lines of cells, "STT | Nội dung | Số lượng" or pasted from a spreadsheet, are a table.
    """
    parsed: list[Block] = []
    for is_row, lines in groupby(_marked(text), key=itemgetter(0)):
        parsed.extend(_parse(is_row, [line for _, line in lines]))
    blocks = list(_bases_marked(_join_titles(parsed)))
    return tuple(_titled(block, blocks[i + 1 : i + 2]) for i, block in enumerate(blocks))


def _parse(is_row: bool, lines: list[str]) -> list[Block]:
    rows = [row for row in map(_cells, lines) if not all(map(_UNDERLINE.fullmatch, row))]
    most = max(map(len, rows), default=0)
    if not is_row or len(rows) < _LEAST_ROWS or most > _MOST_COLUMNS:
        return [_parse_line(" ".join(line.split())) for line in lines]
    filled = tuple((*row, *[""] * (most - len(row))) for row in rows)
    return [Block(BlockKind.TABLE, rows=filled)]


def _marked(text: str) -> Iterator[tuple[bool, str]]:
    """Each line, and whether it may be a row of a table.

    A single tab is what a word processor puts after a number; under a row of tabs, it parts two
    cells of which the others are empty.
    """
    under_tabs = False
    for line in filter(None, map(str.strip, text.splitlines())):
        by_tabs = line.count("\t") > (0 if under_tabs else 1)
        yield by_tabs or "|" in line, line
        under_tabs = by_tabs and "|" not in line


def _cells(line: str) -> list[str]:
    if "|" not in line:
        return [" ".join(cell.split()) for cell in line.split("\t")]
    inside = line.removeprefix("|").removesuffix("|")
    return [" ".join(cell.split()) for cell in inside.split("|")]


def _parse_line(line: str) -> Block:
    if (match := _APPENDIX.fullmatch(line)) and (not match[2] or match[2].isupper()):
        label = f"Phụ lục {match[1] or ''}".rstrip()
        return Block(BlockKind.APPENDIX, label=label, title=match[2])
    for kind, pattern in _PATTERNS:
        if match := pattern.fullmatch(line):
            label, rest = match.groups()
            if kind in (BlockKind.DIVISION, BlockKind.HEADING):
                return Block(kind, label=label, title=rest)
            return Block(kind, rest, label=label)
    return Block(BlockKind.PARAGRAPH, line)


def _join_titles(blocks: list[Block]) -> list[Block]:
    """Take the line after "Chương I" or "Phụ lục I" as its title."""
    joined: list[Block] = []
    for block in blocks:
        head = joined[-1] if joined else Block(BlockKind.PARAGRAPH)
        if head.kind is BlockKind.APPENDIX and _ENCLOSED.fullmatch(block.text):
            continue
        if _is_title(head, block):
            joined[-1] = replace(head, title=f"{head.title} {block.text}".strip())
        else:
            joined.append(block)
    return joined


def _is_title(head: Block, block: Block) -> bool:
    if block.kind is not BlockKind.PARAGRAPH:
        return False
    if head.kind is BlockKind.DIVISION:
        return block.text.isupper() and not head.title
    said = head.title or len(block.text) > _LONGEST_TITLE or block.text.endswith(_SENTENCE_ENDS)
    return head.kind is BlockKind.APPENDIX and (block.text.isupper() or not said)


def _bases_marked(blocks: list[Block]) -> Iterator[Block]:
    """Mark the legal bases with which a text opens: each ends with ";", the last with ".".

    A single one is told from a sentence ("Căn cứ …, Ủy ban yêu cầu …") by having no comma.
    """
    opens, before = True, ""
    for block in blocks:
        text, pattern = block.text, _FURTHER_BASIS if before else _BASIS
        opens = opens and block.kind is BlockKind.PARAGRAPH and bool(pattern.match(text))
        listed = text.endswith(";") or before.endswith((";", ","))
        opens = opens and not text.endswith(":") and (listed or not re.search(r",\s", text))
        yield replace(block, kind=BlockKind.BASIS) if opens else block
        before = text


def _titled(block: Block, following: Sequence[Block]) -> Block:
    if block.kind not in (BlockKind.ARTICLE, BlockKind.CLAUSE) or not following:
        return block
    deeper = _DEPTH.index(following[0].kind) > _DEPTH.index(block.kind)
    if deeper and block.text and not block.text.endswith(_SENTENCE_ENDS):
        return replace(block, text="", title=block.text)
    return block
