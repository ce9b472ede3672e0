"""Plain tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.web.listing.basics import Action, Empty
from app.web.listing.lists import ONE_PAGE, Chip, Pager, Tab, WordsField


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a plain table; `number` aligns figures at the right."""

    label: str
    number: bool = False
    hide_small: bool = False
    href: str = ""
    """The same list in the next order by this column; empty where it cannot be sorted by."""
    order: str = "none"
    """How it is sorted by this column now: "ascending", "descending" or "none"."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `href` makes its text a link, `state` draws a word of state: its own, or another."""

    text: str = ""
    href: str | None = None
    note: str = ""
    state: str | None = None
    state_text: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a plain table: cells may be plain words."""

    cells: tuple[Cell | str, ...]
    actions: tuple[Action, ...] = ()
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What a feature adds to a row that another shows."""

    actions: tuple[Action, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """A page of a list whose rows are a plain table."""

    label: str
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    empty: Empty
    pager: Pager = ONE_PAGE
    tabs: Sequence[Tab] = ()
    words: WordsField | None = None
    chips: Sequence[Chip] = ()
    total_text: str = ""
