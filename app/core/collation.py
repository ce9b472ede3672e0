"""The order of Vietnamese lists: persons by the given name, which stands last."""

import unicodedata
from collections.abc import Iterable

ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Those of the Vietnamese alphabet in its order, foreign letters where they stand in the Latin."""
TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""huyền, hỏi, ngã, sắc, nặng, after none; as in TCVN 6909 and in dictionaries."""
_PLACES = {letter: f"{place:02}" for place, letter in enumerate(ALPHABET, 1)}
_END = "00"


def name_key(name: str) -> str:
    """What names are sorted by: the given name, the middle ones, the family's at last.

    Each word counts first by its letters (a, ă, â …), then by its tone, wherever that is written
    ("Hoà" is "Hòa"). The key is of digits alone, so that every database and every collation
    sorts it alike.
    """
    words = name.split()
    given, rest = words[-1:], words[:-1]
    return text_key(" ".join(given + rest[1:] + rest[:1]))


def text_key(text: str) -> str:
    """What all other names are sorted by, as they read; each word like those of `name_key`."""
    return "".join(map(_word_key, unicodedata.normalize("NFC", text).lower().split()))


def _word_key(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    tone = next((place for place, one in enumerate(TONES, 1) if one in marks), 0)
    return "".join(_PLACES.get(letter, "") for letter in _without_tones(word)) + f"{_END}{tone}"


def _without_tones(word: str) -> Iterable[str]:
    kept = (mark for mark in unicodedata.normalize("NFD", word) if mark not in TONES)
    return unicodedata.normalize("NFC", "".join(kept))
