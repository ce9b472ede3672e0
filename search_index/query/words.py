"""Runs of words and numbers as what is wanted, abbreviations known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from search_index.analysis import Abbreviation, fold, is_marked, parse_reference, tokens
from search_index.query.figures import figure
from search_index.query.lexer import Piece, Sort
from search_index.query.references import reference_node, typed_code
from search_index.query.tree import (
    AllOf,
    AnyOf,
    Code,
    Node,
    Phrase,
    Prefix,
    Wanted,
    Word,
    as_phrase,
)

_LONGEST_SYMBOL = 4  # words after a serial in "12 UBND VP"
_LABELLED = re.compile(r"([^\W\d_]{2,4})(\d.*)")
_SHORTEST_START = 2  # letters; fewer begin too many words to say anything


class Lexicon:
    """Reads words with the abbreviations of an office."""

    def __init__(self, abbreviations: Sequence[Abbreviation]) -> None:
        unmarked = {fold(entry.short): entry for entry in abbreviations if entry.unmarked}
        self._by_short = unmarked | {entry.short: entry for entry in abbreviations}
        self._by_first: dict[str, list[Abbreviation]] = {}
        for entry in sorted(abbreviations, key=lambda entry: -len(entry.long)):
            self._by_first.setdefault(fold(entry.long[0]), []).append(entry)
        self._parts = _parts(abbreviations)
        self._symbols = frozenset(fold(entry.short) for entry in abbreviations)
        self._labels = self._symbols | {"so"}

    def wanted(self, run: Sequence[Piece]) -> Iterator[Wanted]:
        """What each piece of the run wants, or several together."""
        at = 0
        while at < len(run):
            labelled = _LABELLED.fullmatch(run[at].text)
            if labelled and fold(labelled[1]) in self._labels:
                yield from self._unglued(run[at], *labelled.groups())
                at += 1
                continue
            node, used = figure(run, at) or self._next(run[at:])
            if node is not None:
                yield Wanted(" ".join(piece.text for piece in run[at : at + used]), node)
            at += used

    def _next(self, run: Sequence[Piece]) -> tuple[Node | None, int]:
        piece = run[0]
        if piece.sort is Sort.CODE:
            return typed_code(piece.text), 1
        if piece.sort is Sort.START:
            return self._start(piece.text), 1
        if piece.is_number:
            return self._number(run)
        return self._words(run)

    def _unglued(self, piece: Piece, label: str, number: str) -> Iterator[Wanted]:
        """What is named without a blank ("CV807"), which may be a word that has a figure in it."""
        if fold(label) != "so":
            yield from self.wanted([Piece(Sort.WORD, label)])
        written = as_phrase(tokens(piece.text))
        for named in self.wanted([replace(piece, text=number)]):
            yield replace(named, node=AnyOf((named.node, written))) if written else named

    def _start(self, text: str) -> Node | None:
        words = tokens(text)
        if len(words) != 1 or len(words[0]) < _SHORTEST_START:
            return as_phrase(words)
        if words[0].isdigit():
            return AnyOf((Code((), start=words[0].lstrip("0")), Prefix(words[0])))
        return Prefix(words[0])

    def _number(self, run: Sequence[Piece]) -> tuple[Node | None, int]:
        """A bare number, alone or with symbols written apart from it ("12 UBND VP")."""
        used = 1
        while used < min(len(run), 1 + _LONGEST_SYMBOL) and self._is_symbol(run[used]):
            used += 1
        text = " ".join(piece.text for piece in run[:used])
        if used == 1:
            reference = parse_reference(text)
            return AnyOf((Code(reference.parts, reference.serial), Word(run[0].text))), 1
        words = tuple(node for piece in run[:used] if (node := self._word(piece.text)))
        return reference_node(text, AllOf(words)), used

    def _is_symbol(self, piece: Piece) -> bool:
        if not piece.is_plain:
            return False
        capitals = len(piece.text) > 1 and piece.text.isupper()
        return capitals or fold(piece.text) in self._symbols

    def _words(self, run: Sequence[Piece]) -> tuple[Node | None, int]:
        """A word, or as many as make the long form of an abbreviation."""
        entries = self._long_forms(run)
        if not entries:
            return self._short_apart(run) or (self._word(run[0].text), 1)
        used = len(entries[0].long)
        words = [tokens(piece.text)[0] for piece in run[:used]]
        meant = [entry for entry in entries if len(entry.long) == used]
        shorts = [_short_form(entry, words) for entry in meant]
        mixed = [node for entry in meant for node in self._mixed(entry, words)]
        return AnyOf((AllOf(tuple(map(Word, words))), *shorts, *mixed)), used

    def _short_apart(self, run: Sequence[Piece]) -> tuple[Node, int] | None:
        """ "GCN QSDĐ" is also what is written "GCNQSDĐ"; None where nothing is written so."""
        if len(run) < 2 or not (run[0].is_plain and run[1].is_plain):
            return None
        joined = run[0].text + run[1].text
        entry = self._by_short.get("".join(tokens(joined)))
        node = self._word(joined) if entry and entry.short in self._parts else None
        sides = [side for piece in run[:2] if (side := self._word(piece.text))]
        return (AnyOf((AllOf(tuple(sides)), node)), 2) if node else None

    def _mixed(self, entry: Abbreviation, typed: Sequence[str]) -> list[Node]:
        """An abbreviation made of two others may have one of them, or each, written by itself."""
        mixed = (
            (*start, *end)
            for start, end in product(*self._parts.get(entry.short, ((), ())))
            if (*start, *end) != entry.long
        )
        return [Phrase(tuple(_as_marked(typed, word) for word in words)) for words in mixed]

    def _long_forms(self, run: Sequence[Piece]) -> list[Abbreviation]:
        """Those whose long form the run begins with, the longest first."""
        return [
            entry
            for entry in self._by_first.get(fold(run[0].text), ())
            if len(run) >= len(entry.long) and all(map(_spells, run, entry.long))
        ]

    def _word(self, text: str) -> Node | None:
        """A word, an abbreviation and its long form, or a reference without its slash."""
        words = tokens(text)
        entry = self._by_short.get(words[0]) if len(words) == 1 else None
        if entry is not None:
            long = Phrase(tuple(_as_marked(words, word) for word in entry.long))
            return AnyOf((Word(words[0]), long, *self._mixed(entry, words)))
        if text[0].isdigit() and not text.isdigit():
            return reference_node(text, as_phrase(words))
        return as_phrase(words)


_Written = tuple[tuple[str, ...], tuple[str, ...]]
"""Ways to write the same: as the short word, and as the long ones."""


def _parts(abbreviations: Sequence[Abbreviation]) -> dict[str, tuple[_Written, _Written]]:
    """The two others of which an abbreviation is made ("GCN" and "QSDĐ"), as each is written."""
    written = {(one.short, one.long): ((one.short,), one.long) for one in abbreviations}
    return {
        one.short: (written[start], written[end])
        for one in abbreviations
        for at in range(1, len(one.short))
        for cut in range(1, len(one.long))
        if (start := (one.short[:at], one.long[:cut])) in written
        and (end := (one.short[at:], one.long[cut:])) in written
    }


def _short_form(entry: Abbreviation, typed: Sequence[str]) -> Node:
    if entry.everywhere:
        return Word(_as_marked(typed, entry.short))
    return Code((fold(entry.short),), ranked=False)


@lru_cache(maxsize=8)
def lexicon(abbreviations: tuple[Abbreviation, ...]) -> Lexicon:
    """The lexicon of these abbreviations."""
    return Lexicon(abbreviations)


def _spells(piece: Piece, word: str) -> bool:
    """Whether the piece is this word, with its marks or without any."""
    return piece.is_plain and tokens(piece.text) in ([word], [fold(word)])


def _as_marked(typed: Sequence[str], added: str) -> str:
    """A word added to those typed asks for its marks only if they were typed with marks."""
    return added if any(map(is_marked, typed)) else fold(added)
