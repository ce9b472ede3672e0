"""Excerpts of a text with what was searched for marked, found again in the text itself."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from search_index.analysis import fold, is_marked, normalise
from search_index.query import Prefix, Query, parse
from search_index.query.tree import leaves, words_of

_BETWEEN = r"[\W_]+"
_ELLIPSIS = "…"
_REACH = 20  # characters a cut may move to fall between words


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text as written, to be escaped by whoever shows it; `hit` is to be marked."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    term: int


def excerpt(text: str, query: str | Query, width: int) -> list[Span]:
    """The part of a text, about `width` characters long, that shows most of what was searched for.

    A word typed with marks marks its own spelling where the text has it, and any spelling where
    not; a word typed without marks, every spelling. The spans together are the NFC text, or a part
    of it with "…" where it was cut.
    """
    text = unicodedata.normalize("NFC", text)
    hits = _hits(text, parse(query) if isinstance(query, str) else query)
    start, end = _window(text, hits, width)
    shown = _spans(text, _merged(hits, start, end), start, end)
    before = [Span(_ELLIPSIS, hit=False)] if start else []
    after = [Span(_ELLIPSIS, hit=False)] if end < len(text) else []
    return before + shown + after


def _terms(query: Query) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Words that stand together, and whether the last is only the beginning of one."""
    for leaf in leaves(query.nodes):
        if words := words_of(leaf):
            yield words, isinstance(leaf, Prefix)


def _hits(text: str, query: Query) -> list[_Hit]:
    """Every place of every term, in the order of the text."""
    spelt, folded = normalise(text), fold(text)
    found = []
    for number, (words, begun) in enumerate(dict.fromkeys(_terms(query))):
        places = _places(spelt, words, begun=begun) if any(map(is_marked, words)) else []
        places = places or _places(folded, tuple(fold(word) for word in words), begun=begun)
        found += [_Hit(start, end, number) for start, end in places]
    return sorted(found, key=lambda hit: (hit.start, -hit.end))


def _places(text: str, words: tuple[str, ...], *, begun: bool) -> list[tuple[int, int]]:
    pattern = _BETWEEN.join(map(re.escape, words)) + (r"[^\W_]*" if begun else "")
    matches = re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text)
    return [match.span() for match in matches]


def _window(text: str, hits: list[_Hit], width: int) -> tuple[int, int]:
    """Where to cut: around the hits that name most different terms, the first of those."""
    if len(text) <= width:
        return 0, len(text)
    reach = width * 3 // 4
    first = max(hits, key=lambda hit: _variety(hits, hit, reach), default=None)
    start = max(0, min(first.start - width // 4, len(text) - width)) if first else 0
    start = _between_words(text, start, 1 if start else 0)
    end = min(len(text), start + width)
    return start, _between_words(text, end, -1 if end < len(text) else 0)


def _variety(hits: list[_Hit], first: _Hit, reach: int) -> int:
    return len({h.term for h in hits if first.start <= h.start and h.end <= first.start + reach})


def _between_words(text: str, at: int, step: int) -> int:
    """The nearest space in this direction, or the same place if a word is longer than the reach."""
    if not step:
        return at
    for moved in range(at, at + step * _REACH, step):
        if 0 < moved < len(text) and text[moved - (step > 0)].isspace():
            return moved
    return at


def _merged(hits: list[_Hit], start: int, end: int) -> list[tuple[int, int]]:
    """Places inside the window, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for hit in hits:
        if hit.start < start or hit.end > end:
            continue
        if merged and hit.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], hit.end))
        else:
            merged.append((hit.start, hit.end))
    return merged


def _spans(text: str, places: list[tuple[int, int]], start: int, end: int) -> list[Span]:
    bounds = [start, *(edge for place in places for edge in place), end]
    pieces = (
        Span(text[left:right], hit=number % 2 == 1)
        for number, (left, right) in enumerate(pairwise(bounds))
    )
    return [piece for piece in pieces if piece.text]
