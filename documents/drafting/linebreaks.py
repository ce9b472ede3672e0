"""Breaking short texts into lines of like length, as a clerk would."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from documents.drafting.metrics import Face, width_mm
from documents.drafting.vocabulary import BAD_ENDS, COMPOUNDS, GOOD_STARTS
from documents.drafting.wording import printable

_GOOD_START_WORTH = 0.1
_BAD_BREAK_COST = 0.5
#: Printers and viewers differ in rounding; a line filled to the last hair would wrap.
_SAFETY = 0.99
#: What some last lines cost, and the words with which all but the first of them start.
_Choice = tuple[float, tuple[int, ...]]


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
    line = _Words(words, measure)
    starts = (0, *_best_breaks(line), len(words))
    return [" ".join(words[a:b]) for a, b in pairwise(starts)]


class _Words:
    """Words of a text with their widths, measured once."""

    def __init__(self, words: list[str], measure: Measure) -> None:
        self.words = words
        self.room = measure.width * _SAFETY
        self._space = measure.of(" ")
        self._upto = [0.0, *accumulate(measure.of(word) for word in words)]

    def width(self, start: int, end: int) -> float:
        """The width in millimetres of the line that these words make."""
        return self._upto[end] - self._upto[start] + self._space * (end - start - 1)

    def fewest_lines(self) -> list[int]:
        """Into how few lines the first words fit: none, one, two of them, and so on."""
        fewest, start = [0], 0
        for end in range(1, len(self.words) + 1):
            if end - start > 1 and self.width(start, end) > self.room:
                start = end - 1
            fewest.append(fewest[start] + 1)
        return fewest

    def starts(self, end: int) -> Iterator[int]:
        """The words with which a line may start that ends before this one: as many as fit."""
        start = end - 1
        while start >= 0 and (start == end - 1 or self.width(start, end) <= self.room):
            yield start
            start -= 1

    def cost(self, start: int, end: int) -> float:
        """What is wrong with this line: unlike length, and the places where it breaks."""
        slack = 1 - self.width(start, end) / self.room
        cost = slack * slack
        if start and self.words[start].lower() in GOOD_STARTS:
            cost -= _GOOD_START_WORTH
        if end < len(self.words) and _belong_together(self.words[end - 1], self.words[end]):
            cost += _BAD_BREAK_COST
        return cost


def _best_breaks(line: _Words) -> tuple[int, ...]:
    """Choose where each further line starts, so that the fewest lines cost least.

    From the last line to the first, each only with as many words as fit, and with no more before
    it than the lines before it hold: a text takes no longer than it has words.
    """
    total, fewest = len(line.words), line.fewest_lines()
    best: dict[int, _Choice] = {total: (0, ())}
    for lines_before in range(fewest[total] - 1, -1, -1):
        longer: dict[int, _Choice] = {}
        for end, (rest, breaks) in best.items():
            for start in line.starts(end):
                if fewest[start] <= lines_before:
                    choice = line.cost(start, end) + rest, (start, *breaks)
                    longer[start] = min(choice, longer.get(start, choice))
        best = longer
    return best[0][1][1:]


def _belong_together(left: str, right: str) -> bool:
    """Tell whether a line must not break between two words."""
    compound = f"{left} {right}".lower() in COMPOUNDS
    name = left.istitle() and right.istitle()
    return compound or name or left.lower() in BAD_ENDS or "-" in (left, right)
