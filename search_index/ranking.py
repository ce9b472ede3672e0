"""The numbers by which hits are ordered, the same for every backend; `docs/decisions` says why.

All are integers, so that a sum is the same in whatever order and with whatever library it is made.
What is counted once for a word and a document (`impact`) depends on nothing but the two, and can be
written into an index; what is counted for a word (`rarity`) changes rarely, because it has steps.
The functions take numpy arrays as well as numbers.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from search_index.analysis import fold
from search_index.query import AllOf, AnyOf, Code, Fact, Inside, Node, Phrase, Prefix, Word

FIELDS = ("reference", "subject", "issuer", "people", "body")
"""Fields of a document that have words, in the order in which they are added up."""

_WORTH = (2, 3, 1, 2, 1)
_USUAL_LENGTH = (6, 20, 8, 8, 200)  # words; fixed, so that no new document moves an old
_UNIT = 4_096
_SATURATION = _UNIT * 6 // 5  # BM25 with k1 = 1.2 and b = 3/4

TOP = 255
"""The greatest impact; one byte."""
SHARES = 4
"""A word counts so many times its impact."""
EXACT_SHARES = 2
"""Of those, with the marks as typed, where marks were typed; the others with any."""

CODE_RARITY = 20
PREFIX_RARITY = 4
PREFIX_IMPACT = 128

PAIR_SHARES = 4
"""A pair of words that are neighbours in the query counts so many times its nearness."""

RECENT_YEARS = 8
RECENT_PARTS = 128
"""Each year less than RECENT_YEARS adds one part in so many of what all words could give."""

FEW = 20
"""Fewer documents than these hold all: those that hold most follow."""
ENOUGH_PARTS = 4
"""And hold one in so many parts of the weight."""
RERANKED = 200
"""Best documents whose neighbouring words are looked at, and most that follow."""

MANY = 3
"""Of more things than these a long document holds all by chance, and one too many is soon typed:
then no flag but SUBJECT is given for holding them, and what lacks some is found too."""

# Flags of a score, above the sum of all else; none of them outweighs those before it.
WHOLE_REFERENCE = 16
"""The query holds this document's whole reference."""
ALL = 8
"""It holds all that was asked for."""
OWN_REFERENCE = 4
"""The query holds part of this document's reference: its serial, or several of its parts."""
AS_TYPED = 2
"""It holds all that was asked for, with the marks that were typed."""
SUBJECT = 1
"""It holds all that was asked for in its subject, with the marks that were typed."""

FLAG_BITS = 32
"""A score is its flags shifted by so many bits, and the relevance, which is always less."""


def impact(counts: Sequence[Any], lengths: Sequence[Any]) -> Any:
    """How much a document is about a word: 1 to TOP, or 0 if it does not occur.

    counts: how often the word occurs in each of FIELDS. lengths: the words in each of FIELDS.
    """
    often: Any = 0
    for count, length, worth, usual in zip(counts, lengths, _WORTH, _USUAL_LENGTH, strict=True):
        often = often + 4 * _UNIT * worth * usual * count // (usual + 3 * length)
    return -(-TOP * often // (often + _SATURATION))  # rounded up


def rarity(documents: int, having: int) -> int:
    """How much a word says that `having` of the reader's documents have: half powers of two."""
    return round(2 * math.log2(1 + documents / having)) if having else 0


def is_page(complete: int, wanted: int) -> bool:
    """Whether so many documents that hold all of so many things are answer enough."""
    return complete >= FEW and wanted <= MANY


def weight(node: Node, rarity: Callable[[str], int]) -> int:
    """What holding a node is worth; `rarity` is that of a word without its marks."""
    match node:
        case Word(text):
            return rarity(fold(text))
        case Prefix():
            return PREFIX_RARITY
        case Phrase(words):
            return sum(rarity(fold(word)) for word in words)
        case Code():
            return CODE_RARITY
        case Fact():
            return 0
        case Inside(_, inner):
            return weight(inner, rarity)
        case AllOf(nodes):
            return sum(weight(one, rarity) for one in nodes)
        case AnyOf(nodes):
            return max(weight(one, rarity) for one in nodes)


def is_enough(held: Any, wanted: int) -> Any:
    """Whether a document that holds words of this weight, of those that any holds, may follow."""
    return (held > 0) & (held * ENOUGH_PARTS >= wanted)


def nearness(places: Any, length: Any) -> Any:
    """How near two words are in a document where one follows the other in so many places.

    length: words in its body.
    """
    usual = _USUAL_LENGTH[-1]
    return TOP * 8 * usual * places // (8 * usual * places + usual + 3 * length)


def recency(days_old: Any, greatest: int) -> Any:
    """What a document of this age adds, of the greatest sum that all words could give."""
    years = days_old // 365
    years = years * (years > 0)
    left = (RECENT_YEARS - years) * (years < RECENT_YEARS)
    return greatest * left // RECENT_PARTS
