"""Numbers and symbols of documents ("0807/UBND-VX") in the many ways people write them."""

import re
from dataclasses import dataclass

from search_index.analysis.text import fold, visible

_DASHES = str.maketrans("‐‑‒–—−\\", "------/")
_LABEL = re.compile(r"^.*?\bso\s*:\s*|^\s*so\s+(?=\d)")
_AROUND = re.compile(r"\s*([/-])\s*")
_SPACED = re.compile(r"^(\d+[a-z]?)[ ]+(?=[a-z])")
_PART = re.compile(r"[^\W_]+")
_SERIAL = re.compile(r"^\d+[a-z]?(?=[/-]|$)")


@dataclass(frozen=True)
class Reference:
    """A reference taken apart, without marks, in lower case.

    text: spelt with "/" after the serial and "-" between symbols, zeros in front kept.
    parts: its words, numbers without the zeros in front.
    key: the whole of it without the zeros in front; equal keys are one reference.
    serial: the number it starts with, empty where the number is blank ("/2025/TT-BTC") or absent.
    """

    text: str
    parts: tuple[str, ...]
    key: str
    serial: str


def _unpad(part: str) -> str:
    return part.lstrip("0") or "0" if part.isascii() and part.isdigit() else part


def _spell(text: str) -> str:
    folded = _LABEL.sub("", fold(visible(text)).translate(_DASHES).strip())
    joined = _AROUND.sub(r"\1", " ".join(folded.split()))
    if "/" not in joined:
        joined = _SPACED.sub(r"\1/", joined)
    return re.sub(r"[^\w/-]+|_+", " ", joined).strip().replace(" ", "-")


def parse_reference(text: str) -> Reference:
    """Take a reference apart; text without letters or digits gives empty fields."""
    spelt = _spell(text)
    serial = _SERIAL.match(spelt)
    whole = spelt.strip("/-")
    return Reference(
        text=whole,
        parts=tuple(_unpad(part) for part in _PART.findall(whole)),
        key=_PART.sub(lambda part: _unpad(part[0]), whole),
        serial=_unpad(serial[0]) if serial else "",
    )


def number_tokens(text: str) -> frozenset[str]:
    """What finds a reference: the whole, the pieces between slashes, symbols also without their
    hyphens, each part, numbers unpadded.

    >>> sorted(number_tokens("0807/UBND-VX"))
    ['0807', '0807/ubnd-vx', '807', 'ubnd', 'ubnd-vx', 'ubndvx', 'vx']
    """
    reference = parse_reference(text)
    written = _PART.findall(reference.text)
    between = [piece.strip("-") for piece in reference.text.split("/")]
    glued = (piece.replace("-", "") for piece in between if not piece[:1].isdigit())
    return frozenset({reference.text, *between, *glued, *written, *reference.parts} - {""})
