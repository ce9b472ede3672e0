"""Vietnamese as it was written before Unicode: letters that only their font made Vietnamese."""

import re
from collections.abc import Callable
from unicodedata import normalize

_TONES = _GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"

#: TCVN 5712 (ABC): one sign for each letter. Capitals with a tone exist only in capital fonts;
#: elsewhere they are written as the capital and the small letter with the tone behind it.
_SMALL = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
    f"{_SMALL}ĂÂÊÔƠƯĐ",
)
_CAPITAL_AND_TONE = re.compile(f"([AĂÂEÊIOÔƠUƯY])([{_SMALL}])")

#: VNI: a letter, then one sign for its hat and its tone; some letters are signs of their own.
_VNI_LETTERS = dict(zip("ñôöæóòîÑÔÖÆÓÒÎ", "đơưỉĩịỵĐƠƯỈĨỊỴ", strict=True))
_VNI_MARKS = (
    dict(zip("øùûõï", _TONES, strict=True))
    | {"â": _HAT, "ê": _BREVE}
    | {sign: _HAT + tone for sign, tone in zip("àáåãä", _TONES, strict=True)}
    | {sign: _BREVE + tone for sign, tone in zip("èéúüë", _TONES, strict=True)}
)
_VNI = re.compile("([aeouyôö])([øùûõïâàáåãäêèéúüë])|[ñôöæóòî]", re.IGNORECASE)

Decode = Callable[[str], str]


def tcvn3(text: str) -> str:
    """Read signs of TCVN3 as the letters they stand for."""
    return _CAPITAL_AND_TONE.sub(_one_capital, text.translate(_TCVN3))


def vni(text: str) -> str:
    """Read signs of VNI as the letters they stand for."""
    return _VNI.sub(_vni_letter, text)


def is_one_letter(signs: str) -> bool:
    """Whether these two signs of VNI are one letter."""
    return _VNI.fullmatch(signs) is not None


def decoder_of(font: str) -> Decode | None:
    """How text in a font of this name is read; None where its letters are what they seem."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return _capital if name.endswith("h") else tcvn3
    return vni if name.startswith(("vni-", "vni ")) else None


def modern_font(font: str) -> str:
    """A font with Vietnamese letters that looks most like one of these."""
    return "Arial" if re.search("arial|helv|avant", font, re.IGNORECASE) else "Times New Roman"


def _capital(text: str) -> str:
    """A font such as .VnTimeH shows every letter as a capital."""
    return tcvn3(text).upper()


def _one_capital(found: re.Match[str]) -> str:
    capital, small = found.groups()
    without_tone = "".join(part for part in normalize("NFD", small) if part not in _TONES)
    same = normalize("NFC", without_tone) == capital.lower()
    return small.upper() if same else found[0]


def _vni_letter(found: re.Match[str]) -> str:
    letter, sign = found[1], found[2]
    if sign is None:
        return _VNI_LETTERS[found[0]]
    return normalize("NFC", _VNI_LETTERS.get(letter, letter) + _VNI_MARKS[sign.lower()])
