"""Cuts what a person typed into words, quoted phrases, numbers of documents, and fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from search_index.analysis import normalise, visible
from search_index.query.fields import FIELD_NAMES

MAX_CHARACTERS = 1_000

_PLAIN = str.maketrans("“”„‟«»❝❞〝〞‐‑‒–—−", '"' * 10 + "-" * 6)

_W = r"[^\W_]+"
# After a slash, symbols may stand apart ("45/TTr -UBND"): a minus that touches capitals joins them.
_DASH = r"(?:\s*-\s+|-|\s+-(?=[^\W\d_a-zà-ỹđ]{2}))"
_CODE = rf"\d+(?:\.\d+)+(?![^\W_])|{_W}(?:-{_W})*(?:\s*/\s*{_W}(?:{_DASH}{_W})*)+|{_W}(?:-{_W})+"
_FIELD = rf"(?<![^\W_])(?P<field>(?i:{'|'.join(FIELD_NAMES)})):(?=[^\s:])"
_TOKEN = re.compile(
    rf'(?P<minus>(?<!\S)-(?=\S))?(?:{_FIELD})?(?:"(?P<quoted>[^"]*)"|(?(field)(?P<value>[^\s"]+)'
    rf"|(?:(?P<code>{_CODE})|(?P<start>{_W})\*|(?P<word>{_W})|(?P<either>(?<!\S)\|(?!\S)))))"
)
_BETWEEN = re.compile(r"[\s,-]*\s[\s,-]*")
_EITHER = ("OR", "HOẶC")


class Sort(Enum):
    """What a piece of typed text is."""

    WORD = "word"
    START = "start"
    QUOTED = "quoted"
    CODE = "code"
    VALUE = "value"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of typed text, in its own letters; `excluded` when a minus stood before it.

    field: the name before its colon, in lower case; empty for none. Only then it is a VALUE.
    """

    sort: Sort
    text: str
    excluded: bool = False
    field: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it can be the serial of a document."""
        return self.sort is Sort.WORD and self.text.isascii() and self.text.isdigit()

    @property
    def is_plain(self) -> bool:
        """Whether it is a word that just is to occur."""
        return self.sort is Sort.WORD and not self.excluded and not self.field


def is_too_long(text: str) -> bool:
    """Whether not all of it counts."""
    return len(text) > MAX_CHARACTERS


def _cut(text: str) -> Iterator[Piece]:
    if is_too_long(text):  # cut between words, if it has any
        text = "".join(text[:MAX_CHARACTERS].rsplit(maxsplit=1)[:1])
    typed = plain(visible(text))
    shouts = typed.isupper() and len(typed) > 60  # a heading pasted: its "HOẶC" is a word
    for match in _TOKEN.finditer(typed):
        sort = next(sort for sort in Sort if match[sort.value] is not None)
        said = match[sort.value]
        if sort is Sort.WORD and said in _EITHER and not shouts:
            sort = Sort.EITHER
        yield Piece(sort, said, match["minus"] is not None, (match["field"] or "").lower())


def plain(text: str) -> str:
    """The text with every quotation mark and dash as the one that a keyboard has."""
    return text.translate(_PLAIN)


def behind(text: str, place: int) -> Iterator[int]:
    """Where each plain word ends that follows this place with nothing but blanks, dashes and
    commas between."""
    for match in _TOKEN.finditer(plain(text), place):
        between = plain(text[place : match.start()])
        is_word = match["word"] and not match["minus"] and match[0] not in _EITHER
        if not is_word or match["field"] or _BETWEEN.fullmatch(between) is None:
            return
        place = match.end()
        if text[place : place + 1] in (":", "*"):
            return
        yield place


def fielded(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Where each field that is asked for begins and ends in the text, its name and its value."""
    for match in _TOKEN.finditer(plain(text)):
        if match["field"] and not match["minus"]:
            value = match["quoted"] if match["quoted"] is not None else match["value"]
            yield match.start(), match.end(), match["field"].lower(), value


def without_fields(text: str, sign: str) -> tuple[str, list[str]]:
    """The text with this sign in the place of each field, also those kept out, and the fields as
    they were typed, in order."""
    places = [match.span() for match in _TOKEN.finditer(text.translate(_PLAIN)) if match["field"]]
    fields = [text[start:end] for start, end in places]
    for start, end in reversed(places):
        text = text[:start] + sign + text[end:]
    return text, fields


def pieces(text: str) -> list[Piece]:
    """The pieces of a query, to MAX_CHARACTERS; the word "số" before a number is left out."""
    found = list(_cut(text))
    return [
        piece
        for piece, following in zip_longest(found, found[1:])
        if not (_is_label(piece) and following and _names_document(following))
    ]


def _is_label(piece: Piece) -> bool:
    return piece.is_plain and normalise(piece.text) in ("số", "so")


def _names_document(piece: Piece) -> bool:
    has_digit = any(letter.isdigit() for letter in piece.text)
    is_code = piece.sort is Sort.CODE and has_digit
    return not piece.excluded and not piece.field and (piece.is_number or is_code)
