"""From typed text to a `Query`. Every text has a meaning; none is a mistake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise

from search_index.analysis import ABBREVIATIONS, Abbreviation, fold, tokens
from search_index.query.days import parse_days
from search_index.query.fields import DAY_FIELDS, FACT_FIELDS, SINCE, TEXT_FIELDS, UNTIL
from search_index.query.lexer import MAX_CHARACTERS, Piece, Sort, pieces
from search_index.query.references import own_reference, typed_code
from search_index.query.tree import (
    AllOf,
    AnyOf,
    Fact,
    Inside,
    Node,
    Note,
    Prefix,
    Query,
    Wanted,
    as_phrase,
)
from search_index.query.words import Lexicon, lexicon

MAX_NODES = 48


@lru_cache(maxsize=256)
def parse(
    text: str,
    *,
    typing: bool = False,
    abbreviations: tuple[Abbreviation, ...] = ABBREVIATIONS,
) -> Query:
    """The query that a text means.

    Words that are preferred, "phrases" that must occur, numbers of documents, -excluded, one OR
    another (also HOẶC, |), prefix*, fields ("coquan:UBND"), days ("tu:1/3/2026", "ngay:3/2026").

    typing: the last word may be the beginning of one.
    abbreviations: those of the office.
    """
    found = pieces(text)
    if typing and found and found[-1].is_plain and text[-1:].isalnum():
        found[-1] = Piece(Sort.START, found[-1].text)
    reading = _Reading(lexicon(abbreviations))
    reading.read(found)
    reading.notes += _half_excluded(found)
    if len(text) > MAX_CHARACTERS:
        reading.notes.append(Note("cut", found[-1].text if found else ""))
    return reading.query(something=bool(text.strip()))


@dataclass
class _Reading:
    """What was read so far."""

    lexicon: Lexicon
    wanted: list[Wanted] = field(default_factory=list)
    excluded: list[Node] = field(default_factory=list)
    bounds: list[tuple[date | None, date | None]] = field(default_factory=list)
    neighbours: list[tuple[str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def query(self, *, something: bool) -> Query:
        wanted = tuple({one.node: one for one in reversed(self.wanted)}.values())[::-1]
        if len(wanted) > MAX_NODES:
            self.notes.append(Note("cut", wanted[MAX_NODES - 1].text))
        starts = [first for first, _ in self.bounds if first]
        ends = [last for _, last in self.bounds if last]
        nothing = not wanted and not self.excluded and not self.bounds and not self.notes
        return Query(
            wanted[:MAX_NODES],
            tuple(dict.fromkeys(self.excluded))[:MAX_NODES],
            since=max(starts, default=None),
            until=min(ends, default=None),
            neighbours=tuple(dict.fromkeys(self.neighbours))[:MAX_NODES],
            notes=tuple(dict.fromkeys(self.notes)),
            hopeless=something and nothing,
        )

    def read(self, found: Sequence[Piece]) -> None:
        for is_run, run in groupby(found, _is_of_a_run):
            if is_run:
                self._read_run(list(run))
            else:
                for piece in run:
                    self._read_alone(piece)

    def _read_run(self, run: list[Piece]) -> None:
        """Words and numbers; "either" between them divides the whole run."""
        sides = [list(side) for either, side in groupby(run, _is_either) if not either]
        read = [list(self.lexicon.wanted(side)) for side in sides]
        if len(read) == 1:
            self.wanted += read[0]
        elif read:
            nodes = [tuple(one.node for one in side) for side in read if side]
            either = AnyOf(tuple(side[0] if len(side) == 1 else AllOf(side) for side in nodes))
            self.wanted.append(Wanted(" ".join(piece.text for piece in run), either))
        for side in sides:
            self.neighbours += _neighbours(side)

    def _read_alone(self, piece: Piece) -> None:
        """What is demanded or excluded."""
        if piece.field in DAY_FIELDS:
            self._read_days(piece)
            return
        node = _alone(piece)
        if node is not None and piece.excluded:
            self.excluded.append(node)
        elif node is not None:
            self.wanted.append(Wanted(piece.text, node, demanded=True))

    def _read_days(self, piece: Piece) -> None:
        days = parse_days(piece.text)
        if days is None or days.better:
            self.notes.append(Note("no-date", piece.text, days.better if days else ""))
            return
        bound = DAY_FIELDS[piece.field]
        self.bounds.append(
            (days.first if bound != UNTIL else None, days.last if bound != SINCE else None)
        )


def _half_excluded(found: Sequence[Piece]) -> Iterator[Note]:
    """A minus before two words, of which it keeps out the first alone."""
    for first, second in pairwise(found):
        if first.excluded and not first.field and first.sort is Sort.WORD and second.is_plain:
            both = f"{first.text} {second.text}"
            yield Note("half-excluded", f"-{both}", f'-"{both}"')


def _is_of_a_run(piece: Piece) -> bool:
    return not piece.excluded and not piece.field and piece.sort is not Sort.QUOTED


def _is_either(piece: Piece) -> bool:
    return piece.sort is Sort.EITHER


def _neighbours(side: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    for first, second in pairwise(side):
        if first.is_plain and second.is_plain:
            yield from pairwise(map(fold, (*tokens(first.text)[-1:], *tokens(second.text)[:1])))


def _alone(piece: Piece) -> Node | None:
    """An excluded abbreviation means itself: its long form is not kept out with it."""
    words = tokens(piece.text)
    if piece.field in FACT_FIELDS:
        return Fact(FACT_FIELDS[piece.field], tuple(map(fold, words))) if words else None
    if TEXT_FIELDS.get(piece.field) == "reference":
        return own_reference(piece.text)
    node = _phrase(piece, words)
    return Inside(TEXT_FIELDS[piece.field], node) if piece.field and node else node


def _phrase(piece: Piece, words: Sequence[str]) -> Node | None:
    is_start = piece.sort is Sort.START or (piece.sort is Sort.VALUE and piece.text.endswith("*"))
    if is_start and len(words) == 1:
        return Prefix(words[0])
    names = any(letter.isdigit() for letter in piece.text) and not piece.field
    if names and (piece.sort is Sort.CODE or "/" in piece.text):
        return typed_code(piece.text)
    return as_phrase(words)
