"""What every installation needs before the first person signs in; safe to repeat."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AccessEpoch, Role, RolePermission
from app.access.service.accounts import create_account
from app.core import clock
from app.core.errors import Problem, Refused
from app.core.feature import Features
from app.core.policy import Actor
from app.core.text import clean
from app.correspondence.service import ensure_types
from app.deadlines.service import ensure_holidays
from app.features import FEATURES
from app.organisation.models import Agency, Person
from app.organisation.service import (
    AgencyData,
    PostData,
    create_agency,
    give_post,
)
from app.registers.service import ensure_copies_apart


def ensure_basics(session: Session, features: Features = FEATURES) -> None:
    """Roles with permissions, document types, holidays. What an administrator changed stays."""
    if session.get(AccessEpoch, 1) is None:
        session.add(AccessEpoch(id=1, number=1))
    for position, (code, name) in enumerate(features.roles.items()):
        if session.get(Role, code) is None:
            session.add(Role(code=code, name=name, position=position))
            session.flush()
            session.add_all(
                RolePermission(role_code=code, permission=name)
                for name in sorted(features.granted_at_first(code))
            )
    ensure_types(session)
    ensure_holidays(session)
    ensure_copies_apart(session)


@dataclass(frozen=True)
class Founder:
    """The first agency of an office, and the person who will make the rest."""

    agency: str
    code: str
    place: str
    symbol: str
    name: str
    user_name: str


def found_administrator(session: Session, founder: Founder) -> str:
    """Make the first agency and its administrator; return a one-time password.

    The trail names the administrator as their own founder: nobody else is there yet.
    """
    if session.scalar(select(Agency.id).limit(1)) is not None:
        raise Refused(Problem("There is an agency already. Its administrator makes the rest."))
    name, today = clean(founder.name), clock.today()
    person = Person(name=name)
    session.add(person)
    session.flush()
    actor = Actor(person.id, name, None)
    agency = create_agency(session, actor, _first_agency(founder, today))
    post = PostData(agency.id, None, "Quản trị hệ thống", "administrator", today)
    give_post(session, actor, person.id, post)
    return create_account(session, actor, person.id, founder.user_name)


def _first_agency(founder: Founder, today: date) -> AgencyData:
    return AgencyData(
        name=clean(founder.agency),
        short_name=clean(founder.agency)[:80],
        code=clean(founder.code),
        symbol=clean(founder.symbol),
        place_name=clean(founder.place),
        valid_from=today,
    )
