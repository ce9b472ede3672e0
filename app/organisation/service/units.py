"""Units of an agency: added, moved in the tree, ended with a successor."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core.errors import Problem, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Agency, Unit
from app.organisation.rules import (
    SUCCEEDS_IN_A_CIRCLE,
    makes_a_circle,
    outside_problems,
    span_problems,
)
from app.organisation.service.common import apply, left_outside, load, raise_epoch


@dataclass(frozen=True)
class UnitData:
    name: str
    short_name: str
    valid_from: date
    valid_to: date | None = None
    symbol: str = ""
    position: int = 0
    parent_id: int | None = None
    successor_id: int | None = None


def create_unit(session: Session, actor: Actor, agency_id: int, data: UnitData) -> Unit:
    agency = load(session, Agency, agency_id)
    _refuse_wrong(session, agency, data, None)
    unit = Unit(agency_id=agency_id, **asdict(data))
    session.add(unit)
    session.flush()
    subject = Subject("unit", unit.id)
    record(
        session, actor, "organisation.unit_created", subject, agency_id=agency_id, name=data.name
    )
    raise_epoch(session)
    return unit


def change_unit(session: Session, actor: Actor, unit_id: int, version: int, data: UnitData) -> Unit:
    unit = load(session, Unit, unit_id)
    must_be_latest(session, Subject("unit", unit.id), unit.version, version, "organisation.unit_")
    _refuse_wrong(session, load(session, Agency, unit.agency_id), data, unit)
    fields = apply(unit, asdict(data))
    if fields:
        record(
            session,
            actor,
            "organisation.unit_changed",
            Subject("unit", unit.id),
            agency_id=unit.agency_id,
            name=unit.name,
            fields_words=fields,
        )
        raise_epoch(session)
    return unit


def _refuse_wrong(session: Session, agency: Agency, data: UnitData, unit: Unit | None) -> None:
    span, outer = (data.valid_from, data.valid_to), (agency.valid_from, agency.valid_to)
    problems = span_problems(*span) or outside_problems(span, outer, agency.name)
    problems += _tree_problems(session, agency, data, unit)
    if unit is not None:
        problems += left_outside(session, *span, unit_id=unit.id)
    refuse_for(problems)


def _tree_problems(
    session: Session, agency: Agency, data: UnitData, unit: Unit | None
) -> list[Problem]:
    of_agency = select(Unit.id, Unit.parent_id).where(Unit.agency_id == agency.id)
    parents = dict(session.execute(of_agency).all())
    problems = []
    if data.parent_id is not None and data.parent_id not in parents:
        problems.append(Problem(N_("Choose a unit of the same agency."), field="parent_id"))
    elif unit is not None and makes_a_circle(parents, unit.id, data.parent_id):
        problems.append(Problem(N_("It would stand below itself."), field="parent_id"))
    if unit is not None and data.successor_id == unit.id:
        problems.append(Problem(N_("It cannot succeed itself."), field="successor_id"))
    elif unit is not None and makes_a_circle(_successors(session), unit.id, data.successor_id):
        problems.append(Problem(SUCCEEDS_IN_A_CIRCLE, field="successor_id"))
    return problems


def _successors(session: Session) -> dict[int, int | None]:
    rows = select(Unit.id, Unit.successor_id).where(Unit.successor_id.is_not(None))
    return dict(session.execute(rows).all())
