"""An index folder: opening it as it stands, and writing to it."""

import math
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader

from search_index.backends._whoosh.codec import Codec
from search_index.backends._whoosh.leaf import Leaf
from search_index.backends._whoosh.pool import PackedPool
from search_index.backends._whoosh.schema import fields, schema
from search_index.backends._whoosh.storage import DurableStorage
from search_index.errors import IndexUnreadable
from search_index.protocol import IndexedDocument

_NAME = "MAIN"
_ATTEMPTS = 10
_FILL_DOCUMENTS = 10_000  # for one segment, at some 100 MB of postings on their way
_FAN = 8  # so many segments of like size become one
_LARGEST_MERGED = (
    512  # documents; keeps the longest merge to some thousand documents, a few seconds
)


@dataclass(frozen=True)
class Snapshot:
    """An index as one commit left it: its segments, each with its deleted documents."""

    folder: Path
    generation: int
    leaves: dict[str, tuple[Leaf, frozenset[int]]]

    def is_current(self, folder: Path) -> bool:
        """Whether no commit came after it."""
        latest = TOC._latest_generation(DurableStorage(folder), _NAME)
        return folder == self.folder and bool(latest == self.generation)


def create(folder: Path) -> None:
    """Make an empty index in an empty folder."""
    TOC.create(DurableStorage(folder), schema(), _NAME)


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


def _open(folder: Path, known: dict[str, tuple[Leaf, frozenset[int]]]) -> Snapshot:
    storage = DurableStorage(folder)
    contents = TOC.read(storage, _NAME, schema=schema())
    leaves = {}
    for segment in contents.segments:
        name = segment.segment_id()
        leaf = known[name][0] if name in known else Leaf(storage, segment)
        leaves[name] = (leaf, frozenset(segment.deleted_docs()))
    return Snapshot(folder, contents.generation, leaves)


def apply(
    snapshot: Snapshot, documents: Collection[IndexedDocument], gone: Collection[int]
) -> None:
    """Take the documents with the ids `gone` out and put the documents in, in one commit.

    For the holder of the writer's lock, with a current snapshot.
    """
    found = {name: leaf.numbers_of(gone) for name, (leaf, _) in snapshot.leaves.items()}
    if not documents and not any(found.values()):
        return
    with _writer(snapshot.folder) as writer:
        for segment in writer.segments:
            for number in found[segment.segment_id()]:
                segment.delete_document(number)
        for document in documents:
            writer.add_document(**fields(document))


def fill(folder: Path, documents: Iterable[IndexedDocument]) -> None:
    """Put all documents into an empty index; of two with one id, the first."""
    fresh = _first_of_each(documents)
    for first in fresh:
        with _writer(folder) as writer:
            for document in chain([first], islice(fresh, _FILL_DOCUMENTS - 1)):
                writer.add_document(**fields(document))


def _first_of_each(documents: Iterable[IndexedDocument]) -> Iterator[IndexedDocument]:
    seen: set[int] = set()
    for document in documents:
        if document.id not in seen:
            seen.add(document.id)
            yield document


@contextmanager
def _writer(folder: Path) -> Iterator[Any]:
    index = FileIndex(DurableStorage(folder), schema(), _NAME)
    writer = index.writer(codec=Codec(), compound=False)
    writer.pool = PackedPool()
    try:
        yield writer
        writer.commit(mergetype=_merge_alike)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _merge_alike(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge segments of like size once there are `_FAN`, so that a document moves rarely."""
    kept = [segment for segment in segments if segment.doc_count()]
    orders: dict[int, list[Any]] = {}
    for segment in kept:
        if segment.doc_count() <= _LARGEST_MERGED:
            orders.setdefault(int(math.log(segment.doc_count(), _FAN)), []).append(segment)
    full = next((alike for _, alike in sorted(orders.items()) if len(alike) >= _FAN), [])
    for segment in full:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in kept if segment not in full]
