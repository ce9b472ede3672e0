"""Facts of this feature."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class ViewRemoved(Event):
    """What was kept under a name is kept no more."""

    topic: ClassVar[str] = "lists.view_removed"
    view_id: int
