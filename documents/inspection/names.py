"""File names as people send them, made harmless to show, store and download."""

import re
import unicodedata
from pathlib import PurePosixPath

MAX_NAME_CHARACTERS = 150
#: What a file is called whose own name leaves nothing.
UNNAMED = "van-ban"
_MAX_EXTENSION_CHARACTERS = 10
_FORBIDDEN = re.compile(r'[<>:"|?*]')
#: What Windows takes for a device, whatever its extension.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
#: Controls, invisible format marks (right-to-left override among them), halves of characters.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_filename(filename: str) -> str:
    """Give the name in NFC without folders, controls or reserved signs, at most 150 characters."""
    base = filename.replace("\\", "/").rpartition("/")[2]
    visible = "".join(map(_visible, base))
    name = _tidy(_FORBIDDEN.sub("-", unicodedata.normalize("NFC", visible)))
    extension = extension_of(name)
    stem = name.removesuffix(extension) if extension else name
    stem = stem[: MAX_NAME_CHARACTERS - len(extension)].rstrip(" .") or UNNAMED
    return f"{'_' if _DEVICES.match(stem + extension) else ''}{stem}{extension}"


def extension_of(name: str) -> str:
    """Give the extension with its dot, as written; empty when there is none to speak of."""
    suffix = PurePosixPath("x" + name if name.startswith(".") else name).suffix
    fits = 1 < len(suffix) <= _MAX_EXTENSION_CHARACTERS and " " not in suffix
    return suffix if fits else ""


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _HIDDEN_CATEGORIES else character


def _tidy(name: str) -> str:
    collapsed = " ".join(name.split())
    return collapsed.rstrip(" .").lstrip(" ")
