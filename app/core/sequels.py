"""What followed an issued document: plain values, known to every room that shows documents."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Sequel:
    """What followed an issued document: it was "recalled", "replaced" or "corrected"."""

    dated: date
    """The day of the document that did it; of a recall, the first of all days."""
    kind: str
    reference: str = ""
    """Of the document that replaces or corrects it."""


Sequels = tuple[Sequel, ...]
"""How a document stands since it was issued, the earliest first; empty where nothing followed."""
