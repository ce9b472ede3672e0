"""Widths of Times New Roman, so that lines are drawn and names are broken by measure.

The numbers are advance widths in thousandths of the type size. Liberation Serif, which stands in
for Times New Roman where that is missing, has the same ones by design. A Vietnamese letter is as
wide as its base letter: marks take no room.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MM_PER_POINT = 25.4 / 72
_USUAL = 556
_HORNED = "\u031b"


@dataclass(frozen=True, eq=False)
class Face:
    """One cut of the type: widths of U+0020 to U+007E, then of the letters beyond."""

    ascii: tuple[int, ...]
    others: dict[str, int]

    def width(self, character: str) -> int:
        """Give the advance width of one base character."""
        position = ord(character) - 0x20
        if 0 <= position < len(self.ascii):
            return self.ascii[position]
        return self.others.get(character, _USUAL)


# fmt: off
REGULAR = Face(
    ascii=(
        250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
        500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
        921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
        556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
        333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
        500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
    ),
    others={
        "đ": 500, "Đ": 722, "ơ": 529, "Ơ": 722, "ư": 542, "Ư": 776, "–": 500, "—": 1000,
        "…": 1000, "“": 444, "”": 444, "‘": 333, "’": 333,
    },
)
BOLD = Face(
    ascii=(
        250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278,
        500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
        930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778,
        611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
        333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500,
        556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
    ),
    others={
        "đ": 556, "Đ": 722, "ơ": 554, "Ơ": 778, "ư": 600, "Ư": 796, "–": 500, "—": 1000,
        "…": 1000, "“": 500, "”": 500, "‘": 333, "’": 333,
    },
)
ITALIC = Face(
    ascii=(
        250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278,
        500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 675, 675, 675, 500,
        920, 611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667, 556, 833, 667, 722,
        611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556, 389, 278, 389, 422, 500,
        333, 500, 500, 444, 500, 444, 278, 500, 500, 278, 278, 444, 278, 722, 500, 500,
        500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389, 400, 275, 400, 541,
    ),
    others={
        "đ": 500, "Đ": 722, "ơ": 534, "Ơ": 722, "ư": 545, "Ư": 754, "–": 500, "—": 889,
        "…": 889, "“": 556, "”": 556, "‘": 333, "’": 333,
    },
)
# fmt: on


def face(*, bold: bool, italic: bool) -> Face:
    """Give the cut for a style; bold italic, which stands in no measured line, counts as bold."""
    if bold:
        return BOLD
    return ITALIC if italic else REGULAR


@lru_cache(maxsize=20_000)
def width_mm(text: str, size_pt: float, cut: Face) -> float:
    """Measure one line of text, in millimetres."""
    thousandths = sum(cut.width(character) for character in _bases(text))
    return thousandths * size_pt * MM_PER_POINT / 1000


def _bases(text: str) -> list[str]:
    bases: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        if character == _HORNED and bases:
            bases[-1] = unicodedata.normalize("NFC", bases[-1] + _HORNED)
        elif not unicodedata.combining(character):
            bases.append(character)
    return bases
