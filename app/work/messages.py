"""Who is told what of lines of work."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.core.feature import NOTICE, SMS, MessageKind, Telling, UrgentTelling
from app.core.text import N_
from app.correspondence.models import Document
from app.correspondence.telling import tell_of
from app.organisation.queries import acting_for
from app.work import events
from app.work.models import Assignment
from app.work.queries import people_of

ROLE_MESSAGES = {
    "lead": N_("You are to lead the work on %(reference)s: %(subject)s"),
    "cohandler": N_("You are to work with others on %(reference)s: %(subject)s"),
    "information": N_("For your information: %(reference)s: %(subject)s"),
}


def _assigned(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Its holder is told, and by text message too when it is urgent."""
    line, document = _line(session, payload)
    people = people_of(session, line)
    told = people - {line.given_by_id}
    words = ROLE_MESSAGES[line.role]
    telling = tell_of(document, told, f"assigned:{line.id}", words)
    if not document.urgency or line.state != "open":
        return telling
    return replace(telling, urgent=_urgent(document, line, people))


def _urgent(document: Document, line: Assignment, people: set[int]) -> UrgentTelling:
    return UrgentTelling(
        key=f"urgent:{line.id}",
        people=people,
        record_id=document.id,
        agency_id=document.agency_id,
        urgency=document.urgency,
        reference=document.reference or f"số đến {document.number}",
        issuer=document.issuer,
        subject=document.subject,
        due_at=line.due_at,
    )


def _returned(session: Session, payload: Mapping[str, Any]) -> Telling:
    words = N_("%(reference)s was returned to you: %(reason)s")
    return _to_giver(session, *_line(session, payload), "returned", words)


def _finished(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    line, document = _line(session, payload)
    if line.role == "information":
        return None
    words = N_("Work on %(reference)s is finished: %(reason)s")
    return _to_giver(session, line, document, "finished", words)


def _withdrawn(session: Session, payload: Mapping[str, Any]) -> Telling:
    line, document = _line(session, payload)
    words = N_("You were taken off %(reference)s: %(reason)s")
    if not line.outcome:
        words = N_("You need not act on %(reference)s any more: %(subject)s")
    people, key = people_of(session, line), f"{line.state}:{line.id}"
    return tell_of(document, people, key, words, reason=line.outcome)


def _late(session: Session, payload: Mapping[str, Any]) -> Telling:
    line, document = _line(session, payload)
    words = N_("%(reference)s is overdue: %(subject)s")
    key = f"late:{line.id}:{payload['due_at']}"
    return tell_of(document, people_of(session, line), key, words)


def _line(session: Session, payload: Mapping[str, Any]) -> tuple[Assignment, Document]:
    line = session.get_one(Assignment, payload["assignment_id"])
    return line, session.get_one(Document, line.document_id)


def _to_giver(
    session: Session, line: Assignment, document: Document, key: str, words: str
) -> Telling:
    people = acting_for(session, {line.given_by_id})
    return tell_of(document, people, f"{key}:{line.id}:{line.version}", words, reason=line.outcome)


MESSAGES = (
    MessageKind("work.assigned", events.Assigned.topic, _assigned, (NOTICE, SMS)),
    MessageKind("work.returned", events.Returned.topic, _returned),
    MessageKind("work.withdrawn", events.Withdrawn.topic, _withdrawn),
    MessageKind("work.recalled", events.Recalled.topic, _withdrawn),
    MessageKind("work.finished", events.Finished.topic, _finished),
    MessageKind("work.late", events.BecameLate.topic, _late),
)
