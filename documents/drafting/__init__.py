"""Letters in the layout of Decree 30/2020/NĐ-CP."""

from documents.drafting.bodytext import parse_body
from documents.drafting.compare import Change, ChangeKind, Piece, compare
from documents.drafting.compose import compose
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
from documents.drafting.stamping import Parts

__all__ = [
    "LETTER_TYPES",
    "RULES",
    "Block",
    "BlockKind",
    "Change",
    "ChangeKind",
    "Letter",
    "LetterType",
    "Parts",
    "Piece",
    "Rule",
    "Signature",
    "Urgency",
    "compare",
    "compose",
    "invitation_body",
    "paragraph",
    "parse_body",
]
