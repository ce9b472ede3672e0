"""Facts of this feature."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class ViewRemoved(Event):
    """What was kept under a name is kept no more."""

    topic: ClassVar[str] = "lists.view_removed"
    view_id: int


@dataclass(frozen=True)
class ViewShared(Event):
    """A view is shared with another unit than before, or with none."""

    topic: ClassVar[str] = "lists.view_shared"
    view_id: int
