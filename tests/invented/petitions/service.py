"""What is done with petitions."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.approval.service import called_off, changed
from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.policy import Actor, agency_token
from app.deadlines.queries import due_moment
from app.files.service import attach_uploads
from app.records.rules import ENTERED, Ground
from app.records.service import let_read, take_turn
from app.search.service import ask_for
from tests.invented.petitions.events import Received
from tests.invented.petitions.models import Petition
from tests.invented.petitions.policy import KEEP


def receive(
    session: Session,
    actor: Actor,
    sender: str,
    subject: str,
    due_on: date | None = None,
    uploads: Sequence[str] = (),
) -> Petition:
    actor.needs(KEEP)
    assert actor.agency_id is not None
    due_at = due_moment(session, actor.agency_id, due_on)
    petition = Petition(agency_id=actor.agency_id, sender=sender, subject=subject, due_at=due_at)
    session.add(petition)
    session.flush()
    let_read(session, petition.id, [agency_token(actor.agency_id)], Ground(ENTERED))
    attach_uploads(session, petition.id, uploads, actor)
    about = Subject("petition", petition.id, petition.id)
    record(session, actor, "petitions.received", about, sender=sender)
    outbox.publish(session, Received(petition.id))
    ask_for(session, petition.id)
    return petition


def propose_answer(session: Session, actor: Actor, petition_id: int, answer: str) -> None:
    """Another version of the answer: what was approved before is not approved any more."""
    actor.needs(KEEP)
    take_turn(session, petition_id)
    petition = session.get_one(Petition, petition_id, populate_existing=True)
    petition.answer, petition.answered_by_id = answer, actor.person_id
    petition.answer_version += 1
    petition.answered_at = clock.now()
    session.flush()
    changed(session, actor, petition_id)


def withdraw(session: Session, actor: Actor, petition_id: int) -> None:
    """Its sender takes it back: whoever was asked about the answer is not asked any more."""
    actor.needs(KEEP)
    take_turn(session, petition_id)
    petition = session.get_one(Petition, petition_id, populate_existing=True)
    petition.is_open, petition.outcome = False, "Rút đơn."
    called_off(session, petition_id)
