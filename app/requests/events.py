"""Facts about requests."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class Asked(Event):
    """Somebody is asked who is reached here: a unit, or an agency that got no copy of its own."""

    topic: ClassVar[str] = "requests.asked"
    line_id: int


@dataclass(frozen=True)
class LineChanged(Event):
    """A line is answered, approved, to be done again, off or awaited again."""

    topic: ClassVar[str] = "requests.line_changed"
    record_id: int
    line_id: int
    name: str
    """Whose line it is."""
    move: str
    version: int
    by_id: int | None


@dataclass(frozen=True)
class Proposed(Event):
    """A document that arrived may be the answer: whoever asked says whether it is."""

    topic: ClassVar[str] = "requests.proposed"
    line_id: int
    answer_id: int


@dataclass(frozen=True)
class GivenToOfficer(Event):
    """The head of a unit that is asked lets one of its people answer."""

    topic: ClassVar[str] = "requests.given_to_officer"
    line_id: int
    by_id: int


@dataclass(frozen=True)
class Urged(Event):
    """A line was urged, for the `count`-th time; by text message too where that was asked for."""

    topic: ClassVar[str] = "requests.urged"
    line_id: int
    count: int
    by_id: int
    by_text: bool


@dataclass(frozen=True)
class Closed(Event):
    """All its lines are approved."""

    topic: ClassVar[str] = "requests.closed"
    request_id: int
    made_for_id: int | None


@dataclass(frozen=True)
class Reopened(Event):
    """It turned out not to be over: an approval was taken back, or more are asked."""

    topic: ClassVar[str] = "requests.reopened"
    request_id: int
    made_for_id: int | None
    closed_at: str
    """When it had closed, ISO 8601, UTC."""
