"""A letter as data: what a clerk fills in, before any layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise, takewhile

from documents.drafting.lists import listed
from documents.drafting.rules import LETTER_TYPES, LetterType


class Urgency(StrEnum):
    """The urgency marks of Decree 30/2020, Annex I, III.2.b, in rising order."""

    URGENT = "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN"
    EXPRESS = "HỎA TỐC"


class BlockKind(StrEnum):
    """The structure of a text by Annex I, II.6: from the largest division to the smallest."""

    APPENDIX = "appendix"  # Phụ lục I, on pages of its own behind the signature
    BASIS = "basis"  # Căn cứ …, in italics
    DIVISION = "division"  # Phần, Chương, Mục, Tiểu mục: centred, the title on its own line
    HEADING = "heading"  # I. TITLE
    ARTICLE = "article"  # Điều 1.
    CLAUSE = "clause"  # 1.
    POINT = "point"  # a)
    PARAGRAPH = "paragraph"
    TABLE = "table"  # bordered; its first row is the head


@dataclass(frozen=True)
class Block:
    """One paragraph: `label` is its number as printed ("Điều 1.", "a)"), `title` its heading.

    A table has `rows` instead, each with as many cells.
    """

    kind: BlockKind
    text: str = ""
    label: str = ""
    title: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def line(self) -> str:
        """What it says, on one line."""
        cells = (cell for row in self.rows for cell in row)
        return " ".join(filter(None, (self.label, self.title, self.text, *cells)))

    @property
    def parts(self) -> int:
        """Paragraphs and cells, for each of which the layout takes its time."""
        return sum(map(len, self.rows)) or 1


@dataclass(frozen=True)
class Signature:
    """The signature block: capacity and post, line by line, and the name without degrees."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Letter:
    """Everything printed on a letter; what is empty is left out or left blank to be filled in.

    `type_code` is a key of LETTER_TYPES. `number` and `day` stay empty until the letter is issued;
    `year` then stands in the blank date. A line break in `agency`, `superior` or `subject` is
    kept; otherwise long ones are broken by measure. `recipients` are without "Như trên" and
    without the "Lưu" line, which are added.
    """

    type_code: str
    agency: str
    symbol: str
    place: str
    subject: str
    signature: Signature
    body: tuple[Block, ...] = ()
    superior: str = ""
    number: str = ""
    day: date | None = None
    year: int | None = None
    authority: str = ""
    legal_bases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    filing_unit: str = ""
    urgency: Urgency | None = None
    drafter_initials: str = ""
    copies: int | None = None
    circulation: str = ""
    address_lines: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.type_code not in LETTER_TYPES:
            raise ValueError(f"unknown type of letter: {self.type_code!r}")

    @property
    def type(self) -> LetterType:
        """The type's name and form."""
        return LETTER_TYPES[self.type_code]

    @property
    def text(self) -> tuple[Block, ...]:
        """The body up to the signature."""
        return tuple(takewhile(lambda block: block.kind is not BlockKind.APPENDIX, self.body))

    @property
    def appendices(self) -> list[tuple[Block, tuple[Block, ...]]]:
        """The head of each appendix with its text."""
        rest = self.body[len(self.text) :]
        heads = [n for n, block in enumerate(rest) if block.kind is BlockKind.APPENDIX]
        return [(rest[a], rest[a + 1 : b]) for a, b in pairwise((*heads, len(rest)))]


def paragraph(text: str) -> Block:
    """Make a plain paragraph."""
    return Block(BlockKind.PARAGRAPH, text)


def invitation_body(
    *,
    host: str,
    guests: Sequence[str],
    meeting: str,
    chair: str,
    time: str,
    place: str,
    notes: str = "",
) -> tuple[Block, ...]:
    """Make the text of a giấy mời in the order of form 1.7; several guests stand one to a line."""
    invited = listed(guests)
    one = invited.pop() if len(invited) == 1 else ""
    lines = [
        f"{host} trân trọng kính mời: {one}".rstrip(),
        *invited,
        f"Tới dự: {meeting}",
        f"Chủ trì: {chair}",
        f"Thời gian: {time}",
        f"Địa điểm: {place}",
        notes,
    ]
    return tuple(paragraph(line) for line in lines if line.strip())
