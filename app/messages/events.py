"""Facts of this feature."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class SmsQueued(Event):
    """A text message waits to be handed to the gateway."""

    topic: ClassVar[str] = "notifications.sms_queued"
    sms_id: int


@dataclass(frozen=True)
class SmsReceived(Event):
    """Somebody sent the office a text message; told once, however often a gateway repeats it."""

    topic: ClassVar[str] = "messages.sms_received"
    phone: str
    """As `rules.phone_number` writes it ("84912345678"); otherwise as it came."""
    text: str
    gateway: str
    at: str
    """When it came (UTC), in ISO 8601."""
