"""Who can be given work, what they hold already, and the sentences at hand."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.access.queries import takers
from app.access.queries.presence import has_head
from app.core.asking import MY_AGENCY
from app.core.db import constant
from app.core.feature import Workable
from app.core.policy import Actor, person_token, unit_token
from app.deadlines.rules.colours import Horizon
from app.organisation.models import Person, Post, Unit
from app.organisation.queries import acting_for, head_of, valid_on
from app.work.models import Assignment, LateMark, Phrase
from app.work.queries.colours import IS_COLOURED
from app.work.receivers import reached_by


def can_be_given(session: Session, kind: Workable, agency_id: int) -> dict[str, str]:
    """Units and persons by token, with their names: whom the kind names, and who can take it on.

    A unit can while somebody heads it who signs in. Whoever keeps the system alone reads no
    document, and is given none.
    """
    units = select(Unit.id).where(Unit.agency_id == agency_id, has_head(Unit.id))
    able = {unit_token(one) for one in session.scalars(units)}
    able |= set(map(person_token, takers(session, agency_id, "assignments.work")))
    names = kind.receivers(session, agency_id)
    return {token: name for token, name in names.items() if token in able}


def reach(session: Session, agency_id: int, holder: str) -> frozenset[str]:
    """Tokens to which this holder may pass work on, see reach.reached_by."""
    posts = select(Post.person_id, Post.unit_id).where(Post.agency_id == agency_id, valid_on(Post))
    units = select(Unit.id, Unit.parent_id).where(Unit.agency_id == agency_id, valid_on(Unit))
    pairs = {(person, unit) for person, unit in session.execute(posts)}
    return reached_by(holder, pairs, dict(session.execute(units).all()))


UNIT_OF_PERSON = (
    select(Post.person_id, func.min(Post.unit_id).label("unit_id"))
    .where(Post.agency_id == MY_AGENCY, Post.unit_id.is_not(None), valid_on(Post))
    .group_by(Post.person_id)
    .subquery()
)
"""Each person of the actor's agency with the unit they work in, the first where several."""


class Load(NamedTuple):
    """Open work of one holder."""

    open: int
    late: int


def holder_loads(session: Session, agency_id: int, horizon: Horizon) -> dict[str, Load]:
    """What each holder of the agency has open and late now, by token, in one statement."""
    late = func.count().filter(IS_COLOURED["late"])
    rows = session.execute(
        select(Assignment.holder, func.count(), late)
        .where(
            Assignment.agency_id == agency_id,
            Assignment.state == "open",
            Assignment.role != "information",
        )
        .group_by(Assignment.holder),
        horizon.moments,
    )
    return {holder: Load(count, late) for holder, count, late in rows}


class PhraseRow(NamedTuple):
    id: int
    text: str
    is_own: bool


def phrases_of(session: Session, actor: Actor) -> list[PhraseRow]:
    """The actor's own sentences first, then those of the agency."""
    own = Phrase.person_id == actor.person_id
    rows = session.execute(
        select(Phrase.id, Phrase.text, Phrase.person_id)
        .where(Phrase.agency_id == actor.agency_id, or_(own, Phrase.person_id.is_(None)))
        .order_by(Phrase.position, Phrase.id)
    )
    phrases = [PhraseRow(number, text, person is not None) for number, text, person in rows]
    return sorted(phrases, key=lambda phrase: not phrase.is_own)


def names_of_holders(
    session: Session, record_ids: Sequence[int]
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Which units and persons hold or held lines of each of these records, for search."""
    rows = (
        select(Assignment.record_id, Unit.name, Person.name)
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(Assignment.record_id.in_(record_ids))
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for record_id, unit, person in session.execute(rows):
        holder = ("unit", unit) if unit else ("handler", person)
        found.setdefault(record_id, []).append(holder)
    return found


def people_of(session: Session, line: Assignment) -> set[int]:
    """Who holds a line today: the person, or the heads of the unit, and whoever acts for them."""
    holders = {line.person_id} if line.person_id else set(head_of(session, line.unit_id or 0))
    return acting_for(session, {holder for holder in holders if holder})


def deciders_of(session: Session, line: Assignment) -> set[int]:
    """Who decides on the due date of a line today: whoever gave it, those who hold the line above,
    and whoever acts for them; where none of them is in office, everybody who directs."""
    above = session.get(Assignment, line.parent_id) if line.parent_id else None
    people = acting_for(session, {line.given_by_id})
    if above is not None:
        people |= people_of(session, above)
    in_office = set(session.scalars(_IN_OFFICE, {"people": list(people), "agency": line.agency_id}))
    return in_office or takers(session, line.agency_id, "assignments.direct")


def decider_names(session: Session, line: Assignment) -> list[str]:
    names = select(Person.name).where(Person.id.in_(deciders_of(session, line)))
    return list(session.scalars(names.order_by(Person.name_key)))


_IN_OFFICE = select(Post.person_id).where(
    Post.person_id.in_(bindparam("people", expanding=True)),
    Post.agency_id == bindparam("agency"),
    valid_on(Post),
)


def people_of_holders(session: Session, tokens: Collection[str]) -> set[int]:
    """The same of several holders by their tokens, "u7" or "p12"."""
    people = {int(one[1:]) for one in tokens if one.startswith("p")}
    units = (int(one[1:]) for one in tokens if one.startswith("u"))
    heads = {head for unit in units for head in head_of(session, unit) if head}
    return acting_for(session, people | heads)


def handlers_of(session: Session, record_id: int, states: Collection[str] = ("open",)) -> set[int]:
    """Who holds an open line of the record today, or one in these states."""
    lines = select(Assignment).where(
        Assignment.record_id == record_id, Assignment.state.in_(states)
    )
    return {person for line in session.scalars(lines) for person in people_of(session, line)}


def untold(session: Session, until: datetime) -> Sequence[int]:
    """Records with open lines that were due before this moment, but after that to which holders
    were told of lateness."""
    reached = select(LateMark.reached_at).scalar_subquery()
    rows = select(Assignment.record_id).distinct()
    due = Assignment.due_at > reached, Assignment.due_at <= until
    return session.scalars(rows.where(Assignment.state == constant("open"), *due)).all()
