"""What is handed to the services of outgoing documents, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.files.inputs import FileContent


@dataclass(frozen=True)
class RecipientEntry:
    """A receiver: an agency of this installation, or another by name on paper or by e-mail."""

    name: str
    agency_id: int | None = None
    channel: str = "system"
    reply_required: bool = False
    due_on: date | None = None
    addressed: bool = False
    """It stands under "Kính gửi": the paper itself says that it receives it."""


@dataclass(frozen=True)
class RecipientChange:
    """What the form says of a receiver that is already planned."""

    id: int
    keep: bool
    reply_required: bool
    due_on: date | None


@dataclass(frozen=True)
class SignedDraft:
    """A draft at the moment of its last signature. `recipients` are as a draft keeps them."""

    draft_id: int
    agency_id: int
    unit_id: int | None
    drafter_id: int
    type_code: str
    subject: str
    answers_id: int | None
    replaces_id: int | None
    urgency: int
    recipients: tuple[RecipientEntry | Mapping[str, Any], ...]
    signer_name: str
    signer_title: str
    signed_at: datetime
    main: FileContent
    attachments: tuple[FileContent, ...] = ()
    copies: int = 1
    corrects_id: int | None = None
    on_behalf_of: str = ""
    """In whose name it was signed, when that is somebody else's."""


@dataclass(frozen=True)
class PaperEntry:
    """A document that was signed on paper, as the clerk enters it."""

    type_code: str
    subject: str
    unit_id: int | None
    urgency: int
    signer_name: str
    signer_title: str
    signed_on: date | None
    answers_id: int | None = None
    replaces_id: int | None = None
    corrects_id: int | None = None
    recipients: tuple[RecipientEntry, ...] = ()
    uploads: tuple[str, ...] = ()


@dataclass(frozen=True)
class IssueEntry:
    """What the clerk decides when issuing. `version` is that of the page they looked at."""

    version: int
    copies: int = 1
    archive_copy: str = ""
    note: str = ""
    reserved_id: int | None = None
    """A reserved number to use instead of the next one."""
    dated: date | None = None
    """Only with a reserved number, and another than the day it was kept for."""
    changes: tuple[RecipientChange, ...] = ()
    added: tuple[RecipientEntry, ...] = field(default=())
    sure: str | None = None
    """Number, date and receivers as the clerk was shown them and agreed; None: nobody is asked."""


def recipient_entries(
    given: Iterable[RecipientEntry | Mapping[str, Any]],
) -> tuple[RecipientEntry, ...]:
    """The receivers as entries; a draft's {"agency_id", "name", "reply_required", "due_on"} too."""
    return tuple(item if isinstance(item, RecipientEntry) else _from_draft(item) for item in given)


def _from_draft(item: Mapping[str, Any]) -> RecipientEntry:
    agency_id, due_on = item.get("agency_id"), item.get("due_on")
    return RecipientEntry(
        name=item["name"],
        agency_id=agency_id,
        channel="system" if agency_id else item.get("channel") or "paper",
        reply_required=bool(item.get("reply_required")),
        due_on=date.fromisoformat(due_on) if isinstance(due_on, str) and due_on else due_on or None,
        addressed=bool(item.get("addressed")),
    )
