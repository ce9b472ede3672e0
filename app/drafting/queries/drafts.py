"""One draft with everything its page shows, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.approval.models import CircuitStep
from app.approval.queries import ApprovalView, Approver, approval_view
from app.core import clock
from app.core.asking import given
from app.core.errors import NotFound
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.correspondence.models import Document, DocumentType
from app.correspondence.queries.sequels import sequels_in
from app.drafting.models import Draft, DraftAttachment, DraftLook, DraftVersion
from app.drafting.policy import IS_READABLE
from app.drafting.rules.proposals import Request
from app.incoming.models import IncomingDocument
from app.organisation.queries import person_names
from app.work.models import Assignment, Directive


@dataclass(frozen=True)
class DraftView:
    """A draft, its history and everyone's name in it."""

    draft: Draft
    type_name: str
    versions: tuple[DraftVersion, ...]
    approval: ApprovalView
    all_attachments: tuple[DraftAttachment, ...]
    """Those of every version."""
    names: dict[int, str]
    answers_reference: str
    answers_sequels: Sequels
    looked_at: tuple[int, ...]
    """Numbers of the versions that the reader has seen."""

    @property
    def latest(self) -> DraftVersion:
        return self.versions[-1]

    @property
    def file_names(self) -> dict[int, str]:
        """What attachments are called, of every version, by id."""
        return {one.id: one.name for one in self.all_attachments}

    @property
    def attachments(self) -> tuple[DraftAttachment, ...]:
        """Those of the newest version."""
        return self.attachments_of(self.latest)

    def attachments_of(self, version: DraftVersion) -> tuple[DraftAttachment, ...]:
        """Those that lay with it when it was saved."""
        ids = version.details.get("attachments", ())
        return tuple(one for one in self.all_attachments if one.id in ids)

    @property
    def live_steps(self) -> tuple[CircuitStep, ...]:
        return self.approval.live_steps

    def version(self, number: int | None) -> DraftVersion | None:
        if number is None:
            return self.latest
        return next((version for version in self.versions if version.number == number), None)

    def name(self, person_id: int | None) -> str:
        return self.names.get(person_id, "") if person_id is not None else ""


def draft_view(session: Session, actor: Actor, draft_id: int) -> DraftView:
    """Everything about one draft. Raises NotFound."""
    draft, type_name, answers_reference, answers_sequels = _head(session, actor, draft_id)
    versions = session.scalars(
        select(DraftVersion).where(DraftVersion.draft_id == draft.id).order_by(DraftVersion.number)
    ).all()
    attachments = select(DraftAttachment).where(DraftAttachment.draft_id == draft.id)
    looked = select(DraftLook.version_number).where(
        DraftLook.draft_id == draft.id, DraftLook.person_id == actor.person_id
    )
    return DraftView(
        draft=draft,
        type_name=type_name,
        versions=tuple(versions),
        approval=approval_view(session, draft.record_id, draft.author_id),
        all_attachments=tuple(session.scalars(attachments.order_by(DraftAttachment.id))),
        names=person_names(session, {draft.author_id, *(one.made_by_id for one in versions)}),
        answers_reference=answers_reference,
        answers_sequels=answers_sequels,
        looked_at=tuple(sorted(session.scalars(looked))),
    )


def _head(session: Session, actor: Actor, draft_id: int) -> tuple[Draft, str, str, Sequels]:
    """The draft, the name of its type, the reference of what it answers, and what followed that."""
    answered = func.coalesce(Document.reference, ""), sequels_in(Document)
    rows = (
        select(Draft, DocumentType.name, *answered)
        .join(DocumentType, DocumentType.code == Draft.type_code)
        .outerjoin(Document, Document.id == Draft.answers_id)
        .where(Draft.id == draft_id, IS_READABLE)
    )
    found = session.execute(rows, given(actor)).first()
    if found is None:
        raise NotFound
    draft, type_name, reference, sequels = found
    return draft, type_name, reference, sequels


def attachments_of(
    session: Session, draft_id: int, ids: Sequence[int]
) -> Sequence[DraftAttachment]:
    rows = select(DraftAttachment).where(
        DraftAttachment.draft_id == draft_id, DraftAttachment.id.in_(ids)
    )
    return session.scalars(rows.order_by(DraftAttachment.id)).all()


def request_of(session: Session, document: Document) -> Request:
    """The document that is answered, as a reply cites it."""
    kind = session.get_one(DocumentType, document.type_code)
    return Request(
        type_name=kind.name,
        reference=document.reference,
        issued_on=document.issued_on,
        issuer=document.issuer,
        subject=document.subject,
    )


def due_of_request(session: Session, actor: Actor, document: IncomingDocument) -> date | None:
    """The day the actor's own line is due, else the lead line's, else the document's."""
    rows = select(Assignment.holder, Assignment.role, Assignment.due_at).where(
        Assignment.record_id == document.id,
        Assignment.state == "open",
        Assignment.due_at.is_not(None),
    )
    lines = session.execute(rows).all()
    mine = [due for holder, _, due in lines if holder in actor.holders]
    lead = [due for _, role, due in lines if role == "lead"]
    due: datetime | None = min(mine or lead or [document.due_at], default=None, key=_moment)
    return clock.local(due).date() if due is not None else None


def _moment(due: datetime | None) -> float:
    return due.timestamp() if due is not None else float("inf")


def directing_signer(
    session: Session, document_id: int, people: Sequence[Approver]
) -> Approver | None:
    """Who directed the request and may sign: the block of the reply is theirs."""
    rows = select(Directive.on_behalf_of_id, Directive.author_id).where(
        Directive.record_id == document_id
    )
    by_person = {person.person_id: person for person in reversed(people) if person.may_sign}
    for on_behalf_of, author in session.execute(rows.order_by(Directive.id)):
        found = by_person.get(on_behalf_of or author)
        if found is not None and found.unit_id is None:
            return found
    return None


def version_of(session: Session, draft_id: int, number: int) -> DraftVersion | None:
    """One version of a draft that the actor is known to read."""
    return session.scalar(
        select(DraftVersion).where(DraftVersion.draft_id == draft_id, DraftVersion.number == number)
    )


def attachment_of(session: Session, draft_id: int, attachment_id: int) -> DraftAttachment | None:
    """One attachment of a draft that the actor is known to read."""
    return session.scalar(
        select(DraftAttachment).where(
            DraftAttachment.draft_id == draft_id, DraftAttachment.id == attachment_id
        )
    )


def draft_of(session: Session, actor: Actor, document_id: int) -> int | None:
    """The draft that became this outgoing document, if the actor may read it."""
    rows = select(Draft.id).where(Draft.document_id == document_id, IS_READABLE)
    return session.scalar(rows, given(actor))
