"""Vietnamese text as the index sees it: one spelling, with and without marks."""

from search_index.analysis.abbreviations import ABBREVIATIONS, Abbreviation, abbreviation
from search_index.analysis.keystrokes import as_meant, with_other_marks
from search_index.analysis.numbers import Reference, number_tokens, parse_reference
from search_index.analysis.syllables import RUN, is_syllable, respaced
from search_index.analysis.text import (
    WORD,
    Form,
    begins_so,
    fold,
    forms,
    is_marked,
    normalise,
    tokens,
    visible,
)

__all__ = [
    "ABBREVIATIONS",
    "RUN",
    "WORD",
    "Abbreviation",
    "Form",
    "Reference",
    "abbreviation",
    "as_meant",
    "begins_so",
    "fold",
    "forms",
    "is_marked",
    "is_syllable",
    "normalise",
    "number_tokens",
    "parse_reference",
    "respaced",
    "tokens",
    "visible",
    "with_other_marks",
]
