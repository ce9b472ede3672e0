"""Ready sentences for directives: the agency's, kept by its leaders, and everybody's own."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core.errors import Forbidden, NotFound, refuse_for
from app.core.policy import Actor
from app.work import rules
from app.work.models import Phrase

DIRECT = "assignments.direct"


def add_phrase(session: Session, actor: Actor, text: str, *, for_agency: bool = False) -> Phrase:
    """Add a sentence after those already there."""
    if actor.agency_id is None:
        raise Forbidden
    if for_agency:
        actor.needs(DIRECT)
    owner = None if for_agency else actor.person_id
    known = select(Phrase).where(Phrase.agency_id == actor.agency_id, Phrase.person_id == owner)
    texts = {phrase.text for phrase in session.scalars(known)}
    refuse_for(rules.phrase_problems(text, texts))
    last = select(func.max(Phrase.position)).where(Phrase.agency_id == actor.agency_id)
    phrase = Phrase(
        agency_id=actor.agency_id,
        person_id=owner,
        text=text,
        position=(session.scalar(last) or 0) + 1,
    )
    session.add(phrase)
    session.flush()
    if for_agency:
        _tell(session, actor, "assignments.phrase_added", phrase)
    return phrase


def remove_phrase(session: Session, actor: Actor, phrase_id: int) -> None:
    phrase = session.get(Phrase, phrase_id)
    if phrase is None or phrase.agency_id != actor.agency_id:
        raise NotFound
    if phrase.person_id is None:
        actor.needs(DIRECT)
        _tell(session, actor, "assignments.phrase_removed", phrase)
    elif phrase.person_id != actor.person_id:
        raise NotFound
    session.delete(phrase)


def _tell(session: Session, actor: Actor, action: str, phrase: Phrase) -> None:
    """What everybody who directs finds under their directives is told; one's own is one's own."""
    record(session, actor, action, Subject("phrase", phrase.id), right=DIRECT, text=phrase.text)
