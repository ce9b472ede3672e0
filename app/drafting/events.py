"""Facts about drafts."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class CameBack(Event):
    """The clerk gave a signed draft back before it had a number."""

    topic: ClassVar[str] = "drafting.came_back"
    draft_id: int
    document_id: int
    reason: str
