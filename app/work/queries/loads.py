"""How much open work an agency has, and who answers for it."""

from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    CompoundSelect,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    select,
    true,
)
from sqlalchemy.orm import Session

from app.core.asking import MY_AGENCY, given
from app.core.policy import Actor, person_token, unit_token
from app.deadlines.rules.colours import Horizon
from app.organisation.models import Person, Unit
from app.organisation.queries import valid_on
from app.records.policy import is_readable
from app.work.models import Assignment
from app.work.queries.colours import IS_COLOURED, IS_OPEN
from app.work.queries.people import UNIT_OF_PERSON


class HolderLoad(NamedTuple):
    """Open work that a unit, or a person outside the units, answers for: all of it, and some by
    colour."""

    holder: str
    name: str
    all: int
    late: int
    soon: int
    track: int
    new: int


FIGURES = HolderLoad._fields[2:]


class AgencyLoad(NamedTuple):
    """Open work of an agency that is late or due soon, and that of whoever answers for it."""

    late: int
    late_records: int
    """How many documents the late lines are about."""
    soon: int
    holders: list[HolderLoad]
    """Every unit, and who works in none but was given work; the most late ones first."""


def agency_load(session: Session, actor: Actor, horizon: Horizon) -> AgencyLoad:
    """The open work of the actor's agency, looked through once for all its figures."""
    rows = session.execute(_LOADS, given(actor, horizon.moments)).all()
    late, documents, soon, *_holder = rows[0]
    holders = [
        HolderLoad(unit_token(unit) if unit else person_token(person), *figures)
        for _late, _documents, _soon, unit, person, *figures in rows
        if unit or person
    ]
    return AgencyLoad(int(late), int(documents), int(soon), holders)


_OPEN = and_(is_readable(Assignment.record_id), Assignment.agency_id == MY_AGENCY, IS_OPEN)
"""The rows of the list of the agency's work, for whoever may see it."""


def _by_holder() -> CTE:
    """Figures by unit; by person where a directive gave it to somebody who works in no unit."""
    by_directive = Assignment.parent_id.is_(None)
    unit_id = func.coalesce(Assignment.unit_id, case((by_directive, UNIT_OF_PERSON.c.unit_id)))
    person_id = case((by_directive & unit_id.is_(None), Assignment.person_id))
    holder = unit_id.label("unit_id"), person_id.label("person_id")
    return (
        select(
            *holder,
            func.count().label("all"),
            *(func.count().filter(IS_COLOURED[name]).label(name) for name in FIGURES[1:]),
        )
        .select_from(Assignment)
        .outerjoin(UNIT_OF_PERSON, UNIT_OF_PERSON.c.person_id == Assignment.person_id)
        .where(_OPEN)
        .group_by(*holder)
        .cte("load")
    )


def _holders(load: CTE) -> CompoundSelect[*tuple[Any, ...]]:
    """The units of the agency, with or without work, and the people outside them with work."""
    figures = [load.c[name] for name in FIGURES]
    units = (
        select(
            Unit.id.label("unit_id"),
            null().label("person_id"),
            Unit.name.label("name"),
            Unit.position.label("position"),
            literal("").label("name_key"),
            *(func.coalesce(figure, 0).label(figure.name) for figure in figures),
        )
        .outerjoin(load, load.c.unit_id == Unit.id)
        .where(Unit.agency_id == MY_AGENCY, valid_on(Unit))
    )
    people = select(null(), Person.id, Person.name, literal(0), Person.name_key, *figures).join(
        load, load.c.person_id == Person.id
    )
    return units.union_all(people)


def _loads() -> Select[*tuple[Any, ...]]:
    """The agency's figures beside those of each holder; alone where nobody holds anything."""
    load = _by_holder()
    late_records = select(func.count(Assignment.record_id.distinct())).where(
        _OPEN, IS_COLOURED["late"]
    )
    whole = select(
        func.coalesce(func.sum(load.c.late), 0).label("late"),
        late_records.scalar_subquery().label("documents"),
        func.coalesce(func.sum(load.c.soon), 0).label("soon"),
    ).subquery()
    one = _holders(load).subquery()
    return (
        select(
            *(whole.c.late, whole.c.documents, whole.c.soon),
            *(one.c.unit_id, one.c.person_id, one.c.name, *(one.c[name] for name in FIGURES)),
        )
        .select_from(whole)
        .outerjoin(one, true())
        .order_by(
            one.c.late.desc(),
            one.c.person_id.is_not(None),
            one.c.position,
            one.c.name_key,
            one.c.unit_id,
        )
    )


_LOADS = _loads()
