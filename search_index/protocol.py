"""What every full-text backend takes, gives and promises."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from heapq import nsmallest
from typing import Protocol

from search_index.query import Query, parse

MAX_LIMIT = 1_000
TOTAL_CAP = 1_000
FACET_VALUES = 50

Facts = frozenset[tuple[str, str]]
"""Pairs of a name and a value."""


class Order(Enum):
    """What comes first. A hit that lacks something comes after those that hold all, in each."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"


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
    facts: what else it is ("state", "open"), may have several values of one name. Names and values
        are matched whole as filters, counted as facets; values are searched as texts by `loai:` and
        the like, so that they are in the words of the reader where people type them.
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
    facts: Facts = frozenset()

    def all_facts(self) -> Facts:
        """Its facts, and as facts what it has fields for: kind, year, agency and issuer."""
        own = {
            ("kind", self.kind),
            ("year", str(self.year)),
            ("agency", str(self.agency_id)),
            ("issuer", self.issuer),
        }
        return self.facts | {(name, value) for name, value in own if value}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to look for, for whom, and which page of it.

    text: as typed, or the query that `parse` made of it with an office's own abbreviations; blank
        finds every document that the filters leave.
    readers: tokens of the reader, of which a hit has at least one; empty finds nothing.
    without: ids that are not to be found nor counted, whatever the index still holds of them.
    facts: facts wanted; of those with one name a hit has at least one, and so for each name.
    issued_from, issued_to: both included; a document without a date passes neither.
    order: what comes first.
    today: the day from which the age of a document is counted; None ranks none by age.
    facets: names of facts whose values are to be counted.
    limit: hits on the page, 1 to MAX_LIMIT.
    offset: hits to skip, for numbered pages.
    after: `SearchPage.next_cursor` of the page before, for going on while documents arrive; not
        together with offset.
    """

    text: str | Query
    readers: frozenset[str]
    without: frozenset[int] = frozenset()
    facts: Facts = frozenset()
    issued_from: date | None = None
    issued_to: date | None = None
    order: Order = Order.BEST
    today: date | None = None
    facets: tuple[str, ...] = ()
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

    @property
    def query(self) -> Query:
        """What the text means."""
        return self.text if isinstance(self.text, Query) else parse(self.text)

    def facts_by_name(self) -> dict[str, frozenset[str]]:
        """The values wanted of each name."""
        names = {name for name, _ in self.facts}
        return {name: frozenset(v for n, v in self.facts if n == name) for name in names}

    def span(self) -> tuple[date, date] | None:
        """First and last day of issue, by the filters and the query; None for documents of any
        day, also of none."""
        query = self.query
        days = (self.issued_from, query.since), (self.issued_to, query.until)
        starts, ends = ([day for day in side if day] for side in days)
        if not starts and not ends:
            return None
        return max(starts, default=date.min), min(ends, default=date.max)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One document found; `score` is comparable within one answer only.

    missing: what it does not hold of all that was asked for, as typed, in the order of the query.
    unlike: words typed with marks that it holds with other marks only.
    """

    id: int
    score: int
    missing: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits, in the order asked for.

    total: hits of the whole request, counted to the cap of the backend (TOTAL_CAP unless told).
    total_is_capped: there are more hits than `total`.
    complete: those of `total` that hold all that was asked for.
    next_cursor: give it as `SearchRequest.after` for the next page; None on the last one.
    facets: for each name asked for its values and how many hits have them, most first, then by
        value, at most FACET_VALUES. Facts of that name which the request wants are left out of the
        counting, so that it shows what choosing another value would find.
    """

    hits: tuple[SearchHit, ...]
    total: int
    total_is_capped: bool
    next_cursor: str | None
    complete: int = 0
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


def most(counted: Counter[str], limit: int) -> tuple[tuple[str, int], ...]:
    """Values with how often they were counted: the most frequent first, then by value."""
    return tuple(nsmallest(limit, counted.items(), key=lambda one: (-one[1], one[0])))


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

    def holders(self, words: Collection[str], readers: frozenset[str]) -> Mapping[str, int]:
        """How many of the reader's documents hold each of these normalised words, if any does.

        A word with marks is looked for with them. For corrections, so that none is offered which
        only a document of others holds.

        Raises:
            IndexUnreadable: there is no usable index.
        """

    def values(
        self, name: str, typed: str, readers: frozenset[str], limit: int
    ) -> tuple[tuple[str, int], ...]:
        """Values of facts of a name in which words begin as those typed do, in this order, without
        marks; each with how many of the reader's documents have it, most first, then by value.

        For suggestions while typing. Raises as `holders` does.
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

    def forget(self) -> None:
        """Give the index up, as another takes its place; until the next `rebuild` there is none."""

    def close(self) -> None:
        """Let go of open files and memory; the next call opens them again."""
