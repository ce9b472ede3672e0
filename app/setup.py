"""What every installation needs before the first person signs in; safe to repeat."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access import passwords
from app.access.catalogue import ROLES
from app.access.models import AccessEpoch, Account, Role, RolePermission
from app.core import clock
from app.core.text import fold
from app.correspondence.service import ensure_types
from app.organisation.models import Agency, Person, Post
from app.organisation.service import ensure_holidays


def ensure_basics(session: Session) -> None:
    """Roles with permissions, document types, holidays. What an administrator changed stays."""
    if session.get(AccessEpoch, 1) is None:
        session.add(AccessEpoch(id=1, number=1))
    for position, (code, (name, permissions)) in enumerate(ROLES.items()):
        if session.get(Role, code) is None:
            session.add(Role(code=code, name=name, position=position))
            session.flush()
            session.add_all(
                RolePermission(role_code=code, permission=p) for p in sorted(permissions)
            )
    ensure_types(session)
    ensure_holidays(session)


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
    """Make the first agency and its administrator; return a one-time password."""
    agency = Agency(
        code=founder.code,
        name=founder.agency,
        short_name=founder.agency[:80],
        symbol=founder.symbol,
        place_name=founder.place,
        valid_from=clock.today(),
    )
    person = Person(name=founder.name, folded_name=fold(founder.name))
    session.add_all([agency, person])
    session.flush()
    password = passwords.one_time()
    session.add(
        Account(
            person_id=person.id,
            user_name=founder.user_name,
            password_hash=passwords.hashed(password),
            must_change_password=True,
        )
    )
    session.add(
        Post(
            person_id=person.id,
            agency_id=agency.id,
            title="Quản trị hệ thống",
            role_code="administrator",
            valid_from=clock.today(),
        )
    )
    return password
