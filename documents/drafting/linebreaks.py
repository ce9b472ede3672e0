"""Breaking short texts into lines of like length, as a clerk would."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from documents.drafting.metrics import Face, width_mm
from documents.drafting.vocabulary import BAD_ENDS, COMPOUNDS, GOOD_STARTS
from documents.drafting.wording import printable

_GOOD_START_WORTH = 0.1
_BAD_BREAK_COST = 0.5
#: Printers and viewers differ in rounding; a line filled to the last hair would wrap.
_SAFETY = 0.99


@dataclass(frozen=True)
class Measure:
    """The room for a text: line length in millimetres, type size in points and cut."""

    width: float
    size_pt: float
    cut: Face

    def of(self, text: str) -> float:
        """Measure a text in millimetres."""
        return width_mm(text, self.size_pt, self.cut)


def balanced_lines(text: str, measure: Measure) -> list[str]:
    """Break at spaces into as few lines as fit, of like length; a line break in the text stays."""
    lines: list[str] = []
    for part in printable(text).splitlines():
        words = part.split()
        if words:
            lines.extend(_balance(words, measure))
    return lines


def _balance(words: list[str], measure: Measure) -> list[str]:
    room = measure.width * _SAFETY
    count = _fewest(words, measure, room)
    starts = (0, *_best_breaks(words, measure, room, count), len(words))
    return [" ".join(words[a:b]) for a, b in pairwise(starts)]


def _fewest(words: list[str], measure: Measure, room: float) -> int:
    count, line = 1, words[0]
    for word in words[1:]:
        longer = f"{line} {word}"
        if measure.of(longer) <= room:
            line = longer
        else:
            count, line = count + 1, word
    return count


def _best_breaks(words: list[str], measure: Measure, room: float, count: int) -> tuple[int, ...]:
    """Choose where each further line starts, so that the lines cost least."""
    total = len(words)

    @cache
    def cheapest(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            return _cost(words, start, total, measure, room), ()
        choices = []
        for end in range(start + 1, total - left + 2):
            rest, breaks = cheapest(end, left - 1)
            cost = _cost(words, start, end, measure, room)
            choices.append((cost + rest, (end, *breaks)))
        return min(choices)

    return cheapest(0, count)[1]


def _cost(words: list[str], start: int, end: int, measure: Measure, room: float) -> float:
    slack = 1 - measure.of(" ".join(words[start:end])) / room
    cost = slack * slack
    if slack < 0 and end - start > 1:
        cost += 1000
    if start and words[start].lower() in GOOD_STARTS:
        cost -= _GOOD_START_WORTH
    if end < len(words) and _belong_together(words[end - 1], words[end]):
        cost += _BAD_BREAK_COST
    return cost


def _belong_together(left: str, right: str) -> bool:
    """Tell whether a line must not break between two words."""
    compound = f"{left} {right}".lower() in COMPOUNDS
    name = left.istitle() and right.istitle()
    return compound or name or left.lower() in BAD_ENDS or "-" in (left, right)
