"""Agencies: added, changed, ended with a successor."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core.errors import Problem, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Agency
from app.organisation.rules import SUCCEEDS_IN_A_CIRCLE, makes_a_circle, span_problems
from app.organisation.service.common import apply, left_outside, load, raise_epoch


@dataclass(frozen=True)
class AgencyData:
    name: str
    short_name: str
    code: str
    symbol: str
    place_name: str
    valid_from: date
    valid_to: date | None = None
    parent_id: int | None = None
    successor_id: int | None = None
    superior_name: str = ""
    collective_name: str = ""
    address: str = ""


def create_agency(session: Session, actor: Actor, data: AgencyData) -> Agency:
    _refuse_wrong(session, data, None)
    agency = Agency(**asdict(data))
    session.add(agency)
    session.flush()
    subject = Subject("agency", agency.id)
    record(
        session, actor, "organisation.agency_created", subject, agency_id=agency.id, name=data.name
    )
    raise_epoch(session)
    return agency


def change_agency(
    session: Session, actor: Actor, agency_id: int, version: int, data: AgencyData
) -> Agency:
    agency = load(session, Agency, agency_id)
    must_be_latest(
        session, Subject("agency", agency.id), agency.version, version, "organisation.agency_"
    )
    _refuse_wrong(session, data, agency)
    fields = apply(agency, asdict(data))
    if fields:
        record(
            session,
            actor,
            "organisation.agency_changed",
            Subject("agency", agency.id),
            agency_id=agency.id,
            name=agency.name,
            fields_words=fields,
        )
        raise_epoch(session)
    return agency


def _refuse_wrong(session: Session, data: AgencyData, agency: Agency | None) -> None:
    problems = span_problems(data.valid_from, data.valid_to)
    twin = session.scalar(select(Agency).where(Agency.code == data.code))
    if twin is not None and twin is not agency:
        problems.append(Problem(N_("%(name)s already has this code."), {"name": twin.name}, "code"))
    if agency is not None:
        problems += _tree_problems(session, data, agency)
    refuse_for(problems)


def _tree_problems(session: Session, data: AgencyData, agency: Agency) -> list[Problem]:
    problems = []
    parents = dict(session.execute(select(Agency.id, Agency.parent_id)).all())
    if makes_a_circle(parents, agency.id, data.parent_id):
        problems.append(Problem(N_("It would stand below itself."), field="parent_id"))
    if data.successor_id == agency.id:
        problems.append(Problem(N_("It cannot succeed itself."), field="successor_id"))
    elif makes_a_circle(_successors(session), agency.id, data.successor_id):
        problems.append(Problem(SUCCEEDS_IN_A_CIRCLE, field="successor_id"))
    return problems + left_outside(session, data.valid_from, data.valid_to, agency_id=agency.id)


def _successors(session: Session) -> dict[int, int | None]:
    rows = select(Agency.id, Agency.successor_id).where(Agency.successor_id.is_not(None))
    return dict(session.execute(rows).all())
