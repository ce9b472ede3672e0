"""Letters in the layout of Decree 30/2020/NĐ-CP."""

from documents.drafting.bodytext import parse_body
from documents.drafting.compare import Change, ChangeKind, Piece, compare, paragraphs_of
from documents.drafting.compose import StampResult, compose, stamp_number
from documents.drafting.letter import (
    Block,
    BlockKind,
    Letter,
    Signature,
    Urgency,
    invitation_body,
    paragraph,
)
from documents.drafting.rules import LETTER_TYPES, RULES, LetterType, Rule

__all__ = [
    "LETTER_TYPES",
    "RULES",
    "Block",
    "BlockKind",
    "Change",
    "ChangeKind",
    "Letter",
    "LetterType",
    "Piece",
    "Rule",
    "Signature",
    "StampResult",
    "Urgency",
    "compare",
    "compose",
    "invitation_body",
    "paragraph",
    "paragraphs_of",
    "parse_body",
    "stamp_number",
]
