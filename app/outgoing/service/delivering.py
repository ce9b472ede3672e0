"""What becomes of a document at its receivers inside, told by their incoming side's events."""

from typing import Any

from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.correspondence.models import Document
from app.correspondence.service import changed, link_copies
from app.outgoing import rules
from app.outgoing.events import Recalled
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.service.answers import asked_by, await_again, link_answer, summarise, told
from app.requests import service as requests


def note_delivered(session: Session, payload: dict[str, Any]) -> None:
    """It lies before the receiver's clerk. If it was recalled meanwhile, the copy is told so."""
    row = session.get_one(Recipient, payload["recipient_id"], with_for_update=True)
    row.delivered_id = payload["document_id"]
    if row.state == "recalled":
        ids = (payload["document_id"],)
        event = Recalled(document_id=row.document_id, reason=row.reason, delivered_ids=ids)
        outbox.publish(session, event)
    _move(session, row, "deliver")
    link_copies(session, payload["document_id"])


def note_accepted(session: Session, payload: dict[str, Any]) -> None:
    """The receiver's clerk registered it; where that answers a question, it is answered."""
    row = session.get_one(Recipient, payload["recipient_id"], with_for_update=True)
    row.delivered_id = payload["document_id"]
    if row.line_id is not None:
        requests.seen(session, row.line_id, row.name)
    if _move(session, row, "accept") or row.state == "recalled":  # in the same moment
        told(session, row, "outgoing.accepted_by")
    copy = session.get_one(Document, payload["document_id"])
    link_answer(session, session.get_one(OutgoingDocument, row.document_id), copy)


def note_refused(session: Session, payload: dict[str, Any]) -> None:
    """The receiver's clerk refused it, and said why."""
    row = session.get_one(Recipient, payload["recipient_id"], with_for_update=True)
    row.reason = payload["reason"]
    if _move(session, row, "refuse"):
        told(session, row, "outgoing.refused_by", reason=row.reason)
        await_again(session, session.get_one(OutgoingDocument, row.document_id), row.agency_id)


def note_recall_followed(session: Session, payload: dict[str, Any]) -> None:
    """The receiver, which had accepted it, put its copy away as it was asked."""
    told(session, session.get_one(Recipient, payload["recipient_id"]), "outgoing.recall_followed")


def note_answers(session: Session, payload: dict[str, Any]) -> None:
    """A reply was issued inside: whoever asked for it sees that line of theirs answered."""
    if payload.get("answers_id") is None:
        return
    asked = asked_by(session, payload["answers_id"])
    if asked is None or asked.line_id is None:
        return
    reply = session.get_one(Document, payload["document_id"])
    if reply.state == "recalled":
        return
    if not requests.given_inside(session, asked.line_id, reply.id, reply.reference):
        return
    summarise(session, session.get_one(OutgoingDocument, asked.document_id))
    told(session, asked, "outgoing.answered_by", reference=reply.reference)


def _move(session: Session, row: Recipient, move: str) -> bool:
    """Go on where the state allows it; what comes twice or too late changes nothing."""
    if row.state not in rules.RECIPIENT_MOVES[move].sources:
        return False
    row.state = rules.RECIPIENT_MOVES[move].target
    row.changed_at = clock.now()
    document = session.get_one(OutgoingDocument, row.document_id)
    summarise(session, document)
    changed(session, document)
    return True
