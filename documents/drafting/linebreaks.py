"""Breaking short texts into lines of like length, as a clerk would."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from documents.drafting.metrics import Face, width_mm
from documents.drafting.vocabulary import BAD_ENDS, COMPOUNDS, GOOD_STARTS, LONGEST, PLACES
from documents.drafting.wording import printable

_GOOD_START_WORTH = 0.1
#: More than all lines of any other choice together: a compound is parted where nothing else fits.
_BAD_BREAK_COST = 100
#: Printers and viewers differ in rounding; a line filled to the last hair would wrap.
_SAFETY = 0.99
#: A place has a name of so many words at most.
_LONGEST_NAME = 3
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


def balanced_lines(text: str, measure: Measure, *, upper: bool = False) -> list[str]:
    """Break at spaces into as few lines as fit, of like length; a line break in the text stays.

    One line more is made where a compound or a name would be parted otherwise. With `upper` the
    lines are in capitals; small letters still tell which words are names.
    """
    lines: list[str] = []
    for part in printable(text).splitlines():
        words = part.split()
        if words:
            lines.extend(_balance(words, measure, upper=upper))
    return lines


def _balance(words: list[str], measure: Measure, *, upper: bool) -> list[str]:
    shown = [word.upper() for word in words] if upper else words
    line = _Words(shown, measure, _bound(words))
    fewest = line.fewest_lines()
    cost, breaks = _best_breaks(line, fewest, fewest[-1])
    if cost >= _BAD_BREAK_COST and fewest[-1] < len(words):
        breaks = min((cost, breaks), _best_breaks(line, fewest, fewest[-1] + 1))[1]
    return [" ".join(shown[a:b]) for a, b in pairwise((0, *breaks, len(words)))]


class _Words:
    """Words of a text with their widths, measured once; before which of them no line may break."""

    def __init__(self, words: list[str], measure: Measure, bound: frozenset[int]) -> None:
        self.words = words
        self.room = measure.width * _SAFETY
        self._bound = bound
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
        if end in self._bound:
            cost += _BAD_BREAK_COST
        return cost


def _best_breaks(line: _Words, fewest: list[int], lines: int) -> _Choice:
    """Choose where each further line starts, so that so many lines cost least.

    From the last line to the first, each only with as many words as fit, and with no more before
    it than the lines before it hold: a text takes no longer than it has words.
    """
    best: dict[int, _Choice] = {len(line.words): (0, ())}
    for lines_before in range(lines - 1, -1, -1):
        longer: dict[int, _Choice] = {}
        for end, (rest, breaks) in best.items():
            for start in line.starts(end):
                if fewest[start] <= lines_before <= start:
                    choice = line.cost(start, end) + rest, (start, *breaks)
                    longer[start] = min(choice, longer.get(start, choice))
        best = longer
    cost, starts = best[0]
    return cost, starts[1:]


def _bound(words: Sequence[str]) -> frozenset[int]:
    """The words with which no line may start: inside compounds, names of places and of people."""
    small = [word.strip(",;.").lower() for word in words]
    bound = {
        inside
        for start in range(len(words))
        for length in range(2, LONGEST + 1)
        if " ".join(small[start : start + length]) in COMPOUNDS
        for inside in range(start + 1, start + length)
    }
    capitals = " ".join(words).isupper()
    since_place = 0
    for at, (left, right) in enumerate(pairwise(words), 1):
        # In capitals alone nothing tells a name but the kind of place before it.
        since_place = at if small[at - 1] in PLACES and at not in bound else since_place
        named = since_place and at < since_place + _LONGEST_NAME and small[at] not in GOOD_STARTS
        name = named if capitals else left.istitle() and right.istitle() and left[-1] != ","
        if name or small[at - 1] in BAD_ENDS or "-" in (left, right):
            bound.add(at)
    return frozenset(bound)
