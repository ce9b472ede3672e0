"""Facts about who acts for whom."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class Delegated(Event):
    """A person may act in another's post between two days."""

    topic: ClassVar[str] = "access.delegated"
    delegation_id: int
