"""Persons: added and changed. Nobody is ever deleted: the trail and the documents name them."""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core.errors import Problem, refuse_for
from app.core.phones import phone_number
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Person
from app.organisation.queries.bodies import first_agency_id
from app.organisation.service.common import apply, load, raise_epoch, take_turn_for_numbers


@dataclass(frozen=True)
class PersonData:
    name: str
    phone: str = ""
    email: str = ""


def create_person(
    session: Session, actor: Actor, data: PersonData, *, agency_id: int | None = None
) -> Person:
    """`agency_id`: in whose trail it is told, before the person holds a post there."""
    if data.phone:
        take_turn_for_numbers(session)
        refuse_for(_phone_problems(session, data, None))
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
    if data.phone not in ("", person.phone):
        take_turn_for_numbers(session)
        refuse_for(_phone_problems(session, data, person_id))
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


def _phone_problems(session: Session, data: PersonData, person_id: int | None) -> list[Problem]:
    problem = number_problem(session, data.phone, person_id)
    return [problem] if problem else []


def number_problem(session: Session, phone: str, person_id: int | None) -> Problem | None:
    """What is told to a telephone is for one person: two cannot have one number."""
    number = phone_number(phone)
    if number is None:
        return None
    alike = select(Person).where(
        Person.phone.like(f"%{number[-2:]}"), Person.id != (person_id or 0)
    )
    others = [one.name for one in session.scalars(alike) if phone_number(one.phone) == number]
    message = N_("This is the number of %(name)s.")
    return next((Problem(message, {"name": name}, "phone") for name in others), None)
