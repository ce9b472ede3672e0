"""Who is told what when something happens: one handler per event."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.assignments.models import Assignment
from app.core import clock
from app.core.text import N_
from app.correspondence.models import Document
from app.drafting.models import CircuitStep, Draft
from app.notifications import queries
from app.notifications.models import LateMark
from app.notifications.service.notices import notify
from app.notifications.service.sms import SmsPolicy, queue_urgent
from app.organisation.models import Person
from app.outgoing.models import Recipient

Payload = Mapping[str, Any]

FIRST_LOOK_BACK = timedelta(days=1)
"""How far back lateness is told of when an office starts."""


def assigned(sms: SmsPolicy) -> Callable[[Session, Payload], None]:
    """A line was given: its holder is told, and by text message too when it is urgent."""

    def on_assigned(session: Session, payload: Payload) -> None:
        line = session.get_one(Assignment, payload["assignment_id"])
        document = session.get_one(Document, line.document_id)
        people = queries.people_of(session, line)
        key = f"assigned:{line.id}"
        _tell(session, people - {line.given_by_id}, key, ROLE_MESSAGES[line.role], document)
        if document.urgency and line.state == "open":
            queue_urgent(session, document, line, people, sms)

    return on_assigned


ROLE_MESSAGES = {
    "lead": N_("You are to lead the work on %(reference)s: %(subject)s"),
    "cohandler": N_("You are to work with others on %(reference)s: %(subject)s"),
    "information": N_("For your information: %(reference)s: %(subject)s"),
}


def returned(session: Session, payload: Payload) -> None:
    line = session.get_one(Assignment, payload["assignment_id"])
    words = N_("%(reference)s was returned to you: %(reason)s")
    _tell_giver(session, line, "returned", words)


def finished(session: Session, payload: Payload) -> None:
    line = session.get_one(Assignment, payload["assignment_id"])
    if line.role != "information":
        _tell_giver(session, line, "finished", N_("Work on %(reference)s is finished: %(reason)s"))


def withdrawn(session: Session, payload: Payload) -> None:
    line = session.get_one(Assignment, payload["assignment_id"])
    words = N_("You were taken off %(reference)s: %(reason)s")
    if not line.outcome:
        words = N_("You need not act on %(reference)s any more: %(subject)s")
    document = session.get_one(Document, line.document_id)
    people = queries.people_of(session, line)
    _tell(session, people, f"{line.state}:{line.id}", words, document, reason=line.outcome)


def registered(session: Session, payload: Payload) -> None:
    """A document was presented to a leader for a directive."""
    document = session.get_one(Document, payload["document_id"])
    leader_id = getattr(document, "presented_to_id", None)
    if leader_id:
        words = N_("%(reference)s waits for your directive: %(subject)s")
        _tell(session, {leader_id}, f"presented:{document.id}:{leader_id}", words, document)


def delivered(session: Session, payload: Payload) -> None:
    document = session.get_one(Document, payload["document_id"])
    clerks = queries.holders_of(session, document.agency_id, "incoming.register")
    words = N_("%(issuer)s sent %(reference)s; accept or refuse it: %(subject)s")
    _tell(session, clerks, f"delivered:{document.id}", words, document, issuer=document.issuer)


def refused(session: Session, payload: Payload) -> None:
    recipient = session.get_one(Recipient, payload["recipient_id"])
    document = session.get_one(Document, recipient.document_id)
    clerks = queries.holders_of(session, document.agency_id, "outgoing.issue")
    words = N_("%(name)s refused %(reference)s: %(reason)s")
    values = {"name": recipient.name, "reason": payload["reason"]}
    _tell(
        session, clerks, f"refused:{recipient.id}:{recipient.changed_at}", words, document, **values
    )


def answered(session: Session, payload: Payload) -> None:
    """A receiver answered: whoever drafted the request, and its clerk, hear of it."""
    recipient = session.get_one(Recipient, payload["recipient_id"])
    document = session.get_one(Document, recipient.document_id)
    drafter = getattr(document, "drafter_id", None)
    people = {drafter} if drafter else {document.created_by_id}
    words = N_("%(name)s answered %(reference)s")
    _tell(session, people, f"answered:{recipient.id}", words, document, name=recipient.name)


def step_began(session: Session, payload: Payload) -> None:
    step = session.get_one(CircuitStep, payload["step_id"])
    people = queries.acting_for(session, {step.person_id})
    _tell_of_draft(session, people, f"step:{step.id}", STEP_MESSAGES[step.kind], step.draft_id)


STEP_MESSAGES = {
    "review": N_("A draft waits for your review: %(subject)s"),
    "initial": N_("A draft waits for your initials: %(subject)s"),
    "sign": N_("A draft waits for your signature: %(subject)s"),
    "opinion": N_("Your opinion is asked on a draft: %(subject)s"),
}


def step_done(session: Session, payload: Payload) -> None:
    """Whoever wrote a draft hears what became of it at every step that others took."""
    step = session.get_one(CircuitStep, payload["step_id"])
    author_id = session.get_one(Draft, step.draft_id).author_id
    actor_id = step.acted_by_id or step.person_id
    if actor_id != author_id:
        name = session.get_one(Person, actor_id).name
        words = DONE_MESSAGES[step.kind]
        _tell_of_draft(session, {author_id}, f"done:{step.id}", words, step.draft_id, name=name)


DONE_MESSAGES = {
    "review": N_("%(name)s approved your draft: %(subject)s"),
    "initial": N_("%(name)s initialled your draft: %(subject)s"),
    "sign": N_("%(name)s signed your draft: %(subject)s"),
    "opinion": N_("%(name)s gave an opinion on your draft: %(subject)s"),
}


def draft_returned(session: Session, payload: Payload) -> None:
    key = f"draft returned:{payload['step_id']}"
    words = N_("A draft was returned to you: %(subject)s. %(reason)s")
    people = {payload["to_person_id"]}
    _tell_of_draft(session, people, key, words, payload["draft_id"], reason=payload["reason"])


def signed(session: Session, payload: Payload) -> None:
    """The clerks are told, but for the one who entered it from paper and has it before them."""
    document = session.get_one(Document, payload["document_id"])
    clerks = queries.holders_of(session, document.agency_id, "outgoing.issue")
    clerks -= {document.created_by_id}
    words = N_("A signed document waits for its number: %(subject)s")
    _tell(session, clerks, f"signed:{document.id}", words, document)


def given_back(session: Session, payload: Payload) -> None:
    """The clerk gave a signed draft back to its author."""
    draft = session.get_one(Draft, payload["draft_id"])
    words = N_("The clerk returned your signed draft: %(subject)s. %(reason)s")
    key = f"signed returned:{draft.id}:{payload['document_id']}"
    _tell_of_draft(session, {draft.author_id}, key, words, draft.id, reason=payload["reason"])


def issued(session: Session, payload: Payload) -> None:
    document = session.get_one(Document, payload["document_id"])
    drafter = getattr(document, "drafter_id", None)
    if drafter:
        words = N_("Your document was issued as %(reference)s: %(subject)s")
        _tell(session, {drafter}, f"issued:{document.id}", words, document)


def overdue(session: Session) -> int:
    """Round: tell the holders of lines that became late since the last one; how many lines."""
    now = clock.now()
    mark = session.get(LateMark, 1, with_for_update=True)
    if mark is None:
        mark = LateMark(id=1, reached_at=now - FIRST_LOOK_BACK)
        session.add(mark)
    lines = queries.became_late(session, mark.reached_at, now)
    for line, document in lines:
        words = N_("%(reference)s is overdue: %(subject)s")
        key = f"late:{line.id}:{line.due_at and line.due_at.isoformat()}"
        _tell(session, queries.people_of(session, line), key, words, document)
    mark.reached_at = now
    return len(lines)


def _tell_giver(session: Session, line: Assignment, key: str, words: str) -> None:
    document = session.get_one(Document, line.document_id)
    people = queries.acting_for(session, {line.given_by_id})
    _tell(session, people, f"{key}:{line.id}:{line.version}", words, document, reason=line.outcome)


def _tell(
    session: Session, people: Iterable[int], key: str, words: str, document: Document, **values: Any
) -> None:
    values = {
        "reference": document.reference or str(document.number or ""),
        "subject": document.subject,
        **values,
    }
    notify(session, people, key, words, f"/documents/{document.id}", **values)


def _tell_of_draft(
    session: Session, people: Iterable[int], key: str, words: str, draft_id: int, **values: Any
) -> None:
    draft = session.get_one(Draft, draft_id)
    values = {"subject": draft.subject, **values}
    notify(session, people, key, words, f"/drafts/{draft.id}", **values)
