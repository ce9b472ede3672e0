"""Facts about drafts and their approval."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class SentRound(Event):
    """The author sent the draft on its way, or a change sent it round once more."""

    topic: ClassVar[str] = "drafting.sent_round"
    draft_id: int
    round: int


@dataclass(frozen=True)
class StepBegan(Event):
    """It is now this person's turn."""

    topic: ClassVar[str] = "drafting.step_began"
    step_id: int


@dataclass(frozen=True)
class StepDone(Event):
    """A person approved, initialled, signed, or gave an opinion."""

    topic: ClassVar[str] = "drafting.step_done"
    step_id: int


@dataclass(frozen=True)
class ReturnedDraft(Event):
    """A person sent the draft back: to its author, or to an earlier step of the circuit."""

    topic: ClassVar[str] = "drafting.returned"
    draft_id: int
    step_id: int
    to_person_id: int
    reason: str


@dataclass(frozen=True)
class Signed(Event):
    """The last signature was given; the document waits for its number."""

    topic: ClassVar[str] = "drafting.signed"
    draft_id: int
    document_id: int


@dataclass(frozen=True)
class CameBack(Event):
    """The clerk gave a signed draft back before it had a number."""

    topic: ClassVar[str] = "drafting.came_back"
    draft_id: int
    document_id: int
    reason: str
