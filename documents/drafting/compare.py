"""What changed between two versions of a draft: paragraph by paragraph, then word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: Two paragraphs that share fewer of their words are another text, not a changed one.
_LEAST_LIKENESS = 0.4
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class ChangeKind(StrEnum):
    """What happened to a paragraph, or to a piece of one (which is never CHANGED)."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Words of a paragraph that share a fate."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True)
class Change:
    """One paragraph of the comparison; its pieces together give both the old and the new text."""

    kind: ChangeKind
    pieces: tuple[Piece, ...]


def compare(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Compare two texts given as paragraphs, in the order of the new one."""
    changes: list[Change] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            changes.extend(_whole(ChangeKind.SAME, text) for text in new[j1:j2])
        else:
            changes.extend(_replaced(old[i1:i2], new[j1:j2]))
    return changes


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Pair each old paragraph with the first likely successor and keep the order of both."""
    start = 0
    for before in old:
        found = next((j for j in range(start, len(new)) if _alike(before, new[j])), None)
        if found is None:
            yield _whole(ChangeKind.DELETED, before)
            continue
        yield from (_whole(ChangeKind.INSERTED, text) for text in new[start:found])
        yield Change(ChangeKind.CHANGED, tuple(_pieces(before, new[found])))
        start = found + 1
    yield from (_whole(ChangeKind.INSERTED, text) for text in new[start:])


def _alike(old: str, new: str) -> bool:
    before, after = set(old.split()), set(new.split())
    shared = 2 * len(before & after)
    return shared >= _LEAST_LIKENESS * (len(before) + len(after))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            yield Piece(ChangeKind.SAME, "".join(after[j1:j2]))
            continue
        if i2 > i1:
            yield Piece(ChangeKind.DELETED, "".join(before[i1:i2]))
        if j2 > j1:
            yield Piece(ChangeKind.INSERTED, "".join(after[j1:j2]))


def _whole(kind: ChangeKind, text: str) -> Change:
    return Change(kind, (Piece(kind, text),))
