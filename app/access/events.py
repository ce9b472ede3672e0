"""Facts about who acts for whom, and about who tries to."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class Delegated(Event):
    """A person may act in another's post between two days."""

    topic: ClassVar[str] = "access.delegated"
    delegation_id: int


@dataclass(frozen=True)
class Locked(Event):
    """After wrong passwords for an account, other browsers than its owner's must wait."""

    topic: ClassVar[str] = "access.locked"
    person_id: int
    address: str


@dataclass(frozen=True)
class Disabled(Event):
    """A person's account was put out of use."""

    topic: ClassVar[str] = "access.disabled"
    person_id: int
