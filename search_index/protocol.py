"""What every full-text backend takes, gives and promises."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

MAX_LIMIT = 1_000
TOTAL_CAP = 1_000

# The score of a hit is the sum of these. It is a rank and not a measure of likeness, so that
# "newest first" means something inside one score, and so that every backend can give the same
# order.
WHOLE_REFERENCE = 8
"""The query holds this document's whole reference."""
OWN_REFERENCE = 4
"""The query holds part of this document's reference: its serial, or several of its parts."""
EXACT_MARKS = 2
"""Each word typed with marks occurs with those marks."""
SUBJECT = 1
"""All that was asked for is in the subject."""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """One document as it is to be found.

    id: the caller's identity of the document; one id is in the index once.
    version: the caller's revision, given back by `stamps` to find what the index has missed.
    kind: a word for the sort of document, matched whole ("incoming").
    readers: tokens of who may read it, matched whole ("agency:3", "person:17").
    people: names of persons and units that should find the document.
    body: text of its files; indexed, never given back.
    issued_on: date on the document, for filters; None where it has none.
    sort_key: greater is newer; any 64-bit integer (a day number, a time in microseconds).
    agency_id, year: for filters.
    """

    id: int
    version: int
    kind: str
    readers: frozenset[str]
    reference: str
    subject: str
    issuer: str
    people: str
    body: str
    issued_on: date | None
    sort_key: int
    agency_id: int
    year: int


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to look for, for whom, and which page of it.

    text: as typed; blank finds every document that the filters leave.
    readers: tokens of the reader, of which a hit has at least one; empty finds nothing.
    without: ids that are not to be found nor counted, whatever the index still holds of them.
    kinds: kinds wanted; empty wants all.
    issued_from, issued_to: both included; a document without a date passes neither.
    limit: hits on the page, 1 to MAX_LIMIT.
    offset: hits to skip, for numbered pages.
    after: `SearchPage.next_cursor` of the page before, for going on without loss or repetition
        while documents arrive; not together with offset.
    """

    text: str
    readers: frozenset[str]
    without: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    agency_id: int | None = None
    year: int | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    limit: int = 20
    offset: int = 0
    after: str | None = None

    def __post_init__(self) -> None:
        """Refuse a page that cannot be.

        Raises:
            ValueError: the limit or the offset is out of range, or offset and cursor are both
                given.
        """
        if not 1 <= self.limit <= MAX_LIMIT:
            raise ValueError(f"limit {self.limit} is not within 1 to {MAX_LIMIT}")
        if self.offset < 0:
            raise ValueError(f"offset {self.offset} is negative")
        if self.offset and self.after is not None:
            raise ValueError("a page is chosen by offset or by cursor, not by both")


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One document found; `score` is comparable within one index only."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits: greatest score first, then newest, then greatest id.

    total: hits of the whole request, counted to the cap of the backend (TOTAL_CAP unless told).
    total_is_capped: there are more hits than `total`.
    next_cursor: give it as `SearchRequest.after` for the next page; None on the last one.
    """

    hits: tuple[SearchHit, ...]
    total: int
    total_is_capped: bool
    next_cursor: str | None


class SearchBackend(Protocol):
    """An index of documents, safe to use from several threads.

    The index is disposable: what it holds can be made again from the documents. It decides what is
    found by the readers it was told of; the caller checks each hit again against the database
    before showing it.
    """

    def write(self, documents: Iterable[IndexedDocument]) -> None:
        """Add the documents, each in the place of the one with its id; all of them or none.

        Of two with one id the last counts. On return they are found by every process, and are on
        disk.

        Raises:
            IndexUnreadable: there is no usable index.
            IndexBusy: another writer did not finish in time.
        """

    def delete(self, ids: Iterable[int]) -> None:
        """Take the documents out; ids that are not there are no mistake. Raises as `write` does."""

    def search(self, request: SearchRequest) -> SearchPage:
        """One page of what the request finds.

        Raises:
            IndexUnreadable: there is no usable index.
            BadCursor: `request.after` is not a cursor.
        """

    def stamps(self) -> Iterator[tuple[int, int]]:
        """The id and version of each document held, in no order, to compare with the database.

        Raises:
            IndexUnreadable: there is no usable index.
        """

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """Make the index anew from all documents; searches use the old one until the swap.

        Works on a missing or damaged index, and with no documents makes an empty one. Writers wait,
        so a change refused with IndexBusy meanwhile must be tried again. Of two with one id the
        first counts.

        Raises:
            IndexBusy: another writer did not finish in time.
        """

    def close(self) -> None:
        """Let go of open files and memory; the next call opens them again."""
