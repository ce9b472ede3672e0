"""Spelling: Unicode form, case, place of the tone mark, and the unmarked form of a word."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Letters that look Latin but are not. They come from keyboards left in Russian or Greek, from OCR
# and old fonts, and turn up in official symbols. Mapped after lowering: both cases stay one letter.
_LOOKALIKES = str.maketrans(
    "авекмнорстухіѕјԁðɖƣɑıαβεηικμνορτυχζ",
    "abekmhopctyxisjdđđưaiabehikmnoptyxz",
)

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # grave, acute, hook above, tilde, dot below
_PAIRS = (("o", "a"), ("o", "e"), ("u", "y"), ("u", "i"))

WORD = re.compile(r"[^\W_]+")

# Soft hyphens, joiners and marks of direction: in the text and not in the words.
_INVISIBLE = dict.fromkeys(
    (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
)


def _tone_places() -> dict[str, tuple[str, str]]:
    """Every toned oa/oe/uy, either spelling, to (tone on the first vowel, tone on the second)."""
    places = {}
    for first, second in _PAIRS:
        for tone in _TONES:
            old = unicodedata.normalize("NFC", first + tone) + second
            new = first + unicodedata.normalize("NFC", second + tone)
            places[old] = places[new] = (old, new)
    return places


_PLACES = _tone_places()
_TONED_PAIR = re.compile(rf"(q?)({'|'.join(_PLACES)})(?=([^\W\d_]?))")


# The one vowel after these letters is written i or y by custom ("kỹ thuật", "kĩ thuật"), and is one
# letter here: y, but i after s and v. "I" alone is a numeral.
# Begins with letters, which are sought three times as quick as the beginning of any word.
_BY_CUSTOM = re.compile(
    r"[hklmtsvq](?<![^\W_].)(?:(?:(?<=[hklmt])|(?<=q)u)[iìỉĩíị](?![^\W_])"
    r"|(?<=[sv])[yỳỷỹýỵ](?![^\W_])|(?<=q)u[iìỉĩíị](?=(?:t|p|nh|ch)(?![^\W_])))"
)
_ONE_LETTER = str.maketrans("iìỉĩíịyỳỷỹýỵ", "yỳỷỹýỵiìỉĩíị")


class Form(NamedTuple):
    """One word of a text: as written (one spelling of it) and without its marks."""

    marked: str
    folded: str


class _FoldTable(dict[int, str]):
    """Code point to its one unmarked lower-case letter, filled as letters are met."""

    def __missing__(self, code_point: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code_point)).lower().translate(_LOOKALIKES)
        base, *marks = list(unicodedata.normalize("NFD", plain))
        if not all(unicodedata.combining(mark) for mark in marks):
            base = chr(code_point)  # a Korean syllable, say: its parts are letters, not marks
        letter = base.lower().translate(_LOOKALIKES)[0]
        self[code_point] = "d" if letter == "đ" else letter
        return self[code_point]


_FOLD = _FoldTable()


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter.lower()[0] for letter in text)  # "İ".lower() is two characters


def _write_one_letter(match: re.Match[str]) -> str:
    return match[0][:-1] + match[0][-1].translate(_ONE_LETTER)


def _place_tone(match: re.Match[str]) -> str:
    q, pair, following = match.groups()
    on_first, on_second = _PLACES[pair]
    return q + (on_second if q or following else on_first)


def visible(text: str) -> str:
    """The text composed, without characters that nobody sees, and those of print ("ﬁ", "Ｕ", a wide
    blank) as the ones that a keyboard has."""
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE)


def normalise(text: str) -> str:
    """One spelling of a text: NFC, lower case, tone marks placed as in "hòa", "quý", "hoàn", and y
    for i where both are custom.

    Keeps the number of characters of NFC input, so that places found in the result hold in the
    text.
    """
    lowered = _lower(unicodedata.normalize("NFC", text)).translate(_LOOKALIKES)
    return _BY_CUSTOM.sub(_write_one_letter, _TONED_PAIR.sub(_place_tone, lowered))


def fold(text: str) -> str:
    """The text in lower case without marks, đ as d: a character for each of the NFC input."""
    plain = unicodedata.normalize("NFC", text).translate(_FOLD)
    return _BY_CUSTOM.sub(_write_one_letter, plain)


@lru_cache(maxsize=8_192)
def is_marked(word: str) -> bool:
    """Whether a normalised word carries any mark, and so asks for that spelling first."""
    return fold(word) != word


@lru_cache(maxsize=65_536)
def _form(lowered: str) -> Form:
    marked = normalise(lowered)
    return Form(marked, fold(marked))


def forms(text: str) -> list[Form]:
    """The words of a text in order, each with and without its marks."""
    return [_form(word) for word in WORD.findall(_lower(visible(text)))]


def tokens(text: str) -> list[str]:
    """The normalised words of a text, in order."""
    return [form.marked for form in forms(text)]


def begins_so(text: str, typed: str) -> bool:
    """Whether words of the text, one after the other, begin as the words typed do, whatever marks
    they have."""
    words, starts = ([form.folded for form in forms(one)] for one in (text, typed))
    return any(
        all(word.startswith(start) for word, start in zip(words[at:], starts, strict=False))
        for at in range(len(words) - len(starts) + 1)
    )
