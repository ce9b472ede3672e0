"""Marking and cleaning of text."""

import unicodedata
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


def fill(message: str, params: dict[str, Any]) -> str:
    """Put the named values into a message; a message without values stays as it is."""
    return message % params if params else message


def _printable(text: str | None) -> str:
    composed = unicodedata.normalize("NFC", text or "")
    return "".join(c for c in composed if c in "\n\r\t" or unicodedata.category(c)[0] != "C")
