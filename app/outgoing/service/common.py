"""What every verb on an outgoing document begins and ends with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core import clock
from app.core.errors import Forbidden, Problem, Refused
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.correspondence.service import changed
from app.outgoing import rules
from app.outgoing.models import OutgoingDocument
from app.outgoing.settings import SECRECY_WORDS
from app.records.service import take_turn

STATE_PROBLEMS = {
    "signed": N_("It has no number yet."),
    "returned": N_("It was returned to its drafter and has to be signed again."),
    "unsigned": N_("Whoever signed it has taken the signature back: it waits for them."),
    "issued": N_("It was already issued as %(reference)s."),
    "recalled": N_("%(reference)s was recalled: nothing can be changed in it any more."),
    "replaced": N_("%(reference)s was replaced: nothing can be changed in it any more."),
}


def take_in_hand(
    session: Session, actor: Actor, document: OutgoingDocument, version: int | None = None
) -> None:
    """Take the turn of the document as it is now; only a clerk of its own agency may go on.

    Stale when this is no longer the version that they looked at.
    """
    actor.needs("outgoing.issue")
    if not actor.works_for(document.agency_id):
        raise Forbidden
    session.flush()
    take_turn(session, document.id)
    session.refresh(document)
    must_be_latest(session, subject_of(document), document.version, version, "outgoing.")


def must_be(document: OutgoingDocument, *states: str) -> None:
    """Refused, saying what became of the document, unless it is in one of these states."""
    if document.state not in states:
        told = STATE_PROBLEMS[rules.standing(document.state, document.closed_reason)]
        raise Refused(Problem(told, {"reference": document.reference}))


def touched(
    session: Session, actor: Actor, document: OutgoingDocument, action: str, **values: Any
) -> None:
    """Count the version up, write the trail, and tell whoever keeps copies."""
    document.version += 1
    document.changed_by_id = actor.person_id
    document.changed_at = clock.now()
    record(session, actor, action, subject_of(document), **values)
    changed(session, document)


def subject_of(document: OutgoingDocument) -> Subject:
    return Subject("document", document.id, document.id)


def unwanted_words(session: Session, agency_id: int | None) -> Sequence[str]:
    """Words that the agency has forbidden in subjects."""
    return value(session, SECRECY_WORDS, agency_id)
