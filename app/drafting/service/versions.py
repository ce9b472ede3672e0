"""Saving: every save is a version of its own, unless nothing changed."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.approval.models import CircuitStep
from app.approval.queries import steps_of, turns_of
from app.approval.rules import circuit
from app.approval.service import changed, redate
from app.audit.service import Subject, must_be_latest, record
from app.core import clock, outbox
from app.core.errors import Forbidden, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.core.words import COPY_TYPES
from app.correspondence.models import DocumentType
from app.deadlines.queries import due_moment
from app.drafting.inputs import DraftEntry, Seen
from app.drafting.letters import LetterHead, composed, engine_type
from app.drafting.models import Draft, DraftAttachment, DraftVersion
from app.drafting.policy import get_draft, may_write, stands_in_for
from app.drafting.queries.receivers import receivers_of
from app.drafting.rules.content import Details, Wording, authority_of
from app.drafting.rules.layout import grade_problems
from app.drafting.service.changed import changed as draft_changed
from app.drafting.service.signatures import planned_block
from app.drafting.settings import LETTER_FOOT
from app.files.events import FileAdded
from app.files.service import FileContent, content_of, have_looked_into, spend_uploads
from app.organisation.queries import issuer
from app.outgoing.settings import SECRECY_WORDS
from documents import media
from documents.inspection import clean_filename
from documents.storage import Storage

NAME_LETTERS = 90


@dataclass(frozen=True)
class Body:
    """The .docx of a version, and the form it was composed from, if it was."""

    sha256: str
    size: int
    wording: Wording | None = None


def save_version(
    session: Session, storage: Storage, actor: Actor, draft_id: int, entry: DraftEntry
) -> tuple[DraftVersion, bool]:
    """Save what the form says; tell whether that made a new version.

    Raises Stale when another version was saved meanwhile, Refused with every reason, Forbidden.
    """
    draft, steps, latest = take_to_write(session, actor, draft_id, entry)
    details = details_of(session, actor, draft, entry)
    body = body_of(session, storage, actor, draft, details, entry, latest)
    if is_same(latest, details, body):
        set_due(session, draft, entry)
        return latest, False
    name = stands_in_for(actor, draft, steps)
    version = add_version(session, actor, draft, details, body, entry.note, name)
    set_due(session, draft, entry)
    changed(session, actor, draft.record_id)
    return version, True


def take_to_write(
    session: Session, actor: Actor, draft_id: int, seen: Seen
) -> tuple[Draft, Sequence[CircuitStep], DraftVersion]:
    """The locked draft with its turns and newest version, when this actor may add the next one.

    Raises Stale, Refused and Forbidden as `save_version` does.
    """
    draft = get_draft(session, draft_id, actor, lock=True)
    steps = steps_of(session, draft.record_id)
    if not may_write(actor, draft, steps):
        raise Forbidden
    latest = latest_version(session, draft.id)
    refuse_stale(session, draft, latest, seen.base_version)
    _refuse_unannounced(draft, steps, seen)
    return draft, steps, latest


def latest_version(session: Session, draft_id: int) -> DraftVersion:
    """The newest version of a draft; every draft has one."""
    rows = select(DraftVersion).where(DraftVersion.draft_id == draft_id)
    return session.scalars(rows.order_by(DraftVersion.number.desc()).limit(1)).one()


def refuse_stale(
    session: Session, draft: Draft, latest: DraftVersion, base_version: int | None
) -> None:
    """Somebody saved another version than the one this person was looking at."""
    subject, seen = Subject("draft", draft.id), base_version or 0
    must_be_latest(session, subject, latest.number, seen, among="drafting.version_saved")


def _refuse_unannounced(draft: Draft, steps: Sequence[CircuitStep], seen: Seen) -> None:
    """Nobody undoes approvals without having been told so."""
    approved = draft.state == "circulating" and circuit.has_approval(turns_of(steps))
    if approved and not seen.restarts_round:
        raise Refused(
            Problem(
                N_(
                    "This was approved meanwhile. Saving sends it round again from the start: "
                    "press Save once more if that is what you want."
                )
            )
        )


def details_of(session: Session, actor: Actor, draft: Draft, entry: DraftEntry) -> Details:
    """The form's details with checked attachments and the printed signature block."""
    details = _printed(session, draft.agency_id, entry)
    unwanted = value(session, SECRECY_WORDS, draft.agency_id)
    problems = grade_problems(entry.subject, entry.wording, unwanted)
    if not entry.subject:
        problems.append(Problem(N_("There is no subject."), field="subject"))
    if draft.answers_id is not None and entry.type_code in COPY_TYPES:
        message = N_("A copy answers nothing. Draft it from the page of what is copied.")
        problems.append(Problem(message, field="type_code"))
    refuse_for(problems)
    kept = _kept_attachments(session, draft, entry.kept_attachments)
    added = _new_attachments(session, actor, draft, entry.uploads)
    return replace(details, attachment_ids=(*kept, *added))


def lay_out(session: Session, agency_id: int, unit_id: int | None, entry: DraftEntry) -> None:
    """Lay out the letter of this entry, before the transaction that keeps it (`laid_out`)."""
    if entry.wording is not None:
        head = letter_head(session, agency_id, unit_id, entry.type_code)
        composed(head, _printed(session, agency_id, entry), entry.wording)


def _printed(session: Session, agency_id: int, entry: DraftEntry) -> Details:
    """What of the form's details is printed, with the signature block."""
    authority = authority_of(entry.type_code, entry.wording)
    return Details(
        type_code=entry.type_code,
        subject=entry.subject,
        urgency=entry.urgency,
        recipients=receivers_of(
            session, agency_id, entry.type_code, entry.recipients, entry.wording
        ),
        signer_post_id=entry.signer_post_id,
        signature=planned_block(session, entry.signer_post_id, authority),
    )


def _kept_attachments(session: Session, draft: Draft, ids: Sequence[int]) -> list[int]:
    """Refused for what is none of this draft's: nothing that was sent is left aside."""
    own = session.scalars(select(DraftAttachment.id).where(DraftAttachment.draft_id == draft.id))
    kept = set(ids)
    if not kept.issubset(own):
        raise Refused(
            Problem(N_("One of the attachments does not belong to this draft."), field="files")
        )
    return sorted(kept)


def _new_attachments(
    session: Session, actor: Actor, draft: Draft, tokens: Sequence[str]
) -> list[int]:
    uploads = spend_uploads(session, actor, tokens)
    return keep_attachments(session, actor, draft, map(content_of, uploads))


def keep_attachments(
    session: Session, actor: Actor, draft: Draft, contents: Iterable[FileContent]
) -> list[int]:
    """Hang these contents on the draft, have them read, and give their ids."""
    attachments = [
        DraftAttachment(**asdict(content), draft_id=draft.id, added_by_id=actor.person_id)
        for content in contents
    ]
    session.add_all(attachments)
    session.flush()
    for attachment in attachments:
        _announce_file(session, attachment.sha256, attachment.media_type)
    have_looked_into(session, map(content_of, attachments))
    return [attachment.id for attachment in attachments]


def body_of(
    session: Session,
    storage: Storage,
    actor: Actor,
    draft: Draft,
    details: Details,
    entry: DraftEntry,
    latest: DraftVersion | None,
) -> Body:
    """The file of the version: composed, uploaded, or the one it already has."""
    if entry.wording is not None:
        return composed_body(session, storage, draft, details, entry.wording)
    if entry.main_token:
        (upload,) = spend_uploads(session, actor, [entry.main_token])
        if upload.media_type != media.DOCX:
            raise Refused(Problem(N_("Only a .docx file can be a draft."), field="files"))
        return Body(upload.sha256, upload.size)
    if latest is None or latest.fields is not None:
        raise Refused(Problem(N_("Choose the .docx file of the draft."), field="files"))
    return Body(latest.sha256, latest.size)


def composed_body(
    session: Session, storage: Storage, draft: Draft, details: Details, wording: Wording
) -> Body:
    """The .docx composed from the template form, stored."""
    head = letter_head(session, draft.agency_id, draft.unit_id, details.type_code)
    if engine_type(details.type_code, head.abbreviation) is None:
        raise Refused(
            Problem(N_("There is no form for this type. Upload a .docx."), field="type_code")
        )
    blob = storage.put(io.BytesIO(composed(head, details, wording)))
    return Body(blob.sha256, blob.size, wording)


def head_of(session: Session, draft: Draft, details: Details) -> LetterHead:
    """What a letter of this draft has printed above it, and its symbol."""
    return letter_head(session, draft.agency_id, draft.unit_id, details.type_code)


def letter_head(
    session: Session, agency_id: int, unit_id: int | None, type_code: str
) -> LetterHead:
    """What the agency, the unit and the type print on a letter."""
    kind = session.get(DocumentType, type_code)
    if kind is None:
        raise Refused(Problem(N_("There is no such document type."), field="type_code"))
    foot = value(session, LETTER_FOOT, agency_id)
    return LetterHead.of(issuer(session, agency_id, unit_id), kind.abbreviation, foot)


def is_same(latest: DraftVersion, details: Details, body: Body) -> bool:
    """Nothing that would be approved has changed."""
    if latest.details != details.to_json():
        return False
    if body.wording is not None:
        return latest.fields is not None and Wording.from_json(latest.fields) == body.wording
    return latest.fields is None and latest.sha256 == body.sha256


def add_version(
    session: Session,
    actor: Actor,
    draft: Draft,
    details: Details,
    body: Body,
    note: str,
    on_behalf_of: str | None = None,
) -> DraftVersion:
    """Add the next version, and let the draft itself say what it says."""
    newest = select(func.max(DraftVersion.number)).where(DraftVersion.draft_id == draft.id)
    number = 1 + (session.scalar(newest) or 0)
    version = DraftVersion(
        draft_id=draft.id,
        agency_id=draft.agency_id,
        number=number,
        name=_file_name(session, details),
        sha256=body.sha256,
        media_type=media.DOCX,
        size=body.size,
        fields=body.wording.to_json() if body.wording is not None else None,
        details=details.to_json(),
        note=note,
        made_by_id=actor.person_id,
        made_at=clock.now(),
    )
    session.add(version)
    _show(draft, details, actor)
    draft_changed(session, draft)
    session.flush()
    _announce_file(session, body.sha256, media.DOCX)
    subject = Subject("draft", draft.id, draft.answers_id)
    record(
        session,
        actor,
        "drafting.version_saved",
        subject,
        on_behalf_of=on_behalf_of,
        number=number,
        note=note,
    )
    return version


def _show(draft: Draft, details: Details, actor: Actor) -> None:
    draft.type_code = details.type_code
    draft.subject = details.subject
    draft.urgency = details.urgency
    draft.recipients = [recipient.to_json() for recipient in details.recipients]
    draft.signer_post_id = details.signer_post_id
    draft.changed_by_id = actor.person_id
    draft.changed_at = clock.now()


def set_due(session: Session, draft: Draft, entry: DraftEntry) -> None:
    """A day that is past is kept where it stood, and not taken anew. Raises Refused."""
    due_at = due_moment(session, draft.agency_id, entry.due_on, draft.due_at)
    if entry.due_on is not None and due_at != draft.due_at and entry.due_on < clock.today():
        raise Refused(Problem(N_("This due date is already past."), field="due_on"))
    draft.due_at = due_at
    redate(session, draft.record_id, due_at)


def _file_name(session: Session, details: Details) -> str:
    kind = session.get_one(DocumentType, details.type_code)
    title = f"{kind.name} {details.subject[:NAME_LETTERS].strip()}".replace("/", "-")
    return clean_filename(f"{title}.docx")


def _announce_file(session: Session, sha256: str, media_type: str) -> None:
    outbox.publish(session, FileAdded(sha256=sha256, media_type=media_type))
