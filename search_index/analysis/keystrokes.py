"""Words as the keys that were typed for them, where an input method was off: Telex and VNI."""

import re
import unicodedata
from itertools import product

from search_index.analysis.text import fold, is_marked, normalise

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TONES = tuple(_VNI_TONES.values())
_HATTED = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}
_LONGEST = 7  # letters of a syllable
_VOWELS = "aăâeêioôơuưy"
_NUCLEUS = re.compile(rf"^(?:qu|gi(?=[{_VOWELS}])|[^{_VOWELS}]*)([{_VOWELS}]+)(.*)$")
_DOUBLED = re.compile(r"([aeo])([^aeiouyăâêôơư]*)\1")
_VNI_HATS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "8": {"a": "ă"}}
_HATS = _VNI_HATS["6"]


def as_meant(word: str) -> tuple[str, ...]:
    """What the keys of a word in lower case would have written; nothing if they are no keys.

    >>> as_meant("coong"), as_meant("va8n"), as_meant("người")
    (('công',), ('văn',), ())
    """
    if not word.isascii() or not word.isalnum():
        return ()
    read = _vni(word) if any(letter.isdigit() for letter in word) else _telex(word)
    return (normalise(read),) if read and read != word and read.isalpha() else ()


def _telex(word: str) -> str:
    word, tone = _without_tone(word, _TELEX_TONES)
    word = re.sub(r"^d(.*)d|^dd", r"đ\1", word) if "d" in word[1:] else word
    word = _DOUBLED.sub(lambda found: _HATS[found[1]] + found[2], word, count=1)
    if "w" in word:
        word = _horned(word)
    return _toned(word, tone)


def _vni(word: str) -> str:
    word, tone = _without_tone(word, _VNI_TONES)
    if "9" in word and word.startswith("d"):
        word = "đ" + word[1:].replace("9", "", 1)
    for key, hats in _VNI_HATS.items():
        if key in word:
            word = word.replace(key, "", 1)
            vowel = next((letter for letter in word if letter in hats), "")
            word = word.replace(vowel, hats[vowel], 1) if vowel else word
    if "7" in word:
        word = _horned(word.replace("7", "w"), breve=False)
    return _toned(word, tone)


def _horned(word: str, *, breve: bool = True) -> str:
    """The "w" of Telex done: ươ, ă, ơ or ư."""
    word = word.replace("w", "") or "u"
    pairs = (("uo", "ươ"), *((("a", "ă"),) if breve else ()), ("o", "ơ"), ("u", "ư"))
    for plain, horned in pairs:
        if plain in word:
            return word.replace(plain, horned, 1)
    return word


def _without_tone(word: str, tones: dict[str, str]) -> tuple[str, str]:
    """The word without the last key of a tone behind its first vowel, and the tone."""
    first = next((at for at, letter in enumerate(word) if letter in "aeiouyw"), len(word))
    for at in range(len(word) - 1, first, -1):
        if word[at] in tones:
            return word[:at] + word[at + 1 :], tones[word[at]]
    return word, ""


def _toned(word: str, tone: str) -> str:
    """The word with a tone on the vowel that bears it."""
    found = _NUCLEUS.match(word)
    if not tone or found is None:
        return word
    vowels, rest = found.groups()
    hats = [at for at, vowel in enumerate(vowels) if fold(vowel) != vowel]
    if hats:
        at = hats[-1]
    elif len(vowels) == 3 or (len(vowels) == 2 and rest):
        at = 1
    else:
        at = 0
    at += found.start(1)
    return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])


def with_other_marks(word: str, *, hats: bool) -> frozenset[str]:
    """The same letters with every other tone, and with other hats too; only marked words."""
    if len(word) > _LONGEST:
        return frozenset()
    letters = fold(word) if hats else _without_tones(word)
    choices = (_HATTED.get(letter, letter) if hats else letter for letter in letters)
    found = {
        normalise(_toned("".join(bare), tone))
        for bare in product(*choices)
        for tone in ("", *_TONES)
    }
    return frozenset(one for one in found - {word} if is_marked(one))


def _without_tones(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
