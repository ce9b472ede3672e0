"""Facts of this feature."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class SmsQueued(Event):
    """A text message waits to be handed to the gateway."""

    topic: ClassVar[str] = "notifications.sms_queued"
    sms_id: int
