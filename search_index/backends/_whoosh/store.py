"""An index folder: opening it as it stands, and writing to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.index import TOC, clean_files

from search_index.backends._arrays.inverted import Inverted, Numbers
from search_index.backends._arrays.leaf import Leaf
from search_index.backends._arrays.segment import write
from search_index.backends._arrays.snapshot import FAN, Snapshot, batches, first_of_each, to_merge
from search_index.backends._whoosh.storage import DurableStorage
from search_index.errors import IndexUnreadable
from search_index.protocol import IndexedDocument

_NAME = "MAIN"
_ATTEMPTS = 10
_ARRAYS = ".pst"

Leaves = dict[Any, tuple[Leaf, Numbers]]
"""By segment."""


@dataclass(frozen=True)
class Commit(Snapshot):
    """Of one folder."""

    folder: Path
    generation: int

    def is_current(self, folder: Path) -> bool:
        """Whether no commit came after it."""
        latest = TOC._latest_generation(DurableStorage(folder), _NAME)
        return folder == self.folder and bool(latest == self.generation)


def create(folder: Path, documents: Iterable[IndexedDocument]) -> None:
    """Make an index of all documents in an empty folder; of two with one id, the first counts."""
    TOC(Schema(), [], 0).write(DurableStorage(folder), _NAME)
    apply(open_snapshot(folder, None), first_of_each(documents), (), fan=2)


def open_snapshot(folder: Path, previous: Commit | None) -> Commit:
    """The index as it stands now; segments that an earlier snapshot has open are used again.

    Raises:
        IndexUnreadable: it cannot be opened.
    """
    known: Mapping[str, tuple[Leaf, Numbers]] = (
        previous.leaves if previous and previous.folder == folder else {}
    )
    for _ in range(_ATTEMPTS):
        try:
            return _open(folder, known)
        except FileNotFoundError:
            continue  # a commit removed what the table of contents read just before still names
        except Exception as error:  # damaged pickles and numbers may raise anything
            raise IndexUnreadable(f"cannot open {folder.name}: {error!r}") from error
    raise IndexUnreadable(f"files are missing in {folder.name}")


def _open(folder: Path, known: Mapping[str, tuple[Leaf, Numbers]]) -> Commit:
    storage = DurableStorage(folder)
    contents = TOC.read(storage, _NAME, schema=Schema())
    leaves = {}
    for segment in contents.segments:
        name = segment.segment_id()
        leaf = known[name][0] if name in known else _opened(storage, segment)
        leaves[name] = (leaf, _alive(segment))
    return Commit(leaves, folder, contents.generation)


def _opened(storage: DurableStorage, segment: Any) -> Leaf:
    path = Path(storage.folder) / segment.make_filename(_ARRAYS)
    return Leaf(path, segment.doc_count_all())


def _alive(segment: Any) -> Numbers:
    alive = np.ones(segment.doc_count_all(), bool)
    alive[np.fromiter(segment.deleted_docs(), np.intp)] = False
    return alive


def apply(
    snapshot: Commit,
    documents: Iterable[IndexedDocument],
    gone: Collection[int],
    fan: int = FAN,
) -> None:
    """Take the documents with the ids `gone` out and put the documents in, in one commit.

    For the holder of the writer's lock, with a current snapshot. At the end `fan` segments of like
    size become one.
    """
    storage, generation = DurableStorage(snapshot.folder), snapshot.generation + 1
    segments = TOC.read(storage, _NAME, schema=Schema()).segments
    opened = [(segment, *snapshot.leaves[segment.segment_id()]) for segment in segments]
    is_changed = sum(_delete(*one, gone) for one in opened) > 0
    leaves = {segment: (leaf, _alive(segment)) for segment, leaf, _ in opened}
    for batch in batches(documents):
        _write(storage, leaves, [(batch, np.ones(len(batch.stamps), bool))])
        _merge(storage, leaves, FAN)
        is_changed = True
    if not is_changed:
        return
    _merge(storage, leaves, fan)
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
    with segment.create_file(storage, _ARRAYS) as file:
        write(file.file, parts)
    leaves[segment] = _opened(storage, segment), np.ones(many, bool)


def _merge(storage: DurableStorage, leaves: Leaves, fan: int) -> None:
    while moved := to_merge(leaves, fan):
        _write(storage, leaves, [(leaf.made, alive) for leaf, alive in map(leaves.pop, moved)])
        for segment in moved:
            storage.forget(segment.make_filename(_ARRAYS))
