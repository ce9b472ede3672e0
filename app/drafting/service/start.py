"""Beginning a draft: a reply, the replacement or correction of a document, or one by itself."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.models import Document
from app.correspondence.policy import get_document
from app.drafting.inputs import DraftEntry
from app.drafting.models import Draft
from app.drafting.policy import WRITE
from app.drafting.service.readers import let_first_readers
from app.drafting.service.versions import (
    add_version,
    body_of,
    details_of,
    keep_attachments,
    set_due,
)
from app.files.queries import files_of
from app.files.service import content_of
from app.incoming.models import IncomingDocument
from app.outgoing.models import OutgoingDocument
from app.records.queries import face_of
from app.work.service import note_work
from documents.storage import Storage

WHOLE_COPIES = frozenset({"SY", "SL"})
"""Of an extract (trích sao) the part is written into the form."""
REPLACEABLE = frozenset({"issued", "recalled"})
CORRECTABLE = "issued"
UNANSWERABLE = frozenset({"waiting", "refused", "recalled"})


def start(
    session: Session,
    storage: Storage,
    actor: Actor,
    entry: DraftEntry,
    *,
    answers_id: int | None = None,
    replaces_id: int | None = None,
    corrects_id: int | None = None,
    copy_of_id: int | None = None,
) -> Draft:
    """Keep a new draft with its first version; a copy of a whole document brings its files.

    Raises NotFound for a request that the actor may not read, Refused with every reason.
    """
    actor.needs(WRITE)
    if actor.agency_id is None or actor.main_post is None:
        raise Refused(Problem(N_("You hold no post in an agency.")))
    if answers_id is not None:
        answerable(session, actor, answers_id)
        note_work(session, actor, answers_id)
    if replaces_id is not None:
        replaceable(session, actor, replaces_id)
    if corrects_id is not None:
        correctable(session, actor, corrects_id)
    draft = Draft(
        agency_id=actor.agency_id,
        unit_id=actor.main_post.unit_id,
        author_id=actor.person_id,
        type_code=entry.type_code,
        subject=entry.subject,
        answers_id=answers_id,
        replaces_id=replaces_id,
        corrects_id=corrects_id,
        changed_by_id=actor.person_id,
        version=0,
    )
    session.add(draft)
    session.flush()
    let_first_readers(session, draft)
    record(session, actor, "drafting.started", Subject("draft", draft.id, answers_id))
    details = details_of(session, actor, draft, entry)
    if copy_of_id is not None and entry.type_code in WHOLE_COPIES:
        copied = _copied_files(session, actor, draft, copy_of_id)
        details = replace(details, attachment_ids=(*details.attachment_ids, *copied))
    body = body_of(session, storage, actor, draft, details, entry, None)
    add_version(session, actor, draft, details, body, entry.note)
    set_due(session, draft, entry)
    return draft


def _copied_files(session: Session, actor: Actor, draft: Draft, document_id: int) -> list[int]:
    """The files of what is copied hang on the form of the copy (Decree 30/2020, article 25)."""
    document = get_document(session, Document, document_id, actor)
    files = files_of(session, document.id)
    return keep_attachments(session, actor, draft, map(content_of, files))


def answerable(session: Session, actor: Actor, document_id: int) -> IncomingDocument:
    """The request, when this actor may draft its answer; NotFound, Refused."""
    request = get_document(session, IncomingDocument, document_id, actor)
    if not actor.works_for(request.agency_id) or request.state in UNANSWERABLE:
        raise Refused(Problem(N_("This document cannot be answered: it is not registered here.")))
    return request


def replaceable(session: Session, actor: Actor, document_id: int) -> OutgoingDocument:
    """The issued document, when this actor may draft another in its place; NotFound, Refused."""
    issued = get_document(session, OutgoingDocument, document_id, actor)
    if not actor.works_for(issued.agency_id) or issued.state not in REPLACEABLE:
        raise Refused(Problem(N_("This document cannot be replaced: it was not issued here.")))
    return issued


def correctable(session: Session, actor: Actor, document_id: int) -> OutgoingDocument:
    """The issued document, when this actor may draft a letter that corrects its wording; NotFound,
    Refused. What was recalled or replaced is not corrected any more."""
    issued = get_document(session, OutgoingDocument, document_id, actor)
    if not actor.works_for(issued.agency_id) or issued.state != CORRECTABLE:
        message = N_("This document cannot be corrected: it was not issued here, or is not valid.")
        if issued.state == "recalled":
            message = N_("This document was recalled: it is corrected no more.")
        raise Refused(Problem(message), path=face_of(session, document_id).path)
    return issued
