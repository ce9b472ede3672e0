"""A list that leaves the office as a sheet: the same rows, under the same words, as on its page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.core.workbooks import SheetColumn, Value
from app.web.i18n import gettext as _
from app.web.listing.lists import Chip, Row, Tab
from app.web.listing.words import STATE_WORDS


@dataclass(frozen=True)
class Export:
    """Columns (their labels message ids), and the lines that rows of the list become.

    `lines` is called with session, actor, some rows at a time, and the Horizon of the actor's
    agency; it may ask the database once for all of them. `said` gives the words of the filter.
    """

    columns: Sequence[SheetColumn]
    lines: Callable[[Session, Actor, Sequence[Any], Any], Iterable[Sequence[Value]]]
    said: Callable[[Session, Actor, Any], Sequence[str]]


def chosen(tabs: Iterable[Tab], chips: Iterable[Chip], typed: str = "") -> list[str]:
    """What a list is asked for, in the words of its page."""
    marked = (chip.label for chip in chips if chip.on or any(one.on for one in chip.choices))
    said = [*(tab.label for tab in tabs if tab.current), *marked]
    return [*said, f"“{typed}”"] if typed else said


def said_of(row: Row) -> str:
    """How a row stands, in the words that its page shows: its state, then its marks."""
    state = row.state_text or (_(STATE_WORDS[row.state]) if row.state else "")
    return ", ".join(filter(None, (state, *(mark.text for mark in row.marks))))
