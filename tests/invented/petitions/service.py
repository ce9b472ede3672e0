"""What is done with petitions."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import outbox
from app.core.policy import Actor
from app.files.service import attach_uploads
from app.search.service import ask_for
from tests.invented.petitions.events import Received
from tests.invented.petitions.models import Petition
from tests.invented.petitions.policy import KEEP


def receive(
    session: Session, actor: Actor, sender: str, subject: str, uploads: Sequence[str] = ()
) -> Petition:
    actor.needs(KEEP)
    assert actor.agency_id is not None
    petition = Petition(agency_id=actor.agency_id, sender=sender, subject=subject)
    session.add(petition)
    session.flush()
    attach_uploads(session, petition.id, uploads, actor)
    about = Subject("petition", petition.id, petition.id)
    record(session, actor, "petitions.received", about, sender=sender)
    outbox.publish(session, Received(petition.id))
    ask_for(session, petition.id)
    return petition
