"""Facts about lines of work. `urgency` is that of the record, 0 to 3.

What an office published before records were known says `document_id`: `record_of` reads both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from app.core.outbox import Event


def record_of(payload: Mapping[str, Any]) -> int:
    """The record that a fact about work, just published or long since, is about."""
    record_id: int = payload["record_id"] if "record_id" in payload else payload["document_id"]
    return record_id


@dataclass(frozen=True)
class Assigned(Event):
    """A unit or a person was given a line of work."""

    topic: ClassVar[str] = "assignments.assigned"
    assignment_id: int
    record_id: int
    urgency: int


@dataclass(frozen=True)
class Returned(Event):
    """A line went back to the person who gave it."""

    topic: ClassVar[str] = "assignments.returned"
    assignment_id: int
    record_id: int


@dataclass(frozen=True)
class Recalled(Event):
    """A line was taken back before its holder had acted."""

    topic: ClassVar[str] = "assignments.recalled"
    assignment_id: int
    record_id: int


@dataclass(frozen=True)
class Withdrawn(Event):
    """A receiver was taken off, with a reason."""

    topic: ClassVar[str] = "assignments.withdrawn"
    assignment_id: int
    record_id: int


@dataclass(frozen=True)
class GivenBack(Event):
    """A line that had ended because another was given the lead is open: that was undone."""

    topic: ClassVar[str] = "assignments.given_back"
    assignment_id: int
    record_id: int


@dataclass(frozen=True)
class Finished(Event):
    """A line was finished by its holder, or closed by the issued reply."""

    topic: ClassVar[str] = "assignments.finished"
    assignment_id: int
    record_id: int
    by_reply: bool = False


@dataclass(frozen=True)
class Unanswered(Event):
    """The reply that had closed a lead line was recalled: the line is open again."""

    topic: ClassVar[str] = "assignments.unanswered"
    assignment_id: int
    record_id: int
    reply: str


@dataclass(frozen=True)
class Closed(Event):
    """An open line ended without its holder, with its record or with the line above."""

    topic: ClassVar[str] = "assignments.closed"
    assignment_id: int
    record_id: int
    by_id: int | None


@dataclass(frozen=True)
class DueChanged(Event):
    """A line has another due date (ISO 8601, UTC; None: none), and this `version` since."""

    topic: ClassVar[str] = "assignments.due_changed"
    assignment_id: int
    record_id: int
    due_at: str | None
    old_due_at: str | None
    reason: str
    by_id: int
    version: int


@dataclass(frozen=True)
class ExtensionAsked(Event):
    """The holder of a line asks for another due date; with the `version` of the line where it is
    asked again, as the decision was undone."""

    topic: ClassVar[str] = "assignments.extension_asked"
    extension_id: int
    assignment_id: int
    version: int = 0


@dataclass(frozen=True)
class LongerNeeded(Event):
    """The holder of a line needs longer than the line above it has: who holds that one is to ask
    for more time. Moments in ISO 8601, UTC; `at`: when it was said."""

    topic: ClassVar[str] = "assignments.longer_needed"
    assignment_id: int
    record_id: int
    by_id: int
    due_at: str
    reason: str
    at: str


@dataclass(frozen=True)
class ExtensionEnded(Event):
    """It was granted or refused, taken back, or the line ended first."""

    topic: ClassVar[str] = "assignments.extension_ended"
    extension_id: int


@dataclass(frozen=True)
class BecameLate(Event):
    """Due dates passed of so many open lines that a person holds; the first of them by id, `at`
    is the moment of the round (ISO 8601)."""

    topic: ClassVar[str] = "assignments.passed_due"
    person_id: int
    lines: list[int]
    count: int
    at: str


@dataclass(frozen=True)
class DueSoon(Event):
    """The same of dates that came near."""

    topic: ClassVar[str] = "assignments.due_soon"
    person_id: int
    lines: list[int]
    count: int
    at: str


@dataclass(frozen=True)
class DatesMoved(Event):
    """Due dates were counted anew, as the calendar says something else of a day (ISO 8601);
    `holders` are those of the lines, by token, `at` is when it happened."""

    topic: ClassVar[str] = "assignments.dates_moved"
    day: str
    reason: str
    at: str
    holders: list[str]
    by_id: int
    path: str = "/work"
    """Where their holders find them."""


@dataclass(frozen=True)
class DatesOnDayOff(Event):
    """A day (ISO 8601) is off now on which so many lines, or documents, are due because somebody
    set that day: `givers`, by id. They stay; they stand in the list at `path`."""

    topic: ClassVar[str] = "assignments.dates_on_day_off"
    day: str
    reason: str
    at: str
    givers: list[int]
    count: int
    path: str = "/work?scope=given"
