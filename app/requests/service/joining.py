"""An answer is found from its question, and read by whoever asked, as long as it stands."""

from collections.abc import Collection

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.records.rules import ANSWER, Ground
from app.records.service import end_ground, let_follow, link, unlink
from app.requests.models import Request, RequestAnswer, RequestLine
from app.requests.policy import IS_ON, is_reply_to
from app.requests.queries import IS_STANDING


def join(session: Session, actor: Actor | None, request: Request, document_id: int) -> None:
    """Each is found from the other, and whoever asks may read what answers it."""
    link(session, document_id, request.record_id, "reply", actor)
    let_follow(session, document_id, request.record_id)


def keep_joined(
    session: Session, actor: Actor | None, request: Request, documents: Collection[int]
) -> None:
    """Join those of the documents that stand as an answer of this request, part those that do not:
    replaced, to be done again, taken off, withdrawn. What was sent as its reply remains one, and so
    does what was written to be it.
    """
    session.flush()
    joined = _joined(session, request, documents) if documents else ()
    for document_id in documents:
        if document_id in joined:
            join(session, actor, request, document_id)
        elif not is_reply_to(session, document_id, request.record_id):
            unlink(session, document_id, request.record_id, "reply")
            ground = Ground(ANSWER, request.record_id)
            end_ground(session, document_id, ground, "taken off", actor)


def _joined(session: Session, request: Request, documents: Collection[int]) -> set[int | None]:
    is_reply = RequestAnswer.source_id.is_not(None)
    joins = is_reply if request.state == "withdrawn" else or_(is_reply, and_(IS_STANDING, IS_ON))
    rows = (
        select(RequestAnswer.document_id)
        .join(RequestLine, RequestLine.id == RequestAnswer.line_id)
        .where(RequestLine.request_id == request.id, RequestAnswer.document_id.in_(documents))
    )
    return set(session.scalars(rows.where(joins)))


def documents_of(session: Session, *line_ids: int) -> list[int]:
    """By what these lines were answered, or may be."""
    rows = select(func.distinct(RequestAnswer.document_id)).where(
        RequestAnswer.line_id.in_(line_ids), RequestAnswer.document_id.is_not(None)
    )
    return list(session.scalars(rows))
