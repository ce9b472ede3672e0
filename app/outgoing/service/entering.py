"""Signed documents arrive at the clerk's: out of the approval circuit, or on paper."""

from collections.abc import Iterable
from datetime import datetime, time

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core import clock, outbox
from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor, agency_token, person_token, unit_token
from app.core.text import N_
from app.core.workflow import TAKEN_BACK_WITHIN
from app.correspondence.models import Document
from app.correspondence.policy import get_document
from app.correspondence.service import changed
from app.files.service import (
    FileContent,
    attach_content,
    attach_uploads,
    content_of,
    have_looked_into,
)
from app.organisation.queries import Issuer, agencies_of_units, issuer
from app.outgoing import rules
from app.outgoing.events import Signed
from app.outgoing.inputs import PaperEntry, SignedDraft, recipient_entries
from app.outgoing.models import OutgoingDocument
from app.outgoing.service.common import (
    must_be,
    subject_of,
    take_in_hand,
    touched,
    unwanted_words,
)
from app.outgoing.service.correcting import tell_receivers
from app.outgoing.service.recipients import plan
from app.records.rules import AUTHOR, ENTERED, UNIT, Ground
from app.records.service import end_ground, let_read

CLERK_OF_THE_AGENCY = "VT"


def accept_signed(session: Session, actor: Actor, signed: SignedDraft) -> OutgoingDocument:
    """Take over what was just signed, to wait for its number. Its drafter's side sees it."""
    refuse_for(rules.secrecy_problems(signed.subject, unwanted_words(session, signed.agency_id)))
    by = issuer(session, signed.agency_id, signed.unit_id)
    document = OutgoingDocument(
        agency_id=signed.agency_id,
        unit_id=signed.unit_id,
        drafter_id=signed.drafter_id,
        type_code=signed.type_code,
        subject=signed.subject,
        issuer=by.name,
        issuer_agency_id=signed.agency_id,
        urgency=signed.urgency,
        signer_name=signed.signer_name,
        signer_title=signed.signer_title,
        signed_at=signed.signed_at,
        answers_id=signed.answers_id,
        replaces_id=signed.replaces_id,
        corrects_id=signed.corrects_id,
        archive_copy=_archive_copy(by),
        copies=signed.copies,
        created_by_id=actor.person_id,
        state="signed",
    )
    session.add(document)
    session.flush()
    plan(session, document, recipient_entries(signed.recipients))
    tell_receivers(session, document)
    _attach(session, actor, document, signed.main, signed.attachments)
    _let_own_read(session, document)
    record(
        session,
        actor,
        "outgoing.accepted",
        subject_of(document),
        on_behalf_of=signed.on_behalf_of,
        subject=document.subject,
    )
    _announce(session, document, told_from=signed.signed_at + TAKEN_BACK_WITHIN)
    return document


def enter_signed(session: Session, actor: Actor, entry: PaperEntry) -> OutgoingDocument:
    """Enter a document that was signed on paper, with its scan; it waits for its number."""
    actor.needs("outgoing.issue")
    if actor.agency_id is None:
        raise Refused(Problem(N_("You hold no post in an agency.")))
    _check(session, actor, entry)
    by = issuer(session, actor.agency_id, entry.unit_id)
    document = OutgoingDocument(
        agency_id=actor.agency_id,
        issuer=by.name,
        issuer_agency_id=actor.agency_id,
        archive_copy=_archive_copy(by),
        created_by_id=actor.person_id,
        state="signed",
    )
    _fill(document, entry)
    session.add(document)
    session.flush()
    plan(session, document, entry.recipients)
    tell_receivers(session, document)
    files = attach_uploads(session, document.id, entry.uploads, actor)
    have_looked_into(session, map(content_of, files))
    _let_own_read(session, document)
    record(session, actor, "outgoing.entered", subject_of(document), subject=document.subject)
    _announce(session, document)
    return document


def correct(
    session: Session, actor: Actor, document: OutgoingDocument, entry: PaperEntry, version: int
) -> None:
    """Correct what was entered of a paper document, as long as it has no number."""
    take_in_hand(session, actor, document, version=version)
    must_be(document, "signed")
    if document.drafter_id is not None:
        raise Refused(
            Problem(N_("It came out of the approval circuit: return it to its drafter instead."))
        )
    _check(session, actor, entry)
    unit_id = document.unit_id
    _fill(document, entry)
    plan(session, document, entry.recipients)
    tell_receivers(session, document)
    files = attach_uploads(session, document.id, entry.uploads, actor)
    have_looked_into(session, map(content_of, files))
    _let_own_read(session, document)
    if unit_id is not None and unit_id != document.unit_id:
        end_ground(session, document.id, Ground(UNIT, unit_id), "moved", actor)
    touched(session, actor, document, "outgoing.corrected")


def paper_problems(session: Session, actor: Actor, entry: PaperEntry) -> list[Problem]:
    """Everything wrong with what was entered of a paper document."""
    today = clock.today()
    asked = [(one.name, one.due_on) for one in entry.recipients]
    return [
        *rules.paper_problems(
            entry.type_code,
            entry.subject,
            entry.signer_name,
            entry.signed_on,
            today,
            unwanted_words(session, actor.agency_id),
        ),
        *rules.own_unit_problems(_agency_of_unit(session, entry.unit_id), actor.agency_id),
        *rules.due_problems(asked, today),
    ]


def _check(session: Session, actor: Actor, entry: PaperEntry) -> None:
    refuse_for(paper_problems(session, actor, entry))
    for linked_id in (entry.answers_id, entry.replaces_id, entry.corrects_id):
        if linked_id is not None:
            get_document(session, Document, linked_id, actor)


def _agency_of_unit(session: Session, unit_id: int | None) -> int | None:
    return agencies_of_units(session, [unit_id]).get(unit_id) if unit_id is not None else None


def _fill(document: OutgoingDocument, entry: PaperEntry) -> None:
    document.type_code = entry.type_code
    document.subject = entry.subject
    document.unit_id = entry.unit_id
    document.urgency = entry.urgency
    document.signer_name = entry.signer_name
    document.signer_title = entry.signer_title
    document.signed_at = _noon(entry)
    document.answers_id = entry.answers_id
    document.replaces_id = entry.replaces_id
    document.corrects_id = entry.corrects_id


def _noon(entry: PaperEntry) -> datetime | None:
    """Paper tells the day of signing, not the hour."""
    return clock.at(entry.signed_on, time(12)) if entry.signed_on is not None else None


def _archive_copy(by: Issuer) -> str:
    """ "VT, VHXH": the clerk of the agency and the drafting unit (Decree 30/2020, annex I)."""
    keepers = [CLERK_OF_THE_AGENCY, by.unit_symbol or by.unit_short_name]
    return ", ".join(keeper for keeper in keepers if keeper)


def _attach(
    session: Session,
    actor: Actor,
    document: OutgoingDocument,
    main: FileContent,
    attachments: Iterable[FileContent],
) -> None:
    attach_content(session, document.id, main, "main", actor.person_id)
    for content in attachments:
        attach_content(session, document.id, content, "attachment", actor.person_id)


def _let_own_read(session: Session, document: OutgoingDocument) -> None:
    """The agency in whose books it will stand, the unit that drafted it, and its drafter."""
    let_read(session, document.id, [agency_token(document.agency_id)], Ground(ENTERED))
    if document.unit_id is not None:
        ground = Ground(UNIT, document.unit_id)
        let_read(session, document.id, [unit_token(document.unit_id)], ground)
    if document.drafter_id is not None:
        let_read(session, document.id, [person_token(document.drafter_id)], Ground(AUTHOR))


def _announce(
    session: Session, document: OutgoingDocument, told_from: datetime | None = None
) -> None:
    changed(session, document)
    outbox.publish(session, Signed(document_id=document.id), not_before=told_from)
