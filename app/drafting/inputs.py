"""What pages hand to the services of drafting, as plain values."""

from dataclasses import dataclass
from datetime import date

from app.drafting.rules.circuit import PlannedStep
from app.drafting.rules.content import RecipientPlan, Wording


@dataclass(frozen=True)
class DraftEntry:
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
    base_version: int | None = None
    """The version the person was looking at; None for a draft that is only beginning."""
    restarts_round: bool = False
    """Whether the person was told that saving undoes approvals and sends the draft round again."""


@dataclass(frozen=True)
class RoundEntry:
    """The circuit as the author composed it."""

    steps: tuple[PlannedStep, ...]
    base_version: int
    comment: str = ""


@dataclass(frozen=True)
class Decision:
    """What a person says in their turn. `seen_version` is the version on the page they acted on."""

    step_id: int
    seen_version: int
    comment: str = ""


@dataclass(frozen=True)
class TypedStep:
    """One line of the circuit as typed; `with_previous` asks it beside the line above."""

    kind: str
    post_id: int | None
    until: str = ""
    with_previous: bool = False
