"""Marking and cleaning of text."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def N_(message: str) -> str:
    """Mark an English message id for the catalogues; it is translated where it is shown."""
    return message


def clean(text: str | None) -> str:
    """One line of user text: NFC, no control characters, single spaces."""
    return " ".join(_printable(text).split())


def clean_lines(text: str | None) -> str:
    """Several lines of user text: NFC, no control characters but line breaks."""
    lines = _printable(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def fold(text: str) -> str:
    """Lower case without Vietnamese marks, for finding names typed without them."""
    return without_marks(text.lower())


def without_marks(text: str) -> str:
    """Vietnamese letters as they stand on a plain keyboard: "Đơn kiến nghị" is "Don kien nghi"."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def likeliest(names: Iterable[str], typed: str, most: int) -> list[str]:
    """Names in which every word typed begins a word, marks or none: those written with the same
    marks first, then those that begin so; at most so many."""
    words = fold(typed).split()
    marked, plain = typed.strip().lower(), " ".join(words)

    def rank(name: str) -> tuple[bool, bool, str]:
        return marked not in name.lower(), not fold(name).startswith(plain), name

    found = (name for name in names if words and _begun_in(fold(name).split(), words))
    return sorted(found, key=rank)[:most]


def _begun_in(name: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(one.startswith(word) for one in name) for word in words)


LARGEST_ID = 2**31 - 1
"""No table of ours counts further; a database asked for more would not even understand."""


def typed_id(text: str | None) -> int | None:
    """The id that this text writes; None for what no row can have."""
    if not text or len(text) > 10 or not (text.isascii() and text.isdecimal()):
        return None
    return found if (found := int(text)) <= LARGEST_ID else None


def initials(name: str) -> str:
    """First letters of the first and the given (last) name: "Lưu Đình Thuận" is "LT"."""
    words = name.split()
    return "".join(
        word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    ).upper()


def fill(message: str, params: Mapping[str, Any]) -> str:
    """Put the named values into a message; a message without values stays as it is."""
    return message % params if params else message


def _printable(text: str | None) -> str:
    composed = unicodedata.normalize("NFC", text or "")
    return "".join(c for c in composed if c in "\n\r\t" or unicodedata.category(c)[0] != "C")
