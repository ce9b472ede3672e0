"""Days on which a person is away: noted by themselves or by an administrator."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import Forbidden, NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.organisation.models import Absence, Person, Post
from app.organisation.queries.bodies import belongs_to_leave, first_agency_id
from app.organisation.queries.validity import valid_on, valid_within
from app.organisation.rules import span_problems, too_long_problems
from app.organisation.service.common import iso, load, raise_epoch
from app.organisation.settings import LONGEST_AWAY_MONTHS


def may_note_absence(actor: Actor, person_id: int) -> bool:
    return actor.person_id == person_id or actor.may("organisation.manage")


@dataclass(frozen=True)
class AbsenceData:
    starts_on: date
    ends_on: date
    reason: str = ""
    stand_in_id: int | None = None
    reroutes: bool = False
    """New work goes to whoever stands in."""
    from_noon: bool = False
    until_noon: bool = False


def note_absence(session: Session, actor: Actor, person_id: int, data: AbsenceData) -> Absence:
    if not may_note_absence(actor, person_id):
        raise Forbidden
    return put_absence(session, actor, person_id, data)


def put_absence(session: Session, actor: Actor, person_id: int, data: AbsenceData) -> Absence:
    """The same where somebody else decided that they may be away."""
    person = load(session, Person, person_id)
    refuse_for(absence_problems(session, actor.agency_id, person_id, data))
    absence = Absence(person_id=person_id, **asdict(data))
    session.add(absence)
    session.flush()
    _tell(session, actor, "organisation.absence_noted", absence, person)
    raise_epoch(session)
    return absence


def absence_problems(
    session: Session, agency_id: int | None, person_id: int, data: AbsenceData
) -> list[Problem]:
    """Everything wrong with being away so, and with who stands in."""
    problems = span_problems(data.starts_on, data.ends_on, "ends_on")
    longest = value(session, LONGEST_AWAY_MONTHS, agency_id, on=data.starts_on)
    problems += too_long_problems(data.starts_on, data.ends_on, longest)
    if data.starts_on == data.ends_on and data.from_noon and data.until_noon:
        words = N_("From noon until noon of one day is no time.")
        problems.append(Problem(words, field="until_noon"))
    problems = problems or _overlaps(session, person_id, data)
    return problems + _stand_in_problems(session, person_id, data)


def _stand_in_problems(session: Session, person_id: int, data: AbsenceData) -> list[Problem]:
    """Whoever stands in is another, at work beside them, and not away themselves then."""
    if data.stand_in_id is None:
        message = N_("Say who stands in: new work would go to nobody.")
        return [Problem(message, field="stand_in_id")] if data.reroutes else []
    name = session.scalar(select(Person.name).where(Person.id == data.stand_in_id))
    if name is None or data.stand_in_id == person_id:
        return [Problem(N_("Choose somebody else to stand in."), field="stand_in_id")]
    beside = select(Post.agency_id).where(Post.person_id == person_id, valid_on(Post))
    at_work = select(Post.id).where(
        Post.person_id == data.stand_in_id, Post.agency_id.in_(beside), valid_on(Post)
    )
    if session.scalar(at_work.limit(1)) is None:
        words = N_("%(name)s holds no post beside them.")
        return [Problem(words, {"name": name}, "stand_in_id")]
    return [
        Problem(
            N_("%(name)s is away from %(first)s to %(last)s and cannot stand in."),
            {"name": name, **_span(one)},
            "stand_in_id",
        )
        for one in session.scalars(_away(data.stand_in_id, data.starts_on, data.ends_on))
    ]


def cut_absence(session: Session, actor: Actor, absence_id: int) -> None:
    """The person is back: what of the absence is past stays, the rest is taken off."""
    absence = session.get(Absence, absence_id, with_for_update=True)
    if absence is None or absence.ends_on < clock.today():
        return
    person = session.get_one(Person, absence.person_id)
    _tell(session, actor, "organisation.absence_removed", absence, person)
    if absence.starts_on < clock.today():
        absence.ends_on = clock.today() - timedelta(days=1)
        absence.until_noon = False
    else:
        session.delete(absence)
    session.flush()
    raise_epoch(session)


def remove_absence(session: Session, actor: Actor, absence_id: int) -> int:
    """Returns whose absence it was; Refused where a leave made it."""
    absence = session.get(Absence, absence_id, with_for_update=True)
    if absence is None:
        raise NotFound
    if not may_note_absence(actor, absence.person_id):
        raise Forbidden
    if belongs_to_leave(session, absence.id):
        words = N_("It comes from a leave that was approved: take the leave back, on its page.")
        raise Refused(Problem(words))
    person = session.get_one(Person, absence.person_id)
    _tell(session, actor, "organisation.absence_removed", absence, person)
    session.delete(absence)
    raise_epoch(session)
    return person.id


def _overlaps(session: Session, person_id: int, data: AbsenceData) -> list[Problem]:
    message = N_("An absence from %(first)s to %(last)s is noted already.")
    rows = session.scalars(_away(person_id, data.starts_on, data.ends_on))
    return [Problem(message, _span(one), "starts_on") for one in rows]


def _away(person_id: int, first: date, last: date) -> Select[Absence]:
    return select(Absence).where(Absence.person_id == person_id, valid_within(Absence, first, last))


def _span(one: Absence) -> dict[str, str]:
    return {
        "first": one.starts_on.strftime("%d/%m/%Y"),
        "last": one.ends_on.strftime("%d/%m/%Y"),
    }


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
