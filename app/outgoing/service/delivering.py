"""What becomes of a document at its receivers inside, told by their incoming side's events."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import record
from app.core import clock, outbox
from app.correspondence.models import Document
from app.correspondence.service import changed
from app.outgoing import rules
from app.outgoing.events import Answered, Recalled
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.service.common import subject_of
from app.records.service import link


def note_delivered(session: Session, payload: dict[str, Any]) -> None:
    """It lies before the receiver's clerk. If it was recalled meanwhile, the copy is told so."""
    row = session.get_one(Recipient, payload["recipient_id"], with_for_update=True)
    row.delivered_id = payload["document_id"]
    if row.state == "recalled":
        ids = (payload["document_id"],)
        event = Recalled(document_id=row.document_id, reason=row.reason, delivered_ids=ids)
        outbox.publish(session, event)
    _move(session, row, "deliver")


def note_accepted(session: Session, payload: dict[str, Any]) -> None:
    """The receiver's clerk registered it: the receiver's copies are linked as the originals are."""
    row = session.get_one(Recipient, payload["recipient_id"], with_for_update=True)
    row.delivered_id = payload["document_id"]
    if _move(session, row, "accept"):
        _told(session, row, "outgoing.accepted_by")
    copy = session.get_one(Document, payload["document_id"])
    original = session.get_one(OutgoingDocument, row.document_id)
    _link_answer(session, original, copy)
    _link_replaced(session, original, copy)


def note_refused(session: Session, payload: dict[str, Any]) -> None:
    """The receiver's clerk refused it, and said why."""
    row = session.get_one(Recipient, payload["recipient_id"], with_for_update=True)
    row.reason = payload["reason"]
    if _move(session, row, "refuse"):
        _told(session, row, "outgoing.refused_by", reason=row.reason)
        _await_again(session, row)


def note_answers(session: Session, payload: dict[str, Any]) -> None:
    """A reply was issued inside: whoever asked for it sees that line of theirs answered."""
    if payload.get("answers_id") is None:
        return
    asked = _asked_by(session, payload["answers_id"])
    if asked is None or asked.answered_at is not None:
        return
    asked.answered_at = clock.now()
    reply = session.get_one(Document, payload["document_id"])
    _told(session, asked, "outgoing.answered_by", reference=reply.reference)
    outbox.publish(session, Answered(document_id=asked.document_id, recipient_id=asked.id))


def _move(session: Session, row: Recipient, move: str) -> bool:
    """Go on where the state allows it; what comes twice or too late changes nothing."""
    if row.state not in rules.RECIPIENT_MOVES[move].sources:
        return False
    row.state = rules.RECIPIENT_MOVES[move].target
    row.changed_at = clock.now()
    changed(session, session.get_one(OutgoingDocument, row.document_id))
    return True


def _told(session: Session, row: Recipient, action: str, **values: Any) -> None:
    document = session.get_one(OutgoingDocument, row.document_id)
    record(
        session,
        None,
        action,
        subject_of(document),
        agency_id=document.agency_id,
        name=row.name,
        **values,
    )


def _asked_by(session: Session, incoming_id: int) -> Recipient | None:
    """The sender's line that became this incoming document."""
    return session.scalar(
        select(Recipient).where(Recipient.delivered_id == incoming_id).with_for_update()
    )


def _link_answer(session: Session, reply: OutgoingDocument, copy: Document) -> None:
    """When a reply comes home to the agency that asked, its copy answers the question itself."""
    asked = _asked_by(session, reply.answers_id) if reply.answers_id is not None else None
    if asked is None:
        return
    question = session.get_one(OutgoingDocument, asked.document_id)
    if question.agency_id == copy.agency_id:
        asked.answer_id = copy.id
        asked.answered_at = asked.answered_at or clock.now()
        link(session, copy.id, question.id, "reply", None)


def _await_again(session: Session, refused: Recipient) -> None:
    """What the agency that asked sends back is no answer: its line is awaited again."""
    reply = session.get_one(OutgoingDocument, refused.document_id)
    asked = _asked_by(session, reply.answers_id) if reply.answers_id is not None else None
    if asked is None or asked.answer_id is not None:
        return
    question = session.get_one(OutgoingDocument, asked.document_id)
    if question.agency_id == refused.agency_id:
        asked.answered_at = None
        _told(session, asked, "outgoing.awaited_again", reference=reply.reference)


def _link_replaced(session: Session, original: OutgoingDocument, copy: Document) -> None:
    """A receiver that got both sees the new document beside the one it replaces."""
    if original.replaces_id is None:
        return
    earlier = select(Recipient.delivered_id).where(
        Recipient.document_id == original.replaces_id, Recipient.delivered_id.is_not(None)
    )
    for delivered_id in session.scalars(earlier):
        replaced = session.get_one(Document, delivered_id)
        if replaced.agency_id == copy.agency_id:
            link(session, copy.id, replaced.id, "replaces", None)
