"""How much open work an agency has, and each of its units."""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CTE, Select, case, func, select
from sqlalchemy.orm import Session

from app.assignments.models import Assignment
from app.assignments.queries.colours import IS_COLOURED, Horizon
from app.assignments.queries.worklist import WorkFilter, unit_of_person
from app.core import clock
from app.core.policy import Actor
from app.organisation.models import Unit
from app.organisation.queries import valid_on


class UnitLoad(NamedTuple):
    """Open work a unit answers for, by colour; `track` counts everything not late and not soon."""

    unit_id: int
    name: str
    late: int
    soon: int
    track: int


class AgencyLoad(NamedTuple):
    """Open work of an agency that is late or due soon, whoever holds it, and that of its units."""

    late: int
    soon: int
    units: list[UnitLoad]
    """Every unit, the most late ones first."""


def agency_load(session: Session, actor: Actor, at: Horizon) -> AgencyLoad:
    """The open work of the actor's agency, looked through once for all its figures."""
    rows = session.execute(_loads(actor, clock.today()), at.moments).all()
    late, soon, *_unit = rows[0]
    units = [UnitLoad(*unit) for _late, _soon, *unit in rows if unit[0] is not None]
    return AgencyLoad(int(late), int(soon), units)


@lru_cache(maxsize=64)
def _loads(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    """The agency's figures beside those of each unit; alone in an agency without units."""
    load = _by_unit(actor, today)
    whole = select(
        func.coalesce(func.sum(load.c.late), 0).label("late"),
        func.coalesce(func.sum(load.c.soon), 0).label("soon"),
    ).subquery()
    late, soon, track = (func.coalesce(load.c[name], 0) for name in ("late", "soon", "track"))
    return (
        select(whole.c.late, whole.c.soon, Unit.id, Unit.name, late, soon, track)
        .select_from(whole)
        .outerjoin(Unit, (Unit.agency_id == actor.agency_id) & valid_on(Unit, today))
        .outerjoin(load, load.c.unit_id == Unit.id)
        .order_by(late.desc(), Unit.position, Unit.id)
    )


def _by_unit(actor: Actor, today: date) -> CTE:
    people = unit_of_person(actor, today)
    of_person = case((Assignment.parent_id.is_(None), people.c.unit_id))
    unit_id = func.coalesce(Assignment.unit_id, of_person).label("unit_id")
    return (
        select(
            unit_id,
            func.count().filter(IS_COLOURED["late"]).label("late"),
            func.count().filter(IS_COLOURED["soon"]).label("soon"),
            func.count().filter(IS_COLOURED["track"]).label("track"),
        )
        .select_from(Assignment)
        .outerjoin(people, people.c.person_id == Assignment.person_id)
        .where(WorkFilter(scope="agency").where(actor))
        .group_by(unit_id)
        .cte("load")
    )
