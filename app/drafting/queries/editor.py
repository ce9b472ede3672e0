"""What the editor offers, and what a new draft is proposed to say."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.queries import Approver, approvers, signers
from app.core.policy import Actor
from app.core.settings import value
from app.correspondence.models import Document
from app.correspondence.queries import type_options
from app.correspondence.rules import Passage
from app.drafting.inputs import DraftEntry
from app.drafting.models import Draft, DraftVersion
from app.drafting.queries.drafts import directing_signer, due_of_request, request_of
from app.drafting.rules.content import TEMPLATE_TYPES, Details, RecipientPlan, Wording
from app.drafting.rules.proposals import (
    LETTER,
    Office,
    Request,
    correction_subject,
    correction_wording,
    reply_subject,
    reply_wording,
)
from app.drafting.settings import DECISION_BASES
from app.incoming.models import IncomingDocument
from app.organisation.queries import AgencyIndex, AgencyOption, agency_index, issuer
from app.outgoing.queries import recipients_of


@dataclass(frozen=True)
class Offered:
    """The choices of the editor for one person."""

    types: tuple[tuple[str, str], ...]
    people: tuple[Approver, ...]
    agency_index: AgencyIndex
    office: Office

    @property
    def signers(self) -> list[Approver]:
        return signers(self.people)

    @property
    def agencies(self) -> Sequence[AgencyOption]:
        return self.agency_index.options


@dataclass(frozen=True)
class Proposal:
    """A draft as the editor opens it."""

    subject: str = ""
    urgency: int = 0
    wording: Wording = field(default_factory=Wording)
    recipients: tuple[RecipientPlan, ...] = ()
    signer_post_id: int | None = None
    due_on: date | None = None

    def values(self) -> dict[str, Any]:
        said = self.wording.to_json()
        said |= said.pop("invitation")
        return said | {
            "subject": self.subject,
            "urgency": self.urgency,
            "recipients": self.recipients,
            "signer_post_id": self.signer_post_id,
            "due_on": self.due_on,
        }


def offered(
    session: Session, agency_id: int, unit_id: int | None, *, template_only: bool
) -> Offered:
    """Everything the editor lets one choose from."""
    people = approvers(session, agency_id)
    by = issuer(session, agency_id, unit_id)
    head = next((p for p in people if p.is_head and p.unit_id is None), None)
    types = type_options(session)
    if template_only:
        names = dict(types)
        types = [(code, names[code]) for code in TEMPLATE_TYPES if code in names]
    return Offered(
        types=tuple(types),
        people=tuple(people),
        agency_index=agency_index(session),
        office=Office(
            by.name,
            by.unit_symbol,
            head.title if head else "",
            value(session, DECISION_BASES, agency_id),
        ),
    )


def proposal(
    session: Session,
    actor: Actor,
    type_code: str,
    choices: Offered,
    request: IncomingDocument | None,
) -> Proposal:
    """A free draft, or a reply with everything known of its request filled in."""
    if request is None:
        return proposal_of(type_code, choices)
    cited = request_of(session, request)
    signer = directing_signer(session, request.id, choices.people)
    return Proposal(
        subject=reply_subject(type_code, cited),
        urgency=request.urgency,
        wording=reply_wording(type_code, cited, choices.office),
        recipients=_issuer(request, cited),
        signer_post_id=signer.post_id if signer else None,
        due_on=due_of_request(session, actor, request),
    )


def proposal_of(type_code: str, choices: Offered) -> Proposal:
    """A free draft: the head signs."""
    head = next((one for one in choices.signers if one.is_head and one.unit_id is None), None)
    return Proposal(
        wording=reply_wording(type_code, None, choices.office),
        signer_post_id=head.post_id if head else None,
    )


def _issuer(document: Document, request: Request) -> tuple[RecipientPlan, ...]:
    if not request.issuer:
        return ()
    return (RecipientPlan(request.issuer, document.issuer_agency_id),)


def copy_of(session: Session, type_code: str, choices: Offered, document: Document) -> Proposal:
    """The form of a copy of this document: what it is called is its subject."""
    cited = request_of(session, document)
    begun = proposal_of(type_code, choices)
    return replace(begun, subject=reply_subject(type_code, cited))


def reply_to(
    session: Session, type_code: str, choices: Offered, document: Document, begun: Proposal
) -> Proposal:
    """The answer to a document of which there is no copy here: it cites what it answers."""
    cited = request_of(session, document)
    return replace(
        begun,
        subject=reply_subject(type_code, cited),
        wording=reply_wording(type_code, cited, choices.office),
        recipients=_issuer(document, cited),
    )


def copy_held(session: Session, actor: Actor, record_id: int) -> int | None:
    """As which registered document the actor's agency has what another sent it."""
    rows = select(IncomingDocument.id).where(
        IncomingDocument.source_id == record_id,
        IncomingDocument.agency_id.in_(actor.agency_ids),
        IncomingDocument.number.is_not(None),
    )
    return session.scalar(rows.limit(1))


def replacement(session: Session, document: Document) -> Proposal:
    """The document that is to be replaced, as the new one begins: what its draft said."""
    draft = session.scalar(select(Draft).where(Draft.document_id == document.id))
    if draft is None:
        return Proposal(subject=document.subject, urgency=document.urgency)
    version = _newest(session, draft.id)
    details = Details.from_json(version.details)
    return Proposal(
        subject=details.subject,
        urgency=details.urgency,
        wording=Wording.from_json(version.fields) if version.fields else Wording(),
        recipients=details.recipients,
        signer_post_id=details.signer_post_id,
    )


def correction(
    session: Session,
    document: Document,
    agency_id: int,
    unit_id: int | None,
    passages: Sequence[Passage],
) -> DraftEntry:
    """A công văn to everybody who received the document, with both wordings of each passage."""
    begun = proposal_of(LETTER, offered(session, agency_id, unit_id, template_only=True))
    cited, rows = request_of(session, document), recipients_of(session, [document.id])
    have_it = [row for row in rows[document.id] if row.state in ("sent", "delivered", "accepted")]
    return DraftEntry(
        type_code=LETTER,
        subject=correction_subject(cited),
        recipients=tuple(RecipientPlan(row.name, row.agency_id) for row in have_it),
        signer_post_id=begun.signer_post_id,
        wording=correction_wording(begun.wording, cited, passages, [row.name for row in have_it]),
    )


def _newest(session: Session, draft_id: int) -> DraftVersion:
    rows = select(DraftVersion).where(DraftVersion.draft_id == draft_id)
    return session.scalars(rows.order_by(DraftVersion.number.desc()).limit(1)).one()
