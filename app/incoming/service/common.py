"""What every verb on an incoming document begins and ends with."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core import clock
from app.core.errors import Forbidden, Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.policy import D
from app.correspondence.service import changed
from app.incoming.models import IncomingDocument
from app.records.service import take_turn

RIGHT = "incoming.register"
"""By which most of it is done."""


def agency_of(actor: Actor) -> int:
    """The agency in whose books the actor writes."""
    if actor.agency_id is None:
        raise Refused(Problem(N_("You hold no post in an agency.")))
    return actor.agency_id


def take_in_hand(
    session: Session,
    actor: Actor,
    document: IncomingDocument,
    permission: str = RIGHT,
    version: int | None = None,
) -> None:
    """Take the document's turn, as it is now; only its own agency's people with this right do.

    Stale when this is no longer the version that they looked at.
    """
    actor.needs(permission)
    if not actor.works_for(document.agency_id):
        raise Forbidden
    take_turn(session, document.id)
    session.refresh(document)
    must_be_latest(session, subject_of(document), document.version, version, "incoming.")


STATE_PROBLEMS = {
    "waiting": N_("It waits to be accepted or refused first."),
    "registered": N_("It is registered, and work on it goes on."),
    "directed": N_("It is registered, and work on it goes on."),
    "closed": N_("It is closed: reopen it first, saying why."),
    "refused": N_("It was refused, or its registration cancelled: nothing can be changed in it."),
    "recalled": N_("Its sender recalled it: nothing can be changed in it any more."),
}


def must_be(document: IncomingDocument, states: Collection[str]) -> None:
    """Refused, saying what became of the document, unless it is in one of these states."""
    if document.state not in states:
        raise Refused(Problem(STATE_PROBLEMS[document.state]))


def note(session: Session, actor: Actor | None, document: D, action: str, **values: Any) -> None:
    """Write the trail, without counting the version up."""
    record(session, actor, action, subject_of(document), agency_id=document.agency_id, **values)


def touched(session: Session, actor: Actor | None, document: D) -> None:
    """Count the version up, and tell whoever keeps copies."""
    document.version += 1
    document.changed_at = clock.now()
    if actor is not None:
        document.changed_by_id = actor.person_id
    changed(session, document)


def subject_of(document: D) -> Subject:
    return Subject("document", document.id, document.id)
