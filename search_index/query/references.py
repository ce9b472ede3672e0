"""References of documents as people type them, as nodes."""

import re

from search_index.analysis import parse_reference, tokens
from search_index.query.tree import AllOf, AnyOf, Code, Fact, Node, Word, as_phrase

_GLUED = re.compile(r"(\d{1,6})(?=[^\W\d_]{2})")
_MISREAD = re.compile(r"(?<![^\W_])(?=[OoIl]*\d)[\dOoIl]{2,6}(?=[/-]|$)")
_LETTERS_READ = str.maketrans("OoIl", "0011")
_YEAR = re.compile(r"(?:19|20)?\d\d")


def reference_node(text: str, otherwise: Node | None) -> Node | None:
    """A reference as typed, or else the same words in the text of a document that mentions it."""
    codes = _readings(text)
    if not codes or otherwise is None:
        return otherwise
    read = () if _read(text) == text else filter(None, [as_phrase(tokens(_read(text)))])
    return AnyOf((*codes, otherwise, *read))


def own_reference(text: str) -> Node | None:
    """A reference that the document itself must have."""
    codes = _readings(text)
    return AnyOf(codes) if len(codes) > 1 else codes[0] if codes else None


def typed_code(text: str) -> Node | None:
    """With a digit it names a document, so its words stand together; "và/hoặc" may be two words."""
    words = tokens(text)
    if any(letter.isdigit() for letter in text):
        return reference_node(text, as_phrase(words))
    return reference_node(text, AllOf(tuple(map(Word, words))) if words else None)


def _readings(text: str) -> tuple[Node, ...]:
    """What it may mean: as it is, read rightly where letters stand for digits, cut in two where the
    slash was left out, and with the year that no reference has."""
    read = _read(text)
    cut = _GLUED.sub(r"\1/", read, count=1) if "/" not in text[:7] else read
    codes = [_code(one) for one in dict.fromkeys((text, read, cut))]
    return tuple(dict.fromkeys([*filter(None, codes), *_begun(cut), *_of_year(read)]))


def _read(text: str) -> str:
    return _MISREAD.sub(lambda found: found[0].translate(_LETTERS_READ), text)


def _code(text: str) -> Code | None:
    reference = parse_reference(text)
    if not reference.parts:
        return None
    key = "" if reference.key == reference.serial else reference.key
    return Code(reference.parts, reference.serial, key)


def _begun(text: str) -> tuple[Code, ...]:
    """The last symbol may be cut short ("807/UB")."""
    reference = parse_reference(text)
    *parts, last = reference.parts or ("",)
    if not reference.serial or not parts or last.isdigit():
        return ()
    return (Code(tuple(parts), reference.serial, start=last),)


def _of_year(text: str) -> tuple[Node, ...]:
    """ "807/2026", "807/26" and "807/UBND-VX/2026" are the number and the year of a document whose
    reference has no year."""
    reference = parse_reference(text)
    *parts, year = reference.parts or ("",)
    if not reference.serial or not parts or not _YEAR.fullmatch(year):
        return ()
    return (AllOf((Code(tuple(parts), reference.serial), Fact("year", (f"20{year}"[-4:],)))),)
