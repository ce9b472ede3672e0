"""Lists and their filters, and the figures that open them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.web.listing.basics import Action, Empty, Fact


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a list or page; `count` None means it is not counted, and nothing is shown."""

    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as a link. `on` offers to take it off; `choices` make it a menu of links."""

    label: str
    href: str = ""
    on: bool = False
    choices: tuple["Chip", ...] = ()
    is_dialog: bool = False


@dataclass(frozen=True, slots=True)
class WordsField:
    """Where words are typed that rows must hold; `kept` is the rest of what is asked for."""

    name: str
    value: str
    label: str
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of any list: a document, a draft, a case, a search hit."""

    href: str
    subject: str
    state: str | None = None
    state_text: str | None = None
    due_text: str = ""
    due_title: str = ""
    due_href: str = ""
    """Where it is said why it is due then."""
    number: str = ""
    number_note: str = ""
    number_label: str = ""
    reference: str = ""
    issuer: str = ""
    urgency: int = 0
    who: str = ""
    unread: bool = False
    select_value: str | None = None
    select_seen: str = ""
    """What is decided on when it is ticked, as it was shown: sent along as `seen`."""
    peek_href: str | None = None
    current: bool = False
    excerpt: tuple[tuple[str, bool], ...] = ()
    subject_hits: tuple[tuple[str, bool], ...] = ()
    """The subject in pieces like those of the excerpt, where something in it was searched for."""
    place: Fact | None = None
    """Where the excerpt stands, and what opens there."""
    warning: str = ""
    marks: tuple[Fact, ...] = ()
    due_at: datetime | None = None
    since: datetime | None = None
    """When it began to wait: with its urgency and due date, its place among what waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """The neighbouring pages of a list, and its ends: keyset paging knows no page numbers."""

    first: str | None = None
    newer: str | None = None
    older: str | None = None
    last: str | None = None


ONE_PAGE = Pager()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page of rows with everything around it."""

    rows: Sequence[Row]
    label: str
    empty: Empty
    pager: Pager = ONE_PAGE
    total_text: str = ""
    tabs: Sequence[Tab] = ()
    words: WordsField | None = None
    chips: Sequence[Chip] = ()
    order: Chip | None = None
    bulk: Sequence[Action] = ()
    """What may be done with ticked rows: those that have something to select."""

    @property
    def has_preview(self) -> bool:
        return any(row.peek_href for row in self.rows)


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that opens exactly its rows; None is shown as a dash with words, never as 0."""

    label: str
    href: str
    count: int | None
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """How much of one colour, and the address of exactly these rows."""

    colour: str
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class HolderBar:
    """Open work of one unit or person by colour, the worst first."""

    name: str
    figures: tuple[Figure, ...]
    href: str | None = None
    is_idle: bool = False

    @property
    def total(self) -> int:
        return sum(figure.count for figure in self.figures)
