"""What a reply means for the receiver who was asked: answered, linked, awaited again."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import record
from app.core import clock
from app.core.policy import Actor
from app.correspondence.models import Document
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.service.common import subject_of
from app.records.service import let_follow, link


def asked_by(session: Session, incoming_id: int) -> Recipient | None:
    """The sender's line that became this incoming document."""
    return session.scalar(
        select(Recipient).where(Recipient.delivered_id == incoming_id).with_for_update()
    )


def link_answer(session: Session, reply: OutgoingDocument, copy: Document) -> None:
    """When a reply comes home to the agency that asked, its copy answers the question itself."""
    asked = asked_by(session, reply.answers_id) if reply.answers_id is not None else None
    if asked is None:
        return
    question = session.get_one(OutgoingDocument, asked.document_id)
    if question.agency_id == copy.agency_id:
        if reply.state != "recalled":
            asked.answer_id = copy.id
            asked.answered_at = asked.answered_at or clock.now()
            summarise(session, question)
        link_reply(session, copy.id, question.id, None)


def link_reply(session: Session, reply_id: int, question_id: int, actor: Actor | None) -> None:
    """Each is found from the other, and whoever reads the question may read what answers it."""
    link(session, reply_id, question_id, "reply", actor)
    let_follow(session, reply_id, question_id)


def await_again(session: Session, reply: OutgoingDocument, sent_back_by: int | None = None) -> None:
    """What was recalled, or what the agency that asked sent back, is no answer: await another.

    A recall ends it even where the answer was registered; what was sent back by another receiver
    than the one that asked ends nothing.
    """
    asked = asked_by(session, reply.answers_id) if reply.answers_id is not None else None
    if asked is None or asked.answered_at is None or asked.answer_note:
        return
    question = session.get_one(OutgoingDocument, asked.document_id)
    if sent_back_by is not None and (asked.answer_id or question.agency_id != sent_back_by):
        return
    if asked.answer_id is not None and not _is_copy_of(session, asked.answer_id, reply):
        return
    asked.answered_at, asked.answer_id = None, None
    summarise(session, question)
    action = "outgoing.awaited_again" if sent_back_by else "outgoing.answer_recalled"
    told(session, asked, action, reference=reply.reference)


def _is_copy_of(session: Session, answer_id: int, reply: OutgoingDocument) -> bool:
    rows = select(Recipient.id).where(
        Recipient.document_id == reply.id, Recipient.delivered_id == answer_id
    )
    return session.scalar(rows) is not None


def summarise(session: Session, document: OutgoingDocument) -> None:
    """A document asks for an answer, by the earliest date, as long as a receiver is to give one."""
    session.flush()
    asked = select(Recipient.due_at).where(
        Recipient.document_id == document.id,
        Recipient.reply_required.is_(True),
        Recipient.answered_at.is_(None),
        Recipient.state.not_in(("refused", "recalled")),
    )
    dues = session.scalars(asked).all()
    document.reply_required = bool(dues)
    document.due_at = min((due for due in dues if due is not None), default=None)


def told(session: Session, row: Recipient, action: str, **values: Any) -> None:
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
