"""What a person typed, before the office's rules look at it."""

from dataclasses import dataclass
from datetime import date

from app.deadlines.rules.spans import Span


@dataclass(frozen=True)
class ReceiverEntry:
    """One row of the people picker as typed."""

    holder: str
    role: str
    due_text: str = ""
    due: date | Span | None = None
