"""The signature: what of a draft stops it, whose block it bears, and the document it makes."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.queries import steps_of
from app.core import clock
from app.core.errors import Problem, refuse_for
from app.core.policy import Actor, HeldPost, agency_token
from app.core.text import N_
from app.drafting.letters import composed
from app.drafting.models import Draft, DraftAttachment, DraftVersion
from app.drafting.policy import stands_in_for
from app.drafting.queries.receivers import reached, receivers_of
from app.drafting.queries.sheets import sheet_of
from app.drafting.rules.content import Details, SignatureBlock, Wording
from app.drafting.rules.layout import stops_signing
from app.drafting.service.changed import changed
from app.drafting.service.settling import contents_of, main_content
from app.drafting.service.signatures import actual_block, authority_in, planned_block
from app.drafting.service.versions import (
    Body,
    add_version,
    composed_body,
    latest_version,
    letter_head,
)
from app.files.service import FileContent, as_it_leaves, content_of, note_made_here, unsettled
from app.organisation.queries import agency_names
from app.outgoing.inputs import SignedDraft
from app.outgoing.service import accept_signed, take_back_signature
from app.records.rules import SIGNED, Ground
from app.records.service import let_read
from documents.storage import Storage

BLOCK_OF_SIGNER = N_("Signature block of who signed")
NEW_LETTERHEAD = N_("Letterhead of the agency that issues it now")


def signing_problems(session: Session, draft: Draft, sign_post_id: int | None) -> list[Problem]:
    """Why its newest version could not be signed in that post; without one, as it stands."""
    latest = latest_version(session, draft.id)
    sheet = sheet_of(session, draft, latest)
    marked = unsettled(session, contents_of(session, draft, latest))
    if sign_post_id is None:
        return [*stops_signing(sheet), *marked]
    block = planned_block(session, sign_post_id, authority_in(latest))
    if latest.fields is not None:
        sheet = replace(sheet, signer_name=block.name, signature_lines=block.lines)
        return [*stops_signing(sheet), *marked]
    printed = _printed_otherwise(sheet.signer_name, block.name)
    headed = _headed_otherwise(session, draft, latest)
    return [*stops_signing(sheet), *marked, *printed, *headed]


def _printed_otherwise(printed: str, signs: str) -> list[Problem]:
    """An uploaded file bears one signer's block; nobody else can sign it."""
    if not printed or printed == signs:
        return []
    message = N_("The uploaded file is made for the signature of %(printed)s, not of %(signs)s.")
    return [Problem(message, {"printed": printed, "signs": signs}, "steps")]


def prepare_signer(
    session: Session, storage: Storage, actor: Actor, draft: Draft, sign_post_id: int | None
) -> None:
    """Let the composed version bear the block of whoever the circuit asks to sign."""
    latest = latest_version(session, draft.id)
    details = _planned(session, latest, sign_post_id)
    if details is not None:
        _again(session, storage, actor, draft, latest, details, N_("Signature block changed"))


def _planned(session: Session, latest: DraftVersion, sign_post_id: int | None) -> Details | None:
    """Its particulars with the block of this post; None where they are as they should be."""
    details = Details.from_json(latest.details)
    if sign_post_id is None or latest.fields is None or details.signer_post_id == sign_post_id:
        return None
    block = planned_block(session, sign_post_id, authority_in(latest))
    return replace(details, signer_post_id=sign_post_id, signature=block)


def lay_out_again(
    session: Session, actor: Actor, draft: Draft, sign_post_id: int | None, post: HeldPost | None
) -> None:
    """Lay out the letter that sending it to this post, or signing it in that one, will make."""
    latest = latest_version(session, draft.id)
    details = _planned(session, latest, sign_post_id)
    if post is not None and latest.fields is not None:
        block = actual_block(session, actor, post, authority_in(latest))
        planned = Details.from_json(latest.details)
        is_same = planned.signature == block and latest.agency_id == draft.agency_id
        details = None if is_same else replace(planned, signature=block)
    if details is not None:
        head = letter_head(session, draft.agency_id, draft.unit_id, details.type_code)
        composed(head, details, Wording.from_json(latest.fields or {}))


def finish_signing(
    session: Session, storage: Storage, actor: Actor, draft: Draft, post: HeldPost
) -> None:
    """Everything that the last signature does, given in this post, in the caller's transaction."""
    latest = latest_version(session, draft.id)
    block = actual_block(session, actor, post, authority_in(latest))
    signed = _with_actual_block(session, storage, actor, draft, latest, block)
    entry = _signed_draft(session, draft, signed, block)
    if post.is_delegated:
        entry = replace(entry, on_behalf_of=post.person_name)
    document = accept_signed(session, actor, entry)
    draft.state = "signed"
    draft.document_id = document.id
    changed(session, draft)
    tokens = [agency_token(draft.agency_id)]
    let_read(session, draft.record_id, tokens, Ground(SIGNED, document.id))


def undo_signing(session: Session, actor: Actor, draft: Draft) -> None:
    """What `finish_signing` made is undone; nothing where nobody has signed."""
    if draft.document_id is None:
        return
    take_back_signature(session, actor, draft.document_id)
    draft.document_id = None
    latest = latest_version(session, draft.id)
    if latest.note in (BLOCK_OF_SIGNER, NEW_LETTERHEAD) and latest.made_by_id == actor.person_id:
        session.delete(latest)
        session.flush()
        session.expire(draft, ["versions"])


def _with_actual_block(
    session: Session,
    storage: Storage,
    actor: Actor,
    draft: Draft,
    latest: DraftVersion,
    block: SignatureBlock,
) -> DraftVersion:
    """The approved version, with the block of who really signs when that is somebody else, and the
    letterhead of the agency that issues it now."""
    details = Details.from_json(latest.details)
    if latest.fields is None:
        refuse_for(_printed_otherwise(details.signature.name, block.name))
        refuse_for(_headed_otherwise(session, draft, latest))
        return latest
    if details.signature == block and latest.agency_id == draft.agency_id:
        return latest
    note = BLOCK_OF_SIGNER if latest.agency_id == draft.agency_id else NEW_LETTERHEAD
    details = replace(details, signature=block)
    return _again(session, storage, actor, draft, latest, details, note)


def _headed_otherwise(session: Session, draft: Draft, latest: DraftVersion) -> list[Problem]:
    """An uploaded file bears one agency's letterhead; no other issues it."""
    if latest.agency_id == draft.agency_id:
        return []
    message = N_("The uploaded file bears the letterhead of %(name)s, which ended: upload it anew.")
    return [Problem(message, {"name": agency_names(session, [latest.agency_id])[latest.agency_id]})]


def _again(
    session: Session,
    storage: Storage,
    actor: Actor,
    draft: Draft,
    latest: DraftVersion,
    details: Details,
    note: str,
) -> DraftVersion:
    """The same wording with another signature block, as a version of its own noted as such."""
    wording = Wording.from_json(latest.fields or {})
    body: Body = composed_body(session, storage, draft, details, wording)
    name = stands_in_for(actor, draft, steps_of(session, draft.record_id))
    return add_version(session, actor, draft, details, body, note, name)


def _signed_draft(
    session: Session, draft: Draft, version: DraftVersion, block: SignatureBlock
) -> SignedDraft:
    if version.fields is not None:
        note_made_here(session, main_content(version))
    details = Details.from_json(version.details)
    wording = Wording.from_json(version.fields or {})
    receivers = receivers_of(
        session, draft.agency_id, details.type_code, details.recipients, wording
    )
    return SignedDraft(
        draft_id=draft.id,
        agency_id=draft.agency_id,
        unit_id=draft.unit_id,
        drafter_id=draft.author_id,
        type_code=details.type_code,
        subject=details.subject,
        answers_id=draft.answers_id,
        replaces_id=draft.replaces_id,
        corrects_id=draft.corrects_id,
        urgency=details.urgency,
        recipients=tuple(one.to_json() for one in reached(session, draft.agency_id, receivers)),
        signer_name=block.name,
        signer_title=", ".join(block.lines)[:200],
        signed_at=clock.now(),
        main=as_it_leaves(session, main_content(version)),
        attachments=tuple(as_it_leaves(session, one) for one in _contents(session, details)),
        copies=int(wording.copies or 1),
    )


def _contents(session: Session, details: Details) -> list[FileContent]:
    rows = select(DraftAttachment).where(DraftAttachment.id.in_(details.attachment_ids))
    by_id = {row.id: row for row in session.scalars(rows)}
    return [content_of(by_id[one]) for one in details.attachment_ids if one in by_id]
