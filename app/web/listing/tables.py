"""Plain tables, and the printed pages of registers."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.web.listing.basics import Action, Empty
from app.web.listing.lists import ONE_PAGE, Pager, Tab


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """A page of a list whose rows are a plain table."""

    label: str
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    empty: Empty
    pager: Pager = ONE_PAGE
    tabs: Sequence[Tab] = ()


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a printed register: `width` in mm is one print.css knows; 0 takes the rest."""

    label: str
    width: int = 0
    centre: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of a printed register; a void number is printed with its reason."""

    cells: tuple[str, ...]
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One A4 page of a statutory register."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    agency: str = ""
    unit: str = ""
    volume: tuple[str, ...] = ()
    total_text: str = ""
    place_date: str = ""
    signer_title: str = ""
    signer_name: str = ""
    footer_left: str = ""
    footer_right: str = ""
