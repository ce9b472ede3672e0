"""Facts about documents of every kind."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class DocumentChanged(Event):
    """Registered, corrected, assigned, issued, given a file or a reader: index it again."""

    topic: ClassVar[str] = "correspondence.document_changed"
    document_id: int
