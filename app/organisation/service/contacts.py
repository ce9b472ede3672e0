"""Where a person is reached: proven by themselves, marked where mail comes back."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.policy import Actor
from app.organisation.models import Person
from app.organisation.queries.bodies import first_agency_id
from app.organisation.service.common import load
from app.organisation.service.persons import PersonData, change_person

PHONE, EMAIL = "phone", "email"
"""The columns that hold an address."""


def change_contact(session: Session, actor: Actor, column: str, address: str) -> Person:
    """Give the actor this number or e-mail address instead; empty for none.

    Raises Refused where the number is another's.
    """
    person = load(session, Person, actor.person_id)
    data = PersonData(person.name, person.phone, person.email)
    return change_person(
        session, actor, person.id, person.version, replace(data, **{column: address})
    )


def confirm_contact(session: Session, actor: Actor, column: str, address: str) -> None:
    """The actor proved to be reached there: from now on that is where they are told things.

    Raises Refused where the number has become another's meanwhile.
    """
    person = change_contact(session, actor, column, address)
    setattr(person, f"{column}_confirmed_at", clock.now())
    if column == EMAIL:
        person.email_refused_at, person.email_refusal = None, ""
    _tell(session, actor, f"organisation.{column}_confirmed", person)


def mark_refused(session: Session, person_id: int, address: str, said: str) -> bool:
    """Mail to this address comes back for good; whether that is news, of an address still in use.

    `said` is what the mail server gave as its reason.
    """
    person = load(session, Person, person_id)
    if person.email_refused_at or person.email.casefold() != address.casefold():
        return False
    person.email_refused_at, person.email_refusal = clock.now(), said[:300]
    _tell(session, None, "organisation.email_refused", person, said=said[:300])
    return True


def try_email_again(session: Session, actor: Actor, person_id: int) -> None:
    """Mail goes there again, until it comes back again: to be said by its owner, or by whoever
    keeps the persons."""
    if actor.person_id != person_id:
        actor.needs("organisation.manage")
    person = load(session, Person, person_id)
    if person.email_refused_at is not None:
        person.email_refused_at, person.email_refusal = None, ""
        _tell(session, actor, "organisation.email_tried_again", person)


def forget_confirmations(session: Session, person_id: int) -> None:
    """Nothing is proven of this person any more."""
    person = load(session, Person, person_id)
    person.phone_confirmed_at = person.email_confirmed_at = None


def _tell(session: Session, actor: Actor | None, action: str, person: Person, **said: str) -> None:
    subject, agency_id = Subject("person", person.id), first_agency_id(session, person.id)
    record(session, actor, action, subject, agency_id=agency_id, name=person.name, **said)
