"""Days on which a person is away: noted by themselves or by an administrator."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core.errors import Forbidden, NotFound, Problem, refuse_for
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.organisation.models import Absence, Person
from app.organisation.queries.bodies import first_agency_id
from app.organisation.queries.validity import valid_within
from app.organisation.rules import span_problems, too_long_problems
from app.organisation.service.common import iso, load
from app.organisation.settings import LONGEST_AWAY_MONTHS


def may_note_absence(actor: Actor, person_id: int) -> bool:
    return actor.person_id == person_id or actor.may("organisation.manage")


@dataclass(frozen=True)
class AbsenceData:
    starts_on: date
    ends_on: date
    reason: str = ""


def note_absence(session: Session, actor: Actor, person_id: int, data: AbsenceData) -> Absence:
    if not may_note_absence(actor, person_id):
        raise Forbidden
    person = load(session, Person, person_id)
    problems = span_problems(data.starts_on, data.ends_on, "ends_on")
    longest = value(session, LONGEST_AWAY_MONTHS, actor.agency_id, on=data.starts_on)
    problems += too_long_problems(data.starts_on, data.ends_on, longest)
    refuse_for(problems or _overlaps(session, person_id, data))
    absence = Absence(person_id=person_id, **asdict(data))
    session.add(absence)
    session.flush()
    _tell(session, actor, "organisation.absence_noted", absence, person)
    return absence


def remove_absence(session: Session, actor: Actor, absence_id: int) -> int:
    """Returns whose absence it was."""
    absence = session.get(Absence, absence_id, with_for_update=True)
    if absence is None:
        raise NotFound
    if not may_note_absence(actor, absence.person_id):
        raise Forbidden
    person = session.get_one(Person, absence.person_id)
    _tell(session, actor, "organisation.absence_removed", absence, person)
    session.delete(absence)
    return person.id


def _overlaps(session: Session, person_id: int, data: AbsenceData) -> list[Problem]:
    rows = select(Absence).where(
        Absence.person_id == person_id,
        valid_within(Absence, data.starts_on, data.ends_on),
    )
    return [
        Problem(
            N_("An absence from %(first)s to %(last)s is noted already."),
            {"first": one.starts_on.strftime("%d/%m/%Y"), "last": one.ends_on.strftime("%d/%m/%Y")},
            "starts_on",
        )
        for one in session.scalars(rows)
    ]


def _tell(session: Session, actor: Actor, action: str, absence: Absence, person: Person) -> None:
    record(
        session,
        actor,
        action,
        Subject("person", person.id),
        agency_id=first_agency_id(session, person.id),
        name=person.name,
        starts_on=iso(absence.starts_on),
        ends_on=iso(absence.ends_on),
    )
