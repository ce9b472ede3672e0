"""Drafts as a kind of record: what they look like, and how they go round for approval."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.core.errors import Problem
from app.core.feature import Approvable, Face, Named, Proposed, RecordKind
from app.core.policy import Actor, HeldPost
from app.core.text import N_
from app.correspondence.models import Document, DocumentType
from app.correspondence.queries.sequels import sequels_in
from app.drafting import policy
from app.drafting.indexed import INDEXED
from app.drafting.models import Draft, DraftVersion
from app.drafting.policy import draft_of_record
from app.drafting.service.changed import changed
from app.drafting.service.readers import let_leading_read
from app.drafting.service.signing import (
    finish_signing,
    lay_out_again,
    prepare_signer,
    signing_problems,
    undo_signing,
)
from app.drafting.service.versions import latest_version
from app.organisation.models import Person
from documents.storage import Storage


def faces(session: Session, record_ids: Collection[int]) -> Mapping[int, Face]:
    """What lists, notices and links of any room show of these drafts; each has its own address."""
    rows = session.execute(_FACES, {"ids": list(record_ids)})
    return {
        row.record_id: Face(
            row.record_id,
            "draft",
            f"/drafts/{row.id}",
            row.subject,
            source=row.author,
            urgency=row.urgency,
            due_at=row.due_at,
            sort=row.sort,
            answers=row.answers or "",
            version=row.version,
            sequels=row.sequels,
        )
        for row in rows
    }


_FACES = (
    select(
        Draft.record_id,
        Draft.id,
        Draft.subject,
        Person.name.label("author"),
        Draft.urgency,
        Draft.due_at,
        DocumentType.name.label("sort"),
        Document.reference.label("answers"),
        select(func.max(DraftVersion.number))
        .where(DraftVersion.draft_id == Draft.id)
        .scalar_subquery()
        .label("version"),
        sequels_in(Document).label("sequels"),
    )
    .join(Person, Person.id == Draft.author_id)
    .join(DocumentType, DocumentType.code == Draft.type_code)
    .outerjoin(Document, Document.id == Draft.answers_id)
    .where(Draft.record_id.in_(bindparam("ids", expanding=True)))
)


def load(session: Session, actor: Actor, record_id: int) -> Draft:
    draft = draft_of_record(session, record_id)
    return policy.get_draft(session, draft.id, actor)


def proposed(session: Session, record_id: int) -> Proposed:
    draft = draft_of_record(session, record_id)
    latest = latest_version(session, draft.id)
    told = Problem(N_("This was already dealt with: it is no longer possible here."))
    return Proposed(
        record_id=record_id,
        agency_id=draft.agency_id,
        author_id=draft.author_id,
        version=latest.number,
        version_by_id=latest.made_by_id,
        version_at=latest.made_at,
        unit_id=draft.unit_id,
        sort=draft.type_code,
        signer_post_id=draft.signer_post_id,
        due_at=draft.due_at,
        problem=None if draft.state == "drafting" else told,
        row_id=draft.id,
        told_with_id=draft.answers_id,
    )


def may_send(session: Session, actor: Actor, record_id: int) -> bool:
    return policy.may_send(actor, draft_of_record(session, record_id))


def unsignable(session: Session, record_id: int, post_id: int | None) -> Sequence[Problem]:
    return signing_problems(session, draft_of_record(session, record_id), post_id)


def sent(
    session: Session, storage: Storage, actor: Actor, record_id: int, sign_post_id: int | None
) -> None:
    """Its text bears the block of who is asked to sign; who leads the request may read along."""
    draft = draft_of_record(session, record_id)
    prepare_signer(session, storage, actor, draft, sign_post_id)
    let_leading_read(session, draft)
    _stands(session, draft, "circulating")


def signed(
    session: Session, storage: Storage, actor: Actor, record_id: int, post: HeldPost
) -> None:
    finish_signing(session, storage, actor, draft_of_record(session, record_id), post)


def ahead(
    session: Session, actor: Actor, record_id: int, sign_post_id: int | None, post: HeldPost | None
) -> None:
    lay_out_again(session, actor, draft_of_record(session, record_id), sign_post_id, post)


def ended(session: Session, record_id: int) -> None:
    _stands(session, draft_of_record(session, record_id), "drafting")


def taken_back(session: Session, actor: Actor, record_id: int) -> None:
    draft = draft_of_record(session, record_id)
    undo_signing(session, actor, draft)
    _stands(session, draft, "circulating")


def _stands(session: Session, draft: Draft, state: str) -> None:
    draft.state = state
    changed(session, draft)


KIND = RecordKind(
    "draft",
    N_("Draft"),
    "documents.read",
    faces,
    load,
    icon="pen",
    indexed=INDEXED,
    approval=Approvable(
        proposed=proposed,
        may_send=may_send,
        unsignable=unsignable,
        sent=sent,
        signed=signed,
        ended=ended,
        taken_back=taken_back,
        ahead=ahead,
        mend_path="/edit",
        signed_words=N_("Signed. It now waits for its number at the clerk's."),
        doubt=Named("app.drafting.views.reading:doubt"),
        page=Named("app.drafting.views.reading:shown_again"),
    ),
)
