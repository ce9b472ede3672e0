"""What a reply means for the receiver who was asked: answered, linked, awaited again.

Who owes what, and what was answered, stands on the board of the request (app/requests).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.policy import Actor
from app.correspondence.models import Document
from app.organisation.queries import Named, living
from app.organisation.queries.bodies import main_post
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.service.common import subject_of
from app.records.service import let_follow, link
from app.requests import service as requests
from app.requests.queries import awaited_dues, request_on
from app.requests.rules import Holder


def ask_for_answers(
    session: Session,
    document: OutgoingDocument,
    rows: Sequence[Recipient],
    own: Mapping[int, Named],
) -> None:
    """Those of the receivers who are to answer stand on the board from now on."""
    asked = [row for row in rows if row.reply_required and row.line_id is None]
    if not asked:
        return
    by_id = document.drafter_id or document.created_by_id
    asking = requests.Asking(document.id, document.subject, by_id, document.unit_id)
    holders = [_holder(session, document.agency_id, row, own.get(row.id)) for row in asked]
    lines = requests.ask(session, None, asking, holders, carried=True)
    for row, line in zip(asked, lines, strict=True):
        row.line_id = line.id
    session.flush()


def _holder(session: Session, agency_id: int, row: Recipient, named: Named | None) -> Holder:
    """Of one's own people the unit they work in answers: its head does, should they be away."""
    unit_id = named.unit_id if named is not None else None
    if named is not None and named.person_id is not None:
        post = main_post(session, named.person_id, agency_id)
        unit_id = post.unit_id if post is not None else None
    return Holder(row.name, unit_id, row.agency_id, row.due_at)


def asked_by(session: Session, incoming_id: int) -> Recipient | None:
    """The sender's line that became this incoming document, where it asks for an answer."""
    return session.scalar(
        select(Recipient).where(
            Recipient.delivered_id == incoming_id, Recipient.line_id.is_not(None)
        )
    )


def link_answer(session: Session, reply: OutgoingDocument, copy: Document) -> None:
    """When a reply comes home to the agency that asked, its copy answers the question itself."""
    asked = asked_by(session, reply.answers_id) if reply.answers_id is not None else None
    if asked is None or asked.line_id is None:
        return
    question = session.get_one(OutgoingDocument, asked.document_id)
    if living(session, question.agency_id) != copy.agency_id:
        return
    if reply.state == "recalled":
        link_reply(session, copy.id, question.id, None)
        return
    requests.registered(session, asked.line_id, reply.id, copy.id)
    summarise(session, question)


def link_reply(session: Session, reply_id: int, question_id: int, actor: Actor | None) -> None:
    """Each is found from the other, and whoever reads the question may read what answers it."""
    link(session, reply_id, question_id, "reply", actor)
    let_follow(session, reply_id, question_id)


def await_again(session: Session, reply: OutgoingDocument, sent_back_by: int | None = None) -> None:
    """What was recalled, or what the agency that asked, or its successor, sent back, is no answer:
    await another.

    A recall ends it even where the answer was registered; what was sent back by another receiver
    than the one that asked ends nothing.
    """
    given = requests.by_source(session, reply.id)
    asked = asked_by(session, reply.answers_id) if reply.answers_id is not None else None
    if given is None or asked is None:
        return
    question = session.get_one(OutgoingDocument, asked.document_id)
    asking = living(session, question.agency_id)
    is_asker = sent_back_by is not None and living(session, sent_back_by) == asking
    if sent_back_by is not None and (given.document_id or not is_asker):
        return
    if requests.lost(session, given.line_id, reply.id):
        summarise(session, question)
        action = "outgoing.awaited_again" if sent_back_by else "outgoing.answer_recalled"
        told(session, asked, action, reference=reply.reference)


def summarise(session: Session, document: OutgoingDocument) -> None:
    """A document asks for an answer, by the earliest date, as long as a receiver is to give one."""
    session.flush()
    rows = select(Recipient.due_at, Recipient.line_id, Recipient.reply_required).where(
        Recipient.document_id == document.id, Recipient.state.not_in(("refused", "recalled"))
    )
    receivers = session.execute(rows).all()
    asked = [row.line_id for row in receivers if row.line_id is not None]
    dues = [row.due_at for row in receivers if row.line_id is None and row.reply_required]
    dues += awaited_dues(session, asked)
    document.reply_required = bool(dues)
    document.due_at = min((due for due in dues if due is not None), default=None)


def ask_no_more(session: Session, document: OutgoingDocument, reason: str) -> None:
    """What it asked is called back with it; what was answered stays to be read."""
    request = request_on(session, document.id)
    if request is not None and request.state != "withdrawn":
        requests.withdraw(session, None, request.id, reason)


def note_line_changed(session: Session, payload: Mapping[str, Any]) -> None:
    """The board moved a line of this document: by when the first answer is due may be another."""
    document = session.get(OutgoingDocument, payload["record_id"])
    if document is not None:
        summarise(session, document)


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
