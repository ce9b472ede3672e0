"""Excerpts of a text with what was searched for marked, found again in the text itself."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from search_index.analysis import WORD, fold, is_marked, tokens
from search_index.query import Prefix, Query, parse
from search_index.query.tree import leaves, words_of
from search_index.ranking import rarity

_Place = tuple[int, int]
_BETWEEN = r"[\W_]+"
_ELLIPSIS = "…"
_REACH = 20  # characters a cut may move to fall between words
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n\s*(?=[^\sa-zà-ỹđ])")
_CLAUSE = re.compile(r"(?<=[,)–])\s+")
# A letterhead (Decree 30/2020, annex I) and a list of receivers.
_FORMAL = re.compile(
    r"(?:^.{0,600}?|cong hoa xa hoi chu nghia viet nam.{1,200}?)"
    r"doc lap\W{1,5}tu do\W{1,5}hanh phuc[^\n]*|\bnoi nhan ?:.{0,800}",
    re.DOTALL,
)


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
    folded = fold(text)
    hits = _hits(text, folded, parse(query) if isinstance(query, str) else query)
    formal = [match.span() for match in _FORMAL.finditer(folded)]
    start, end = _window(text, hits, formal, width)
    shown = _spans(text, _merged(hits, start, end), start, end)
    before = [Span(_ELLIPSIS, hit=False)] if start else []
    after = [Span(_ELLIPSIS, hit=False)] if end < len(text) else []
    return before + shown + after


def _terms(query: Query) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Words that stand together, and whether the last is only the beginning of one."""
    for leaf in leaves(query.nodes):
        if words := words_of(leaf):
            yield words, isinstance(leaf, Prefix)


def _hits(text: str, folded: str, query: Query) -> list[_Hit]:
    """Every place of every term, in the order of the text."""
    terms = list(dict.fromkeys(_terms(query)))
    meant: dict[str, list[int]] = {}
    for number, term in enumerate(terms):
        meant.setdefault(_pattern(*term), []).append(number)
    found = []
    for pattern, places in _places(folded, meant).items():
        alike = {number: terms[number][0] for number in meant[pattern]}
        for number, spelt in _told_apart(text, places, alike):
            found += [_Hit(start, end, number) for start, end in spelt]
    return sorted(found, key=lambda hit: (hit.start, -hit.end))


def _told_apart(
    text: str, places: list[_Place], meant: Mapping[int, tuple[str, ...]]
) -> Iterator[tuple[int, list[_Place]]]:
    """The places of each of the terms that fold alike; those that stand nowhere as they were typed
    stand everywhere, and count as one."""
    said: dict[str, list[_Place]] = {}
    for place in places:
        said.setdefault(text[slice(*place)], []).append(place)
    elsewhere = None
    for number, words in meant.items():
        if spelt := [one for piece, at in said.items() if _is_spelt(piece, words) for one in at]:
            yield number, spelt
        elsewhere = number if not spelt and elsewhere is None else elsewhere
    if elsewhere is not None:
        yield elsewhere, places


@lru_cache(4_096)
def _pattern(words: tuple[str, ...], begun: bool) -> str:
    return _BETWEEN.join(map(re.escape, map(fold, words))) + (r"[^\W_]*" if begun else "")


def _places(folded: str, patterns: Collection[str]) -> dict[str, list[_Place]]:
    """Words by looking up each that is there; phrases and beginnings in a pass each, which may
    overlap."""
    found: dict[str, list[_Place]] = {}
    words = {pattern for pattern in patterns if WORD.fullmatch(pattern)}
    for match in WORD.finditer(folded) if words else ():
        if match[0] in words:
            found.setdefault(match[0], []).append(match.span())
    for pattern in (one for one in patterns if one not in words):
        if spans := [m.span() for m in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", folded)]:
            found[pattern] = spans
    return found


@lru_cache(4_096)
def _is_spelt(said: str, words: tuple[str, ...]) -> bool:
    """Whether these words stand there with the marks of those typed, if any has marks."""
    if not any(map(is_marked, words)):
        return True
    return all(map(str.startswith, tokens(said), words))


def _window(
    text: str, hits: list[_Hit], formal: list[tuple[int, int]], width: int
) -> tuple[int, int]:
    """Where to cut: around the hits that hold most of the question, the first of those, from the
    beginning of their sentence, or else of a clause or a word.

    formal: places that are looked at only where no hit is elsewhere.
    """
    if len(text) <= width:
        return 0, len(text)
    starts, ends = [start for start, _ in formal], [0, *(end for _, end in formal)]
    body = [hit for hit in hits if ends[bisect_right(starts, hit.start)] <= hit.start]
    first = _richest(body or hits, width * 3 // 4)
    start = 0
    if first:
        before = bisect_right(ends, first.start) - 1
        start = max(_beginning(text, first.start, width // 3), ends[before])
    start = max(0, min(start, len(text) - width))
    start = _between_words(text, start, 1 if start else 0)
    end = min(len(text), start + width)
    return start, _between_words(text, end, -1 if end < len(text) else 0)


def _richest(hits: list[_Hit], reach: int) -> _Hit | None:
    """The first hit of those that most of the question stands close behind; what stands in the
    text but rarely counts more.

    One pass along the starts and one along the ends, for a text may be nothing but hits.
    """
    often = Counter(hit.term for hit in hits)
    worth = {term: rarity(len(hits), count) for term, count in often.items()}
    ending, entered = sorted(hits, key=lambda hit: hit.end), 0
    near: Counter[int] = Counter()
    richest, most, held = None, 0, 0
    for first in hits:
        limit = first.start + reach
        while entered < len(ending) and ending[entered].end <= limit:
            hit = ending[entered]
            if hit.start >= first.start:
                near[hit.term] += 1
                held += worth[hit.term] * (near[hit.term] == 1)
            entered += 1
        if held > most or richest is None:
            richest, most = first, held
        if first.end <= limit:
            near[first.term] -= 1
            held -= worth[first.term] * (near[first.term] == 0)
    return richest


def _beginning(text: str, at: int, reach: int) -> int:
    """The nearest beginning of a sentence before this place, or else of a clause."""
    before = text[max(0, at - reach) : at + 1]
    for begun in (_SENTENCE, _CLAUSE):
        if starts := [match.end() for match in begun.finditer(before)]:
            return at + 1 - len(before) + starts[-1]
    return at - reach * 3 // 4


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
