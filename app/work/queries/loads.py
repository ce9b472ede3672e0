"""How much open work an agency has, and who answers for it."""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    CompoundSelect,
    ScalarSelect,
    Select,
    case,
    func,
    literal,
    null,
    select,
    true,
)
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import given
from app.core.policy import Actor, person_token, unit_token
from app.deadlines.rules.colours import Horizon
from app.organisation.models import Person, Unit
from app.organisation.queries import valid_on
from app.work.filters import WorkFilter
from app.work.models import Assignment
from app.work.queries.colours import IS_COLOURED
from app.work.queries.worklist import WORK, unit_of_person


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


def agency_load(session: Session, actor: Actor, at: Horizon) -> AgencyLoad:
    """The open work of the actor's agency, looked through once for all its figures."""
    rows = session.execute(_loads(actor, clock.today()), given(actor, at.moments)).all()
    late, documents, soon, *_holder = rows[0]
    holders = [
        HolderLoad(unit_token(unit) if unit else person_token(person), *figures)
        for _late, _documents, _soon, unit, person, *figures in rows
        if unit or person
    ]
    return AgencyLoad(int(late), int(documents), int(soon), holders)


@lru_cache(maxsize=32)
def _loads(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    """The agency's figures beside those of each holder; alone where nobody holds anything."""
    load = _by_holder(actor, today)
    whole = select(
        func.coalesce(func.sum(load.c.late), 0).label("late"),
        _late_records(actor).label("documents"),
        func.coalesce(func.sum(load.c.soon), 0).label("soon"),
    ).subquery()
    one = _holders(load, actor, today).subquery()
    return (
        select(
            *(whole.c.late, whole.c.documents, whole.c.soon),
            *(one.c.unit_id, one.c.person_id, one.c.name, *(one.c[name] for name in FIGURES)),
        )
        .select_from(whole)
        .outerjoin(one, true())
        .order_by(one.c.late.desc(), one.c.person_id.is_not(None), one.c.position, one.c.name)
    )


def _late_records(actor: Actor) -> ScalarSelect[int]:
    late = WorkFilter(scope="agency", colour="late")
    return WORK.select(func.count(Assignment.record_id.distinct()), actor, late).scalar_subquery()


def _holders(load: CTE, actor: Actor, today: date) -> CompoundSelect[*tuple[Any, ...]]:
    """The units of the agency, with or without work, and the people outside them with work."""
    figures = [load.c[name] for name in FIGURES]
    units = (
        select(
            Unit.id.label("unit_id"),
            null().label("person_id"),
            Unit.name.label("name"),
            Unit.position.label("position"),
            *(func.coalesce(figure, 0).label(figure.name) for figure in figures),
        )
        .outerjoin(load, load.c.unit_id == Unit.id)
        .where(Unit.agency_id == actor.agency_id, valid_on(Unit, today))
    )
    people = select(null(), Person.id, Person.name, literal(0), *figures).join(
        load, load.c.person_id == Person.id
    )
    return units.union_all(people)


def _by_holder(actor: Actor, today: date) -> CTE:
    """Figures by unit; by person where a directive gave it to somebody who works in no unit."""
    people = unit_of_person(today)
    by_directive = Assignment.parent_id.is_(None)
    unit_id = func.coalesce(Assignment.unit_id, case((by_directive, people.c.unit_id)))
    person_id = case((by_directive & unit_id.is_(None), Assignment.person_id))
    holder = unit_id.label("unit_id"), person_id.label("person_id")
    return (
        select(
            *holder,
            func.count().label("all"),
            *(func.count().filter(IS_COLOURED[name]).label(name) for name in FIGURES[1:]),
        )
        .select_from(Assignment)
        .outerjoin(people, people.c.person_id == Assignment.person_id)
        .where(*WORK.conditions(actor, WorkFilter(scope="agency")))
        .group_by(*holder)
        .cte("load")
    )
