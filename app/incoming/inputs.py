"""What a clerk enters of an incoming document, as plain values."""

from dataclasses import dataclass, field
from datetime import date

from app.deadlines.rules.spans import Rule


@dataclass(frozen=True)
class Entry:
    """One line of the register as it is typed. Days are Vietnamese days."""

    register_id: int | None = None
    arrived_on: date | None = None
    number: str = ""
    symbol: str = ""
    without_number: bool = False
    """The document itself bears no number."""
    issued_on: date | None = None
    issuer: str = ""
    type_code: str = ""
    subject: str = ""
    urgency: int = 0
    confidentiality: str = "normal"
    pages: int | None = None
    copies: int | None = 1
    signer_name: str = ""
    signer_title: str = ""
    due_on: date | None = None
    due_rule: Rule | None = None
    """By what that day was counted, if it was not said as a day."""
    reply_required: bool = False
    presented_to_id: int | None = None
    note: str = ""
    uploads: tuple[str, ...] = field(default=())
    is_different: bool = False
    """The clerk looked at the likely twin and says that this is another document."""

    reason: str = ""
    """Why a registered line is corrected."""

    @property
    def reference(self) -> str:
        """Number and symbol as they stand on the document: "807/UBND-VX"."""
        return "/".join(part for part in (self.number, self.symbol) if part)


def reference_parts(reference: str) -> tuple[str, str]:
    """Number and symbol of a reference: "807", "UBND-VX"."""
    number, _slash, symbol = reference.partition("/")
    return number, symbol


DELIVERED = (
    *("number", "symbol", "without_number", "issued_on", "issuer", "type_code", "subject"),
    *("urgency", "signer_name", "signer_title"),
)
"""What of a document is its sender's, where it was delivered from inside the installation."""
