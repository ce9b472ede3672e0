"""From typed text to a `Query`. Every text has a meaning; none is a mistake."""

from collections.abc import Iterator, Sequence
from itertools import islice

from search_index.analysis import (
    ABBREVIATIONS,
    Abbreviation,
    fold,
    is_marked,
    parse_reference,
    tokens,
)
from search_index.query.lexer import Piece, Sort, pieces
from search_index.query.tree import AllOf, AnyOf, Code, Node, Phrase, Query, Word

MAX_NODES = 48
_LONGEST_SYMBOL = 4  # words after a serial in "12 UBND VP"

_BY_SHORT = {entry.short: entry for entry in ABBREVIATIONS} | {
    fold(entry.short): entry for entry in ABBREVIATIONS if entry.unmarked
}
_BY_FIRST: dict[str, list[Abbreviation]] = {}
for _entry in ABBREVIATIONS:
    _BY_FIRST.setdefault(fold(_entry.long[0]), []).append(_entry)
_SYMBOLS = frozenset(fold(entry.short) for entry in ABBREVIATIONS)


def parse(text: str) -> Query:
    """The query that a text means: words all of which must occur, "phrases", numbers, -excluded."""
    found = pieces(text)
    required = tuple(islice(_required([p for p in found if not p.excluded]), MAX_NODES))
    excluded = tuple(islice(_excluded([p for p in found if p.excluded]), MAX_NODES))
    return Query(required, excluded, hopeless=bool(text.strip()) and not required and not excluded)


def _required(found: Sequence[Piece]) -> Iterator[Node]:
    at = 0
    while at < len(found):
        node, used = _next_node(found[at:])
        at += used
        if node is not None:
            yield node


def _excluded(found: Sequence[Piece]) -> Iterator[Node]:
    """Excluded words mean themselves: an abbreviation's long form is not kept out with it."""
    for piece in found:
        words = tokens(piece.text)
        node = _code(piece.text, _phrase(words)) if piece.sort is Sort.CODE else _phrase(words)
        if node is not None:
            yield node


def _next_node(found: Sequence[Piece]) -> tuple[Node | None, int]:
    """The node that the text starts with, and how many pieces it takes."""
    piece = found[0]
    if piece.sort is Sort.QUOTED:
        return _phrase(tokens(piece.text)), 1
    if piece.sort is Sort.CODE:
        return _typed_code(piece.text), 1
    if piece.is_number:
        return _number(found)
    return _words(found)


def _phrase(words: Sequence[str]) -> Node | None:
    if len(words) > 1:
        return Phrase(tuple(words))
    return Word(words[0]) if words else None


def _all_of(nodes: Sequence[Node | None]) -> Node | None:
    kept = tuple(node for node in nodes if node is not None)
    return AllOf(kept) if kept else None


def _code(text: str, otherwise: Node | None) -> Node | None:
    """A reference as typed, or else the same words in the text of a document that mentions it."""
    reference = parse_reference(text)
    if not reference.parts or otherwise is None:
        return otherwise
    return AnyOf((Code(reference.parts, reference.serial, reference.key), otherwise))


def _typed_code(text: str) -> Node | None:
    """With a digit it names a document, so its words stand together; "và/hoặc" may be two words."""
    words = tokens(text)
    if any(letter.isdigit() for letter in text):
        return _code(text, _phrase(words))
    return _code(text, _all_of([Word(word) for word in words]))


def _number(found: Sequence[Piece]) -> tuple[Node | None, int]:
    """A bare number, alone or with symbols written apart from it ("12 UBND VP")."""
    used = 1
    while used < min(len(found), 1 + _LONGEST_SYMBOL) and _is_symbol(found[used]):
        used += 1
    text = " ".join(piece.text for piece in found[:used])
    if used == 1:
        reference = parse_reference(text)
        word = found[0].text
        return AnyOf((Code(reference.parts, serial=reference.serial), Word(word))), 1
    return _code(text, _all_of([_word(piece.text) for piece in found[:used]])), used


def _is_symbol(piece: Piece) -> bool:
    if piece.sort is not Sort.WORD:
        return False
    capitals = len(piece.text) > 1 and piece.text.isupper()
    return capitals or fold(piece.text) in _SYMBOLS


def _words(found: Sequence[Piece]) -> tuple[Node | None, int]:
    """A word, or as many as make the long form of an abbreviation."""
    entry = _long_form(found)
    if entry is None:
        return _word(found[0].text), 1
    used = len(entry.long)
    words = [tokens(piece.text)[0] for piece in found[:used]]
    spelt = AllOf(tuple(Word(word) for word in words))
    if not entry.everywhere:
        return AnyOf((spelt, Code((fold(entry.short),), ranked=False))), used
    return AnyOf((spelt, Word(_as_marked(words, entry.short)))), used


def _long_form(found: Sequence[Piece]) -> Abbreviation | None:
    for entry in _BY_FIRST.get(fold(found[0].text), ()):
        typed = found[: len(entry.long)]
        if len(typed) == len(entry.long) and all(map(_spells, typed, entry.long)):
            return entry
    return None


def _spells(piece: Piece, word: str) -> bool:
    """Whether the piece is this word, with its marks or without any."""
    return piece.sort is Sort.WORD and tokens(piece.text) in ([word], [fold(word)])


def _word(text: str) -> Node | None:
    """A word, or an abbreviation and its long form."""
    words = tokens(text)
    entry = _BY_SHORT.get(words[0]) if len(words) == 1 else None
    if entry is None:
        return _phrase(words)
    return AnyOf((Word(words[0]), Phrase(tuple(_as_marked(words, w) for w in entry.long))))


def _as_marked(typed: Sequence[str], added: str) -> str:
    """A word added to those typed asks for its marks only if they were typed with marks."""
    return added if any(map(is_marked, typed)) else fold(added)
