"""An index folder: opening it as it stands, and writing to it."""

import math
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.index import TOC, clean_files

from search_index.backends._whoosh import segment as files
from search_index.backends._whoosh.inverted import Inverted, Numbers, invert, join
from search_index.backends._whoosh.segment import Leaf
from search_index.backends._whoosh.storage import DurableStorage
from search_index.errors import IndexUnreadable
from search_index.protocol import IndexedDocument

_NAME = "MAIN"
_ATTEMPTS = 10
_SEGMENT_WORDS = 4_000_000  # takes some 300 MB while it is made
_FAN = 8  # so many segments of like size become one
_LARGEST_MERGED = _SEGMENT_WORDS // _FAN  # words; the longest merge takes a second or two

Leaves = dict[str, tuple[Leaf, Numbers]]
"""By name, each segment with a mask of its documents that are not deleted."""


@dataclass(frozen=True)
class Snapshot:
    """An index as one commit left it."""

    folder: Path
    generation: int
    leaves: Leaves

    @cached_property
    def ages(self) -> list[Numbers]:
        """Sort keys and ids of all documents, segment after segment."""
        return [
            np.concatenate(
                [np.zeros(0, np.int64), *(getattr(leaf, n) for leaf, _ in self.leaves.values())]
            )
            for n in ("sort_keys", "ids")
        ]

    def is_current(self, folder: Path) -> bool:
        """Whether no commit came after it."""
        latest = TOC._latest_generation(DurableStorage(folder), _NAME)
        return folder == self.folder and bool(latest == self.generation)


def create(folder: Path, documents: Iterable[IndexedDocument]) -> None:
    """Make an index of all documents in an empty folder; of two with one id, the first counts."""
    storage, fresh, segments = DurableStorage(folder), _first_of_each(documents), []
    while made := invert(fresh, _SEGMENT_WORDS):
        segments.append(_new_segment(storage, made))
    TOC(Schema(), segments, 0).write(storage, _NAME)


def _first_of_each(documents: Iterable[IndexedDocument]) -> Iterator[IndexedDocument]:
    seen: set[int] = set()
    for document in documents:
        if document.id not in seen:
            seen.add(document.id)
            yield document


def open_snapshot(folder: Path, previous: Snapshot | None) -> Snapshot:
    """The index as it stands now; segments that an earlier snapshot has open are used again.

    Raises:
        IndexUnreadable: it cannot be opened.
    """
    known = previous.leaves if previous and previous.folder == folder else {}
    for _ in range(_ATTEMPTS):
        try:
            return _open(folder, known)
        except FileNotFoundError:
            continue  # a commit removed what the table of contents read just before still names
        except Exception as error:  # damaged pickles and numbers may raise anything
            raise IndexUnreadable(f"cannot open {folder.name}: {error!r}") from error
    raise IndexUnreadable(f"files are missing in {folder.name}")


def _open(folder: Path, known: Leaves) -> Snapshot:
    storage = DurableStorage(folder)
    contents = TOC.read(storage, _NAME, schema=Schema())
    leaves = {}
    for segment in contents.segments:
        name = segment.segment_id()
        leaf = known[name][0] if name in known else Leaf(storage, segment)
        leaves[name] = (leaf, _alive(segment))
    return Snapshot(folder, contents.generation, leaves)


def _alive(segment: Any) -> Numbers:
    alive = np.ones(segment.doc_count_all(), bool)
    alive[list(segment.deleted_docs())] = False
    return alive


def apply(
    snapshot: Snapshot, documents: Collection[IndexedDocument], gone: Collection[int]
) -> None:
    """Take the documents with the ids `gone` out and put the documents in, in one commit.

    For the holder of the writer's lock, with a current snapshot.
    """
    storage = DurableStorage(snapshot.folder)
    segments = TOC.read(storage, _NAME, schema=Schema()).segments
    leaves = {segment: snapshot.leaves[segment.segment_id()][0] for segment in segments}
    deleted = sum(_delete(segment, leaf.numbers_of(gone)) for segment, leaf in leaves.items())
    if not documents and not deleted:
        return
    moved = _to_merge({segment: leaf for segment, leaf in leaves.items() if segment.doc_count()})
    parts = [leaves[segment].inverted(_alive(segment)) for segment in moved]
    if added := invert(documents, sys.maxsize):
        parts.append(added)
    kept = [segment for segment in segments if segment.doc_count() and segment not in moved]
    if parts:
        kept.append(_new_segment(storage, join(parts)))
    TOC(Schema(), kept, snapshot.generation + 1).write(storage, _NAME)
    clean_files(storage, _NAME, snapshot.generation + 1, kept)


def _delete(segment: Any, numbers: Numbers) -> int:
    before = segment.deleted_count()
    for number in numbers.tolist():
        segment.delete_document(number)
    return int(segment.deleted_count() - before)


def _to_merge(leaves: dict[Any, Leaf]) -> list[Any]:
    """Segments of like size once there are `_FAN`, so that a document moves rarely.

    And any of which more than half is deleted, or changes of rights would make it grow for ever.
    """
    orders: dict[int, list[Any]] = {}
    for segment, leaf in leaves.items():
        words = int(leaf.lengths[_alive(segment)].sum())
        if words <= _LARGEST_MERGED:
            orders.setdefault(int(math.log(words, _FAN)), []).append(segment)
    full = next((alike for _, alike in sorted(orders.items()) if len(alike) >= _FAN), [])
    return full + [s for s in leaves if s not in full and s.deleted_count() > s.doc_count()]


def _new_segment(storage: DurableStorage, made: Inverted) -> Any:
    segment = W3Segment(None, _NAME, len(made.stamps))
    files.write(storage, segment, made)
    return segment
