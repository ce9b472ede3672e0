"""Facts about what was handed over."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class HandedOver(Event):
    """Somebody's work went to others, or came back from them."""

    topic: ClassVar[str] = "moves.handed_over"
    handover_id: int
    by_id: int
    back: bool = False
