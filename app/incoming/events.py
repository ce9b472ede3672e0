"""Facts about incoming documents; those of deliveries are told to the sender's side."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class Registered(Event):
    """It has an arrival number, and waits for a directive."""

    topic: ClassVar[str] = "incoming.registered"
    document_id: int


@dataclass(frozen=True)
class Presented(Event):
    """A correction laid it before another leader for a directive."""

    topic: ClassVar[str] = "incoming.presented"
    document_id: int


@dataclass(frozen=True)
class Corrected(Event):
    """Its line in the book was put right: these columns, for this reason, by this person."""

    topic: ClassVar[str] = "incoming.corrected"
    document_id: int
    columns: tuple[str, ...]
    reason: str
    by_id: int


@dataclass(frozen=True)
class DueCorrected(Event):
    """A correction gave it another due date (ISO 8601, UTC; None: none), in this `version`."""

    topic: ClassVar[str] = "incoming.due_corrected"
    document_id: int
    due_at: str | None
    old_due_at: str | None
    by_id: int
    version: int


@dataclass(frozen=True)
class DeliveryReceived(Event):
    """It lies before the receiving agency's clerk as the incoming document `document_id`."""

    topic: ClassVar[str] = "incoming.delivery_received"
    recipient_id: int
    document_id: int


@dataclass(frozen=True)
class DeliveryAccepted(Event):
    """The receiving agency registered it."""

    topic: ClassVar[str] = "incoming.delivery_accepted"
    recipient_id: int
    document_id: int


@dataclass(frozen=True)
class DeliveryRefused(Event):
    """The receiving agency sent it back, and said why."""

    topic: ClassVar[str] = "incoming.delivery_refused"
    recipient_id: int
    reason: str


@dataclass(frozen=True)
class DeliveryRecalled(Event):
    """Its sender called it back after it had been delivered here."""

    topic: ClassVar[str] = "incoming.delivery_recalled"
    document_id: int
    reason: str


@dataclass(frozen=True)
class DeliveryReinstated(Event):
    """Its sender took the recall back, or recalled what was to replace it: it holds again."""

    topic: ClassVar[str] = "incoming.delivery_reinstated"
    document_id: int


@dataclass(frozen=True)
class DeliveryReworded(Event):
    """A letter of its sender corrects its wording, or no longer does."""

    topic: ClassVar[str] = "incoming.delivery_reworded"
    document_id: int
    by: str
    holds: bool


@dataclass(frozen=True)
class DeliverySuperseded(Event):
    """A letter from outside replaces it, or no longer does."""

    topic: ClassVar[str] = "incoming.delivery_superseded"
    document_id: int
    by: str
    holds: bool


@dataclass(frozen=True)
class RecallFollowed(Event):
    """The receiving agency put away what it had accepted, as its sender asked."""

    topic: ClassVar[str] = "incoming.recall_followed"
    recipient_id: int
