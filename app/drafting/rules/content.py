"""What a draft says, as plain values, and how a version keeps it as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.core.words import COPY_TYPES

TEMPLATE_TYPES = ("CV", "QD", "TB", "BC", "TTR", "KH", "GM", *COPY_TYPES)
"""The document types for which there is a template form, most used first."""
ADDRESSED_TYPES = frozenset({"CV", "TTR", "BC"})
"""Types that open with "Kính gửi"."""
CIRCULATIONS = ("", "XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ")
"""Ô 11: how far the document may go."""
INVITATION = "GM"
DECISION = "QD"


@dataclass(frozen=True)
class RecipientPlan:
    """A receiver: an agency of this installation, or another by name."""

    name: str
    agency_id: int | None = None
    reply_required: bool = False
    due_on: date | None = None
    addressed: bool = False
    """It stands under "Kính gửi"."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"due_on": self.due_on.isoformat() if self.due_on else None}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "RecipientPlan":
        due = kept.get("due_on")
        return cls(
            name=kept["name"],
            agency_id=kept.get("agency_id"),
            reply_required=bool(kept.get("reply_required")),
            due_on=date.fromisoformat(due) if due else None,
            addressed=bool(kept.get("addressed")),
        )


@dataclass(frozen=True)
class Invitation:
    """What a giấy mời says besides its subject."""

    guests: str = ""
    meeting: str = ""
    chair: str = ""
    time: str = ""
    place: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Wording:
    """The template form. Addressees and legal bases are one to a line."""

    addressees: str = ""
    authority: str = ""
    """Whose decision it is: "CHỦ TỊCH ỦY BAN NHÂN DÂN …"; decisions only."""
    bases: str = ""
    body: str = ""
    invitation: Invitation = Invitation()
    filing_unit: str = ""
    """The unit in "Lưu: VT, …"."""
    drafter: str = ""
    """The letters that stand for whoever drafted it (ô 12)."""
    copies: str = ""
    """How many are issued, beside them; a number, or nothing."""
    circulation: str = ""

    @property
    def addressee_list(self) -> tuple[str, ...]:
        return lines_of(self.addressees)

    def addressed(self, type_code: str) -> tuple[str, ...]:
        """Whom it speaks to: under "Kính gửi", or as guests."""
        if type_code != INVITATION:
            return self.addressee_list
        return lines_of(self.invitation.guests.replace(";", "\n"))

    @property
    def base_list(self) -> tuple[str, ...]:
        return lines_of(self.bases)

    @property
    def texts(self) -> dict[str, str]:
        """Everything it says, by the name of its field."""
        said = self.to_json()
        return said | said.pop("invitation")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Wording":
        plain = {key: kept[key] for key in _WORDS if key in kept}
        return cls(**plain, invitation=Invitation(**kept.get("invitation", {})))


_WORDS = (
    *("addressees", "authority", "bases", "body"),
    *("filing_unit", "drafter", "copies", "circulation"),
)


def authority_of(type_code: str, wording: Wording | None) -> str:
    """In whose authority a decision is taken; empty for other documents and uploaded files."""
    return wording.authority if wording is not None and type_code == DECISION else ""


@dataclass(frozen=True)
class SignatureBlock:
    """The lines printed above the signature, and the name below it."""

    lines: tuple[str, ...] = ()
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"lines": list(self.lines), "name": self.name}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "SignatureBlock":
        return cls(tuple(kept["lines"]), kept["name"]) if kept else cls()


@dataclass(frozen=True)
class Details:
    """Everything that is approved beside the text itself."""

    type_code: str
    subject: str
    urgency: int = 0
    recipients: tuple[RecipientPlan, ...] = ()
    signer_post_id: int | None = None
    signature: SignatureBlock = SignatureBlock()
    attachment_ids: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "type_code": self.type_code,
            "subject": self.subject,
            "urgency": self.urgency,
            "recipients": [recipient.to_json() for recipient in self.recipients],
            "signer_post_id": self.signer_post_id,
            "signature": self.signature.to_json(),
            "attachments": list(self.attachment_ids),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Details":
        return cls(
            type_code=kept["type_code"],
            subject=kept["subject"],
            urgency=kept.get("urgency", 0),
            recipients=tuple(map(RecipientPlan.from_json, kept.get("recipients", ()))),
            signer_post_id=kept.get("signer_post_id"),
            signature=SignatureBlock.from_json(kept.get("signature")),
            attachment_ids=tuple(kept.get("attachments", ())),
        )


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a field that holds a list, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
