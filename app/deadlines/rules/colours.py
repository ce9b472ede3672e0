"""How something stands with its due date: one rule for lines of work, answers, drafts, documents.

`queries/colours.py` says the same once more in SQL; a property test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from app.core import clock
from app.core.errors import Problem
from app.core.text import N_
from app.deadlines.rules.working_time import STANDARD, WorkCalendar, working_day_before

COLOURS = ("new", "open", "track", "soon", "late", "done", "donelate", "ended")
WORST_FIRST = ("late", "soon", "new", "open", "track", "donelate", "done", "ended")
SOON_WORKING_DAYS = 2
OFFERED_WORKING_DAYS = 3
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Horizon:
    """The present moment as one agency's due dates are told by it."""

    now: datetime
    calendar: WorkCalendar = STANDARD
    soon_days: int = SOON_WORKING_DAYS
    """What has no more than so many working days left is due soon."""
    offered_days: int = OFFERED_WORKING_DAYS
    """So many working days ahead lies the due date that is offered in one press."""

    @cached_property
    def soon_limit(self) -> datetime:
        """Due soon is what is due at this moment or before, to the minute of working time."""
        return self.calendar.within(self.now, self.soon_days * self.calendar.day_length)

    @cached_property
    def issue_limits(self) -> tuple[datetime, datetime]:
        """What was signed before the first moment had to be issued before today, what was signed
        before the second must be issued today: a document leaves on the day of its signature, at
        the latest on the next working day (Decree 30/2020, article 18)."""
        today = clock.local(self.now).date()
        before = clock.day_bounds(working_day_before(today, self.calendar))[0]
        return before, clock.day_bounds(today)[0] if self.calendar.is_working(today) else before

    @property
    def moments(self) -> dict[str, datetime]:
        """What a statement with colours in it is executed with."""
        return {
            "now": self.now,
            "soon_limit": self.soon_limit,
            "week_end": self.now + WEEK,
            "issue_limit": self.issue_limits[0],
            "issue_today": self.issue_limits[1],
        }


def is_late(due_at: datetime | None, now: datetime) -> bool:
    """Past its due date; what has none is never late."""
    return due_at is not None and due_at < now


def past_problems(due_at: datetime | None, now: datetime, field: str) -> list[Problem]:
    """Why this may not be set as a due date: whoever gets it would be late at once."""
    said = N_("This day is already past.")
    return [Problem(said, field=field)] if is_late(due_at, now) else []


def due_colour(due_at: datetime | None, horizon: Horizon) -> str:
    """The colour of anything open that was seen: an awaited answer, a draft, a document."""
    if due_at is None:
        return "open"
    if is_late(due_at, horizon.now):
        return "late"
    return "soon" if due_at <= horizon.soon_limit else "track"


def done_colour(due_at: datetime | None, finished_at: datetime | None) -> str:
    """The colour of what is finished: without a due date it was neither in time nor late."""
    if due_at is None:
        return "ended"
    return "donelate" if finished_at is not None and finished_at > due_at else "done"


def colour(
    state: str,
    opened_at: datetime | None,
    due_at: datetime | None,
    finished_at: datetime | None,
    horizon: Horizon,
) -> str | None:
    """The colour of a line; None when it is no longer work: returned, recalled or withdrawn.

    What is late or due soon is so whether or not it was opened: not opening a line never hides it.
    """
    if state == "done":
        return done_colour(due_at, finished_at)
    if state != "open":
        return None
    pressed = due_colour(due_at, horizon)
    return "new" if opened_at is None and pressed in ("open", "track") else pressed


def worst(colours: Iterable[str | None]) -> str | None:
    """The worst of these; None where none of them is a colour."""
    found = set(colours)
    return next((one for one in WORST_FIRST if one in found), None)
