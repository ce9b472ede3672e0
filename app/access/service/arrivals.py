"""Someone new comes to an agency: the person, their post and their account at once."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access.service.accounts import create_account
from app.core.policy import Actor
from app.organisation.service import PersonData, PostData, create_person, give_post


@dataclass(frozen=True)
class NewPerson:
    person: PersonData
    post: PostData
    user_name: str = ""
    """Empty: no account yet."""


@dataclass(frozen=True)
class Arrival:
    """`password` is the one-time password, to be told once; empty without an account."""

    person_id: int
    user_name: str
    password: str


def arrive(session: Session, actor: Actor, entry: NewPerson) -> Arrival:
    """Needs "organisation.manage" of the actor, and "access.manage" for the account."""
    actor.needs("organisation.manage")
    if entry.user_name:
        actor.needs("access.manage")
    person = create_person(session, actor, entry.person, agency_id=entry.post.agency_id)
    give_post(session, actor, person.id, entry.post)
    password = ""
    if entry.user_name:
        password = create_account(session, actor, person.id, entry.user_name)
    return Arrival(person.id, entry.user_name, password)
