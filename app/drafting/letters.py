"""From what a draft says to the letter that the drafting engine lays out."""

from dataclasses import dataclass
from functools import lru_cache

from app.core import clock
from app.drafting.rules.content import INVITATION, Details, Wording
from app.organisation.queries import Issuer
from app.organisation.rules import agency_key
from documents.drafting import (
    LETTER_TYPES,
    Block,
    Letter,
    Signature,
    Urgency,
    compose,
    invitation_body,
    parse_body,
)

URGENCIES = (None, Urgency.URGENT, Urgency.VERY_URGENT, Urgency.EXPRESS)


@dataclass(frozen=True)
class LetterHead:
    """What the agency and the document type print on every letter."""

    agency: str
    superior: str
    place: str
    agency_symbol: str
    unit_symbol: str
    abbreviation: str | None
    """Of the document type; None for a công văn."""
    foot: tuple[str, ...] = ()
    """Where the agency is found (ô 13); on a công văn alone."""

    @classmethod
    def of(cls, by: Issuer, abbreviation: str | None, foot: tuple[str, ...]) -> "LetterHead":
        address = (f"Địa chỉ: {by.address}",) if by.address else ()
        return cls(
            agency=by.name,
            superior=by.superior_name,
            place=by.place_name,
            agency_symbol=by.symbol,
            unit_symbol=by.unit_symbol,
            abbreviation=abbreviation,
            foot=() if abbreviation else foot or address,
        )

    @property
    def symbol(self) -> str:
        """What follows the number: "QĐ-UBND", or "UBND-VX" on a công văn."""
        parts = (
            (self.abbreviation, self.agency_symbol)
            if self.abbreviation
            else (self.agency_symbol, self.unit_symbol)
        )
        return "-".join(part for part in parts if part)


def engine_type(type_code: str, abbreviation: str | None) -> str | None:
    """The engine's name for a document type, None where it has no template."""
    name = abbreviation or type_code
    return name if name in LETTER_TYPES else None


def letter_of(head: LetterHead, details: Details, wording: Wording) -> Letter:
    """The letter as it stands, its number and date still open."""
    return Letter(
        type_code=engine_type(details.type_code, head.abbreviation) or "CV",
        agency=head.agency,
        superior=head.superior,
        symbol=head.symbol,
        place=head.place,
        subject=details.subject,
        signature=Signature(details.signature.lines, details.signature.name),
        body=_body(head, details, wording),
        year=clock.today().year,
        authority=wording.authority,
        legal_bases=wording.base_list,
        addressees=wording.addressee_list,
        recipients=_recipients(details, wording),
        filing_unit=wording.filing_unit,
        urgency=URGENCIES[details.urgency],
        drafter_initials=wording.drafter,
        copies=int(wording.copies) if wording.copies else None,
        circulation=wording.circulation,
        address_lines=head.foot,
    )


def composed(head: LetterHead, details: Details, wording: Wording) -> bytes:
    """The .docx of a draft. Long letters take seconds: see `laid_out`."""
    return laid_out(letter_of(head, details, wording))


laid_out = lru_cache(maxsize=8)(compose)
"""The .docx of a letter; the last few are kept. Whoever keeps one in the office lays it out before
the transaction begins, which finds it made: nobody waits for it with their own saving."""


def _body(head: LetterHead, details: Details, wording: Wording) -> tuple[Block, ...]:
    if details.type_code != INVITATION:
        return parse_body(wording.body)
    said = wording.invitation
    return invitation_body(
        host=head.agency,
        guests=wording.addressed(details.type_code),
        meeting=said.meeting,
        chair=said.chair,
        time=said.time,
        place=said.place,
        notes=said.notes,
    )


def _recipients(details: Details, wording: Wording) -> tuple[str, ...]:
    """Whoever is addressed stands under "Như trên" and is not named again."""
    addressed = {agency_key(name) for name in wording.addressed(details.type_code)}
    return tuple(
        one.name
        for one in details.recipients
        if not one.addressed and agency_key(one.name) not in addressed
    )
