"""Facts about dossiers."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class DocumentFiled(Event):
    """A document came into a dossier."""

    topic: ClassVar[str] = "dossiers.document_filed"
    dossier_id: int
    document_id: int


@dataclass(frozen=True)
class DocumentTakenOut(Event):
    """A document was taken out of a dossier."""

    topic: ClassVar[str] = "dossiers.document_taken_out"
    dossier_id: int
    document_id: int


@dataclass(frozen=True)
class Closed(Event):
    """The work of a dossier is over."""

    topic: ClassVar[str] = "dossiers.closed"
    dossier_id: int


@dataclass(frozen=True)
class Reopened(Event):
    """A closed dossier is worked in again."""

    topic: ClassVar[str] = "dossiers.reopened"
    dossier_id: int
