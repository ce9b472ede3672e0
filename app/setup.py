"""What every installation needs before the first person signs in; safe to repeat."""

from sqlalchemy.orm import Session

from app.access.catalogue import ROLES
from app.access.models import AccessEpoch, Role, RolePermission
from app.correspondence.service import ensure_types
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
