"""An index folder: opening it as it stands, and writing to it."""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate
from operator import methodcaller
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.index import TOC, clean_files

from search_index.backends._whoosh.inverted import Inverted, Numbers, invert
from search_index.backends._whoosh.leaf import Leaf
from search_index.backends._whoosh.segment import ARRAYS, MOST_DOCUMENTS, write
from search_index.backends._whoosh.storage import DurableStorage
from search_index.errors import IndexUnreadable
from search_index.protocol import IndexedDocument

_NAME = "MAIN"
_ATTEMPTS = 10
_BATCH_WORDS = 3_000_000  # takes 230 MB while it is sorted, in a job that may take 512
_FAN = 4  # so many segments of like size become one
_SMALL_WORDS = 32_768  # what has less is of like size

Leaves = dict[Any, tuple[Leaf, Numbers]]
"""By segment or its name, what is open of it with a mask of its documents that are not deleted."""


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
    TOC(Schema(), [], 0).write(DurableStorage(folder), _NAME)
    apply(open_snapshot(folder, None), _first_of_each(documents), ())


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
    alive[np.fromiter(segment.deleted_docs(), np.intp)] = False
    return alive


def apply(snapshot: Snapshot, documents: Iterable[IndexedDocument], gone: Collection[int]) -> None:
    """Take the documents with the ids `gone` out and put the documents in, in one commit.

    For the holder of the writer's lock, with a current snapshot.
    """
    storage, generation = DurableStorage(snapshot.folder), snapshot.generation + 1
    segments = TOC.read(storage, _NAME, schema=Schema()).segments
    leaves = {segment: snapshot.leaves[segment.segment_id()] for segment in segments}
    is_changed = sum(_delete(segment, *leaf, gone) for segment, leaf in leaves.items()) > 0
    for batch in iter(partial(invert, iter(documents), _BATCH_WORDS), None):
        _write(storage, leaves, [(batch, np.ones(len(batch.stamps), bool))])
        _merge(storage, leaves)
        is_changed = True
    if not is_changed:
        return
    _merge(storage, leaves)
    kept = [segment for segment in leaves if segment.doc_count()]
    TOC(Schema(), kept, generation).write(storage, _NAME)
    clean_files(storage, _NAME, generation, kept)


def _delete(segment: Any, leaf: Leaf, alive: Numbers, gone: Collection[int]) -> int:
    numbers = leaf.numbers_of(gone)
    numbers = numbers[alive[numbers]]
    for number in numbers.tolist():
        segment.delete_document(number)
    return len(numbers)


def _write(storage: DurableStorage, leaves: Leaves, parts: list[tuple[Inverted, Numbers]]) -> None:
    """Add what is alive of some parts as one segment."""
    many = sum(int(np.count_nonzero(alive)) for _, alive in parts)
    segment = W3Segment(None, _NAME, many)
    with segment.create_file(storage, ARRAYS) as file:
        write(file.file, parts)
    leaves[segment] = Leaf(storage, segment), np.ones(many, bool)


def _merge(storage: DurableStorage, leaves: Leaves) -> None:
    while moved := _to_merge(leaves):
        _write(storage, leaves, [(leaves.pop(one)[0].made, _alive(one)) for one in moved])
        for segment in moved:
            storage.forget(segment.make_filename(ARRAYS))


def _to_merge(leaves: Leaves) -> list[Any]:
    """Segments of like size once there are `_FAN`, as far as one can number their documents.

    So a document moves rarely, and a search looks into few. Or one of which more than half is
    deleted, or changes of rights would make it grow for ever.
    """
    orders: dict[int, list[Any]] = {}
    held = [segment for segment in leaves if segment.doc_count()]
    for segment in sorted(held, key=methodcaller("doc_count")):
        words = leaves[segment][0].words * segment.doc_count() // segment.doc_count_all()
        orders.setdefault(int(math.log(max(words, _SMALL_WORDS), _FAN)), []).append(segment)
    for _, alike in sorted(orders.items()):
        together = accumulate(map(methodcaller("doc_count"), alike))
        fit = [one for one, many in zip(alike, together, strict=True) if many <= MOST_DOCUMENTS]
        if len(alike) >= _FAN and len(fit) > 1:
            return fit
    return [one for one in held if one.deleted_count() > one.doc_count()][:1]
