"""Documents sent by other agencies of this installation: received, accepted, refused, recalled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor, agency_token
from app.core.reasons import reason_problems
from app.core.text import N_
from app.core.words import written_number
from app.core.workflow import target_of
from app.correspondence.models import Document
from app.correspondence.service import changed
from app.files.queries import files_of
from app.files.service import attach_uploads, share_files
from app.incoming import rules
from app.incoming.events import (
    DeliveryAccepted,
    DeliveryRecalled,
    DeliveryReceived,
    DeliveryRefused,
    DeliveryReinstated,
    DeliveryReworded,
    RecallFollowed,
)
from app.incoming.inputs import Entry
from app.incoming.models import IncomingDocument
from app.incoming.service.common import RIGHT, note, take_in_hand, touched
from app.incoming.service.registering import as_delivered, check, enter, fill, link_twins, twins_of
from app.organisation.queries import living
from app.records.rules import DELIVERED, Ground
from app.records.service import end_ground, let_read, take_turn
from app.work.service import close_lines

_SHARED = (
    "reference",
    "reference_key",
    "type_code",
    "subject",
    "issuer",
    "issued_on",
    "signer_name",
    "signer_title",
    "urgency",
    "pages",
)
"""Columns that the receiver's document takes over from the sender's."""


def receive_delivery(session: Session, payload: Mapping[str, Any]) -> None:
    """Lay an issued document before the clerk of every receiver inside; twice does nothing more."""
    source = session.get_one(Document, payload["document_id"])
    for delivery in payload["deliveries"]:
        if not _is_known(session, delivery["recipient_id"]):
            _receive(session, source, delivery)


def _is_known(session: Session, recipient_id: int) -> bool:
    rows = select(IncomingDocument.id).where(IncomingDocument.recipient_id == recipient_id)
    return session.scalar(rows) is not None


def _receive(session: Session, source: Document, delivery: Mapping[str, Any]) -> None:
    due_at = delivery["due_at"]
    document = IncomingDocument(
        **{name: getattr(source, name) for name in _SHARED},
        agency_id=living(session, delivery["agency_id"]),
        issuer_agency_id=source.agency_id,
        source_id=source.id,
        recipient_id=delivery["recipient_id"],
        reply_required=delivery["reply_required"],
        due_at=datetime.fromisoformat(due_at) if due_at else None,
        created_by_id=source.changed_by_id or source.created_by_id,
        state="waiting",
    )
    session.add(document)
    session.flush()
    share_files(session, source.id, document.id, document.created_by_id)
    let_read(session, document.id, [agency_token(document.agency_id)], _delivery(document))
    event = DeliveryReceived(recipient_id=delivery["recipient_id"], document_id=document.id)
    outbox.publish(session, event)
    note(session, None, document, "incoming.delivered", issuer=document.issuer)
    changed(session, document)


def accept(
    session: Session,
    actor: Actor,
    document: IncomingDocument,
    entry: Entry,
    version: int | None = None,
) -> None:
    """Register a delivered document; its sender is told."""
    take_in_hand(session, actor, document, version=version)
    target_of(rules.MOVES, "accept", document.state)
    entry = as_delivered(document, entry)
    check(session, actor, entry, document)
    link_twins(session, actor, document, twins_of(session, actor, entry, document))
    fill(session, document, entry)
    attach_uploads(session, document.id, entry.uploads, actor)
    enter(session, actor, document, entry)
    end_ground(session, document.id, _delivery(document), "accepted", actor)
    if document.recipient_id is not None:
        event = DeliveryAccepted(recipient_id=document.recipient_id, document_id=document.id)
        outbox.publish(session, event)
    note(session, actor, document, "incoming.accepted_delivery", **_accepted(session, document))
    touched(session, actor, document)


def _accepted(session: Session, document: IncomingDocument) -> dict[str, str]:
    """What was accepted, so that the trail alone can tell it: which files, by their contents."""
    files = (f"{file.name} ({file.sha256[:12]})" for file in files_of(session, document.id))
    return {
        "number": written_number(document.number),
        "reference": document.reference,
        "issuer": document.issuer,
        "subject": document.subject,
        "files": ", ".join(files) or "–",
    }


def refuse(
    session: Session,
    actor: Actor,
    document: IncomingDocument,
    reason: str,
    version: int | None = None,
) -> None:
    """Send a delivered document back to its sender, who reads the reason."""
    take_in_hand(session, actor, document, version=version)
    state = target_of(rules.MOVES, "refuse", document.state)
    refuse_for(reason_problems(reason))
    document.state, document.refused_reason = state, reason
    document.closed_at = clock.now()
    if document.recipient_id is not None:
        event = DeliveryRefused(recipient_id=document.recipient_id, reason=reason)
        outbox.publish(session, event)
    note(session, actor, document, "incoming.refused", reason=reason)
    end_ground(session, document.id, _delivery(document), "refused", actor)
    touched(session, actor, document)


def recall_delivery(session: Session, payload: Mapping[str, Any]) -> None:
    """Its sender called it back (Decree 30/2020, article 18): what was not accepted is gone.

    What was accepted is its agency's own: the clerk and the handlers are told and asked, and work
    goes on until somebody follows the recall.
    """
    for document_id in payload["delivered_ids"]:
        take_turn(session, document_id)
        document = session.get_one(IncomingDocument, document_id, populate_existing=True)
        is_live = document.state != "refused" and document.recalled_at is None
        if is_live and _is_called_back(session, document):
            _recall(session, document, payload["reason"])


def _is_called_back(session: Session, document: IncomingDocument) -> bool:
    """How it stands at its sender by now: news may come late, and in any order."""
    source = session.get(Document, document.source_id or 0)
    return source is None or source.state in ("recalled", "replaced")


def _recall(session: Session, document: IncomingDocument, reason: str) -> None:
    document.recalled_at, document.recall_reason = clock.now(), reason
    if document.state in rules.MOVES["recall"].sources:
        document.state = target_of(rules.MOVES, "recall", document.state)
        document.closed_at, document.closed_reason = clock.now(), reason
    event = DeliveryRecalled(document_id=document.id, reason=reason)
    outbox.publish(session, event)
    note(session, None, document, "incoming.recalled", reason=reason)
    end_ground(session, document.id, _delivery(document), "recalled")
    touched(session, None, document)


def reinstate_delivery(session: Session, payload: Mapping[str, Any]) -> None:
    """Its sender took that back: it waits once more, or stands as it was accepted; what was put
    away meanwhile stays closed until somebody takes it up."""
    for document_id in payload["delivered_ids"]:
        take_turn(session, document_id)
        document = session.get_one(IncomingDocument, document_id, populate_existing=True)
        if document.recalled_at is None or _is_called_back(session, document):
            continue
        document.recalled_at, document.recall_reason = None, None
        if document.state == "recalled" and document.number is None:
            document.state, document.closed_at, document.closed_reason = "waiting", None, ""
            tokens = [agency_token(document.agency_id)]
            let_read(session, document.id, tokens, _delivery(document))
        elif document.state == "recalled":
            document.state = "closed"
        outbox.publish(session, DeliveryReinstated(document_id=document.id))
        note(session, None, document, "incoming.reinstated")
        touched(session, None, document)


def note_reworded(session: Session, payload: Mapping[str, Any]) -> None:
    """A letter of its sender corrects its wording, or that letter was recalled."""
    by, holds = payload["by"], payload["holds"]
    for document_id in payload["delivered_ids"]:
        take_turn(session, document_id)
        document = session.get_one(IncomingDocument, document_id, populate_existing=True)
        outbox.publish(session, DeliveryReworded(document.id, by, holds))
        action = "incoming.wording_corrected" if holds else "incoming.correction_ended"
        note(session, None, document, action, by=by)
        touched(session, None, document)


def follow_recall(
    session: Session, actor: Actor, document: IncomingDocument, version: int | None = None
) -> None:
    """Put an accepted document away as its sender asked; open work on it is called off."""
    take_in_hand(session, actor, document, "incoming.close", version=version)
    state, reason = target_of(rules.MOVES, "follow_recall", document.state), document.recall_reason
    if reason is None:
        raise Refused(Problem(N_("Its sender did not recall it.")))
    close_lines(session, actor, document.id, reason, "called_off", right=RIGHT)
    document.state, document.closed_at, document.closed_reason = state, clock.now(), reason
    if document.recipient_id is not None:
        outbox.publish(session, RecallFollowed(recipient_id=document.recipient_id))
    note(session, actor, document, "incoming.followed_recall", reason=reason)
    touched(session, actor, document)


def _delivery(document: IncomingDocument) -> Ground:
    """Why the receiver's clerk may look at it before it stands in their book."""
    return Ground(DELIVERED, document.recipient_id or 0)
