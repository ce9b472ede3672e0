"""A whole with a due date of its own and parts with theirs: a document and its lines of work. Pure.

The two dates may differ, so what is shown says whose date it is, and its colour belongs to it.
"""

from dataclasses import dataclass
from datetime import datetime

from app.deadlines.rules.colours import Horizon, done_colour, due_colour, worst

PRESSED = ("late", "soon")


@dataclass(frozen=True)
class Parts:
    """The worst colour among the parts, the earliest date of those still open, and the earliest
    one that was missed by those that are done."""

    colour: str | None = None
    due_at: datetime | None = None
    missed_at: datetime | None = None


@dataclass(frozen=True)
class Pressing:
    """What presses most; `is_part` where the date is that of a part."""

    colour: str
    due_at: datetime | None
    is_part: bool = False
    is_ambiguous: bool = False
    """The whole and its parts have different dates: it must be said whose this is."""


def pressing(own_due: datetime | None, parts: Parts, horizon: Horizon) -> Pressing:
    """How a whole that is still open stands."""
    own = due_colour(own_due, horizon)
    colour = worst((parts.colour, own if own in PRESSED else None)) or own
    if parts.due_at is None or (own_due is not None and own_due <= parts.due_at):
        return Pressing(colour, own_due, False, parts.due_at not in (None, own_due))
    return Pressing(colour, parts.due_at, True, own_due is not None)


def closed_colour(own_due: datetime | None, closed_at: datetime | None, parts: Parts) -> str:
    """By its parts, where they had dates; otherwise by its own."""
    if parts.colour in ("done", "donelate"):
        return parts.colour
    return done_colour(own_due, closed_at)


def closed_due(own_due: datetime | None, parts: Parts) -> datetime | None:
    """The date by which a closed whole is said to be late, in keeping with its colour."""
    if parts.colour in ("done", "donelate"):
        return parts.missed_at
    return own_due
