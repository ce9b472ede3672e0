"""Facts about outgoing documents.

Receivers inside the installation stand in the events themselves, so that whoever receives need
not look into this feature's tables.
"""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class Signed(Event):
    """Signed, and waiting for its number at the clerk's."""

    topic: ClassVar[str] = "outgoing.signed"
    document_id: int


@dataclass(frozen=True)
class Returned(Event):
    """Given back to its drafter before it had a number; it must be approved again."""

    topic: ClassVar[str] = "outgoing.returned"
    document_id: int
    reason: str
    by_id: int


@dataclass(frozen=True)
class Delivery:
    """One receiver inside: the agency whose clerk is to accept it. `due_at` is ISO 8601, UTC."""

    recipient_id: int
    agency_id: int
    reply_required: bool
    due_at: str | None


@dataclass(frozen=True)
class Issued(Event):
    """Numbered, dated and sent; linked with what it answers and replaces."""

    topic: ClassVar[str] = "outgoing.issued"
    document_id: int
    deliveries: tuple[Delivery, ...] = ()
    answers_id: int | None = None


@dataclass(frozen=True)
class Sent(Event):
    """Sent to more receivers after it was issued, or once more to one that had refused."""

    topic: ClassVar[str] = "outgoing.sent"
    document_id: int
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True)
class Recalled(Event):
    """Called back: its receivers must not use it. `delivered_ids` are their incoming documents."""

    topic: ClassVar[str] = "outgoing.recalled"
    document_id: int
    reason: str
    delivered_ids: tuple[int, ...] = ()
    answers_id: int | None = None
    reference: str = ""


@dataclass(frozen=True)
class Replaced(Event):
    """Another issued document stands in its place from now on."""

    topic: ClassVar[str] = "outgoing.replaced"
    document_id: int
    by_id: int
    reason: str
    """What takes its place, for its receivers: "→ 15/QĐ-UBND"."""
    delivered_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reworded(Event):
    """A letter corrects its wording from now on or, where that was recalled, no longer does."""

    topic: ClassVar[str] = "outgoing.reworded"
    document_id: int
    by: str
    """The reference of the letter."""
    holds: bool
    delivered_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reinstated(Event):
    """It holds again: its recall, or what replaced it, was itself taken back."""

    topic: ClassVar[str] = "outgoing.reinstated"
    document_id: int
    delivered_ids: tuple[int, ...] = ()
    answers_id: int | None = None
