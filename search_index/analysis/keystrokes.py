"""Words as the keys that were typed for them, where an input method was off: Telex and VNI."""

import re
import unicodedata
from itertools import product

from search_index.analysis.text import fold, is_marked, normalise

_TONES = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_TELEX_TONES = dict(zip("sfrxjz", (*_TONES, ""), strict=True))
_VNI_TONES = dict(zip("123450", (*_TONES, ""), strict=True))
_HATTED = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}
_LONGEST = 7  # letters of a syllable
_VOWELS = "aăâeêioôơuưy"
_NUCLEUS = re.compile(rf"^(?:qu|gi(?=[{_VOWELS}])|[^{_VOWELS}]*)([{_VOWELS}]+)(.*)$")
_DOUBLED = re.compile(r"([aeo])([^aeoăâêôơư]*)\1")
_HORNS = (("(?<!q)uo(?=.)", "ươ"), ("(?<!q)ua", "ưa"), ("a", "ă"), ("o", "ơ"), ("u", "ư"))
_VNI_HATS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "8": {"a": "ă"}}
_HATS = _VNI_HATS["6"]


def as_meant(word: str) -> tuple[str, ...]:
    """What the keys of a word in lower case would have written; nothing if they are no keys.

    >>> as_meant("coong"), as_meant("va8n"), as_meant("sôs"), as_meant("người")
    (('công',), ('văn',), ('số',), ())
    """
    if not word.isalnum() or _without_tones(word) != word:
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
        word = _horned(word.replace("7", "w"))
    return _toned(word, tone)


def _horned(word: str) -> str:
    """The "w" of Telex done: ươ, ưa, ă, ơ or ư; behind no vowel it is ư itself."""
    word = re.sub(rf"^([^{_VOWELS}w]*)w", r"\1uw", word).replace("w", "")
    for plain, horned in _HORNS:
        if re.search(plain, word):
            return re.sub(plain, horned, word, count=1)
    return word


def _without_tone(word: str, tones: dict[str, str]) -> tuple[str, str]:
    """The word without the keys of tones behind its first vowel, and the tone: of several keys
    the last counts."""
    first = next((at for at, letter in enumerate(word) if letter in _VOWELS + "w"), len(word))
    start, rest = word[: first + 1], word[first + 1 :]
    keys = [letter for letter in rest if letter in tones]
    return start + "".join(one for one in rest if one not in tones), tones[keys[-1]] if keys else ""


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
