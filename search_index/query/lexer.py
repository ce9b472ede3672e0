"""Cuts what a person typed into words, quoted phrases and numbers of documents."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from search_index.analysis import normalise

MAX_CHARACTERS = 1_000

_PLAIN = str.maketrans("“”„«»‐‑‒–—−", '"""""------')

_W = r"[^\W_]+"
# After a slash, symbols may stand apart ("45/TTr -UBND"): a minus that touches capitals joins them.
_DASH = r"(?:\s*-\s+|-|\s+-(?=[^\W\d_a-zà-ỹđ]{2}))"
_CODE = rf"{_W}(?:-{_W})*(?:\s*/\s*{_W}(?:{_DASH}{_W})*)+|{_W}(?:-{_W})+"
_TOKEN = re.compile(
    rf'(?P<minus>(?<!\S)-(?=\S))?(?:"(?P<quoted>[^"]*)"|(?P<code>{_CODE})|(?P<word>{_W}))'
)


class Sort(Enum):
    """What a piece of typed text is."""

    WORD = "word"
    QUOTED = "quoted"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of typed text, in its own letters; `excluded` when a minus stood before it."""

    sort: Sort
    text: str
    excluded: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it can be the serial of a document."""
        return self.sort is Sort.WORD and self.text.isascii() and self.text.isdigit()


def _cut(text: str) -> Iterator[Piece]:
    plain = unicodedata.normalize("NFC", text[:MAX_CHARACTERS]).translate(_PLAIN)
    for match in _TOKEN.finditer(plain):
        sort = next(sort for sort in Sort if match[sort.value] is not None)
        yield Piece(sort, match[sort.value], match["minus"] is not None)


def pieces(text: str) -> list[Piece]:
    """The pieces of a query, to MAX_CHARACTERS; the word "số" before a number is left out."""
    found = list(_cut(text))
    return [
        piece
        for piece, following in zip_longest(found, found[1:])
        if not (_is_label(piece) and following and _names_document(following))
    ]


def _is_label(piece: Piece) -> bool:
    return piece.sort is Sort.WORD and not piece.excluded and normalise(piece.text) in ("số", "so")


def _names_document(piece: Piece) -> bool:
    has_digit = any(letter.isdigit() for letter in piece.text)
    return not piece.excluded and (piece.is_number or (piece.sort is Sort.CODE and has_digit))
