"""Vietnamese in the writings from before Unicode: the tables of the readers, turned round."""

import unicodedata

_SMALL = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ"
_SIGNS = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§"
_TCVN3 = str.maketrans(_SMALL, _SIGNS)
_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_TONES_ON_HAT = {"\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_TONES_ON_BREVE = {"\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_ALONE = {"đ": "ñ", "ơ": "ô", "ư": "ö", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "í": "í", "ì": "ì"}


def tcvn3_signs(text: str) -> str:
    """In small letters, as .VnTime and its capital sister hold them."""
    return text.translate(_TCVN3)


def vni_signs(text: str) -> str:
    return "".join(map(_vni_sign, text))


def cp1258(text: str) -> bytes:
    """As Windows writes it: hats and horns on their letters, tones behind them."""
    return b"".join(map(_cp1258_byte, unicodedata.normalize("NFC", text)))


def _vni_sign(letter: str) -> str:
    if letter in _ALONE:
        return _ALONE[letter]
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    tone = next((mark for mark in marks if mark in _TONES), "")
    if "\u0302" in marks:
        return base + (_TONES_ON_HAT[tone] if tone else "â")
    if "\u0306" in marks:
        return base + (_TONES_ON_BREVE[tone] if tone else "ê")
    horned = unicodedata.normalize("NFC", base + "\u031b") if "\u031b" in marks else base
    return _ALONE.get(horned, horned) + (_TONES[tone] if tone else "")


def _cp1258_byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in parts if mark in _TONES)
        return unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + (
            tone.encode("cp1258")
        )
