"""Facts of this feature."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class SmsQueued(Event):
    """A text message waits to be handed to the gateway."""

    topic: ClassVar[str] = "notifications.sms_queued"
    sms_id: int
    has_turn: bool = False
    """Its gateway takes so many a minute, and it is its turn by then."""


@dataclass(frozen=True)
class FlashQueued(Event):
    """The same of one that stands behind no other."""

    topic: ClassVar[str] = "messages.flash_queued"
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


@dataclass(frozen=True)
class MailDue(Event):
    """E-mails of a person are to be sent, together in one."""

    topic: ClassVar[str] = "messages.mail_due"
    person_id: int
    mail: str
    """Known before it is sent: the id under which it is sent again after a crash."""
    alone: str = ""
    """The key of the only e-mail in it, which goes where it says itself."""
