"""Facts about dossiers."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class HandedOver(Event):
    """Somebody else made this person its owner, in this `version`."""

    topic: ClassVar[str] = "dossiers.handed_over"
    dossier_id: int
    owner_id: int
    by_id: int
    version: int
