"""Facts about approval. Topics are data: they are those of when only drafts were approved."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class StepBegan(Event):
    """It is now this person's turn, since this moment (ISO 8601)."""

    topic: ClassVar[str] = "drafting.step_began"
    step_id: int
    at: str


@dataclass(frozen=True)
class StepLeft(Event):
    """It is not this person's turn any more: they took it, or it was taken back."""

    topic: ClassVar[str] = "approval.step_left"
    step_id: int


@dataclass(frozen=True)
class StepDone(Event):
    """A person approved, initialled, signed, or gave an opinion, at this moment (ISO 8601)."""

    topic: ClassVar[str] = "drafting.step_done"
    step_id: int
    at: str


@dataclass(frozen=True)
class SentBack(Event):
    """A person sent the record back: to its author, or to an earlier step of the circuit."""

    topic: ClassVar[str] = "drafting.returned"
    step_id: int
    to_person_id: int
    reason: str
