"""What pages hand to the services of drafting, as plain values."""

from dataclasses import dataclass
from datetime import date

from app.drafting.rules.content import RecipientPlan, Wording


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the person knew who makes the next version."""

    base_version: int | None = None
    """The version they were looking at; None for a draft that is only beginning."""
    restarts_round: bool = False
    """Whether they were told that saving undoes approvals and sends the draft round again."""


@dataclass(frozen=True)
class DraftEntry(Seen):
    """A draft as the form sends it.

    With `wording` it is composed from the template; without, its text is the upload `main_token`
    or, where that is empty, the file it already has.
    """

    type_code: str
    subject: str
    urgency: int = 0
    recipients: tuple[RecipientPlan, ...] = ()
    signer_post_id: int | None = None
    due_on: date | None = None
    wording: Wording | None = None
    main_token: str = ""
    kept_attachments: tuple[int, ...] = ()
    uploads: tuple[str, ...] = ()
    note: str = ""
