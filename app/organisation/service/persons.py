"""Persons: added and changed. Nobody is ever deleted: the trail and the documents name them."""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core.policy import Actor
from app.organisation.models import Person
from app.organisation.queries.bodies import first_agency_id
from app.organisation.service.common import apply, load, raise_epoch


@dataclass(frozen=True)
class PersonData:
    name: str
    phone: str = ""
    email: str = ""


def create_person(
    session: Session, actor: Actor, data: PersonData, *, agency_id: int | None = None
) -> Person:
    """`agency_id`: in whose trail it is told, before the person holds a post there."""
    person = Person(**asdict(data))
    session.add(person)
    session.flush()
    subject = Subject("person", person.id)
    record(
        session, actor, "organisation.person_created", subject, agency_id=agency_id, name=data.name
    )
    return person


def change_person(
    session: Session, actor: Actor, person_id: int, version: int, data: PersonData
) -> Person:
    person = load(session, Person, person_id)
    must_be_latest(
        session, Subject("person", person.id), person.version, version, "organisation.person_"
    )
    fields = apply(person, asdict(data))
    if fields:
        record(
            session,
            actor,
            "organisation.person_changed",
            Subject("person", person.id),
            agency_id=first_agency_id(session, person.id),
            name=person.name,
            fields_words=fields,
        )
        raise_epoch(session)
    return person
