"""Bytes of text that do not say how they were written."""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress

from documents.legacyfonts import tcvn3, vni

_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ONSET = "(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_NUCLEUS = (
    "(?:iêu|yêu|oai|oay|oao|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă"
    "|oe|oi|ôi|ơi|oo|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}(?:ch|ng|nh|[cmnpt])?")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORDS = re.compile(r"[^\s.,;:/()-]+")
#: So many characters tell how the rest was written.
_JUDGED = 20_000
#: Code pages of Vietnamese Windows, then what other fonts made of the Western one.
_READINGS: tuple[Callable[[bytes], str], ...] = (
    lambda content: content.decode("cp1258"),
    lambda content: tcvn3(content.decode("cp1252")),
    lambda content: vni(content.decode("cp1252")),
    lambda content: content.decode("cp437"),
)


def text_of(content: bytes) -> str:
    """Read a text in NFC: Unicode where it is that, else what looks most Vietnamese."""
    for mark, charset in _MARKED:
        if content.startswith(mark):
            return _nfc(content.decode(charset, "replace"))
    charset = _wide(content) or "utf-8"
    with suppress(UnicodeDecodeError):
        return _nfc(content.decode(charset))
    return old_text(content)


def old_text(content: bytes) -> str:
    """Read what is no Unicode as that code page which makes most Vietnamese of it."""
    readings = []
    for read in _READINGS:
        with suppress(UnicodeDecodeError):
            readings.append(_nfc(read(content)))
    return max(readings, key=_likeness)


def as_pasted(text: str) -> str:
    """A line of letters that only an old font makes Vietnamese, read as what they stand for; any
    other as it is.

    >>> as_pasted("C«ng v¨n sè 807"), as_pasted("Coâng vaên soá 807"), as_pasted("Công văn số 807")
    ('Công văn số 807', 'Công văn số 807', 'Công văn số 807')
    """
    return max((text, _nfc(vni(text)), _nfc(tcvn3(text))), key=_likeness)


def _likeness(text: str) -> int:
    """How many words with signs beyond ASCII are Vietnamese, less those that are not."""
    words = [word for word in _WORDS.findall(text[:_JUDGED].lower()) if not word.isascii()]
    return sum(map(_worth, words))


def _worth(word: str) -> int:
    without_tone, tones = _TONES.subn("", unicodedata.normalize("NFD", word))
    if tones < 2 and _SYLLABLE.fullmatch(_nfc(without_tone)):
        return 1
    return -1 if word.isalpha() else -2


def _wide(content: bytes) -> str:
    """Name UTF-16 that carries no mark: every other byte of what is ASCII in it is zero."""
    even, odd = content[:4096:2].count(0), content[1:4096:2].count(0)
    if max(even, odd) * 8 < min(len(content), 4096):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
