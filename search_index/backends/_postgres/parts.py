"""Segments with the turns at which their documents were written, and how they become few.

Transactions that write at the same time know nothing of one another, and none changes a row of
another's. So a segment does not say what was deleted: of all that is told of a document, what was
told last counts, in whichever segment that is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from secrets import token_hex

import numpy as np

from search_index.backends._arrays.inverted import Inverted, Numbers
from search_index.backends._arrays.leaf import Leaf
from search_index.backends._arrays.segment import write
from search_index.backends._arrays.snapshot import Snapshot, to_merge


@dataclass(frozen=True)
class Part:
    """A segment, or only the news that documents are gone.

    told: id and turn of each of its documents, by their numbers, and then of those that are gone.
    counts: which of these nothing newer is told of.
    """

    leaf: Leaf | None
    told: Numbers
    counts: Numbers

    @classmethod
    def of(cls, leaf: Leaf | None, told: Numbers) -> "Part":
        """One of which all counts."""
        return cls(leaf, told, np.ones(len(told), bool))

    @property
    def documents(self) -> int:
        """How many of those told of are its documents."""
        return len(self.leaf.ids) if self.leaf else 0

    @property
    def alive(self) -> Numbers:
        """Which of its documents count."""
        return self.counts[: self.documents]

    @cached_property
    def _in_order(self) -> tuple[Numbers, Numbers]:
        order = np.argsort(self.told[:, 0])
        return self.told[order, 0], order

    def find(self, ids: Numbers) -> tuple[Numbers, Numbers]:
        """Which of these ids it tells of, and where."""
        held, order = self._in_order
        at = np.searchsorted(held, ids).clip(max=len(held) - 1)
        found = np.flatnonzero(held[at] == ids)
        return found, order[at[found]]


Parts = dict[str, Part]
"""By name."""


@dataclass(frozen=True)
class Copies(Snapshot):
    """The parts that one statement saw."""

    parts: Mapping[str, Part]

    @classmethod
    def of(cls, parts: Mapping[str, Part]) -> "Copies":
        """With what can be searched of them."""
        return cls(_leaves(parts), parts)


def joined(known: Mapping[str, Part], new: Mapping[str, Part]) -> Parts:
    """All of them, those known with what they count beside the new ones."""
    parts = {name: replace(part, counts=part.counts.copy()) for name, part in known.items()}
    for name, fresh in new.items():
        for other in parts.values():
            mine, theirs = other.find(fresh.told[:, 0])
            newer = fresh.told[mine, 1] > other.told[theirs, 1]
            other.counts[theirs[newer]] = False
            fresh.counts[mine[~newer]] = False
        parts[name] = fresh
    return parts


def made(folder: Path, batch: Inverted, turn: int) -> Parts:
    """A new part of some documents, in a file of this folder."""
    alive = np.ones(len(batch.stamps), bool)
    return _written(folder, [(batch, alive)], told(batch.stamps[:, 0], turn))


def told(ids: Iterable[int], turn: int) -> Numbers:
    """These ids, all of one turn."""
    those = np.fromiter(ids, np.int64)
    return np.stack([those, np.full_like(those, turn)], axis=1)


def merge(folder: Path, parts: Parts, fan: int) -> None:
    """Make few of many, and leave out what does not count any more."""
    while moved := to_merge(_leaves(parts), fan):
        those = [parts.pop(name) for name in moved]
        those += [parts.pop(name) for name in [n for n, part in parts.items() if not part.leaf]]
        gone = [part.told[part.documents :][part.counts[part.documents :]] for part in those]
        kept = [part.told[: part.documents][part.alive] for part in those]
        alive = [(part.leaf.made, part.alive) for part in those if part.leaf]
        news = np.concatenate([*kept, *(_needed(one, parts) for one in gone)])
        parts |= _written(folder, alive, news)
        for name in moved:  # who still reads it has it open
            (folder / file_of(name)).unlink(missing_ok=True)
    for name in [name for name, part in parts.items() if not part.counts.any()]:
        del parts[name]


def _needed(gone: Numbers, parts: Mapping[str, Part]) -> Numbers:
    """What must still be told is gone, since another part has it."""
    held = [gone[part.find(gone[:, 0])[0]] for part in parts.values()]
    return np.unique(np.concatenate([gone[:0], *held]), axis=0)


def _written(folder: Path, segment: list[tuple[Inverted, Numbers]], news: Numbers) -> Parts:
    name = token_hex(8)
    path = folder / file_of(name)
    with path.open("wb") as file:
        write(file, segment)
    return {name: Part.of(Leaf(path), news)}


def file_of(name: str) -> str:
    """The file that a part is in."""
    return f"{name}.pst"


def _leaves(parts: Mapping[str, Part]) -> dict[str, tuple[Leaf, Numbers]]:
    return dict(_searched(parts))


def _searched(parts: Mapping[str, Part]) -> Iterator[tuple[str, tuple[Leaf, Numbers]]]:
    for name, part in parts.items():
        if part.leaf:
            yield name, (part.leaf, part.alive)
