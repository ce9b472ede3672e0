"""What happened to petitions."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class Received(Event):
    topic: ClassVar[str] = "petitions.received"
    petition_id: int
