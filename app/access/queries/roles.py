"""Roles and what they permit."""

from collections.abc import Mapping

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.access.models import Role, RolePermission
from app.core import clock
from app.organisation.models import Post
from app.organisation.queries import acting_for


def roles(session: Session) -> list[Role]:
    return list(session.scalars(select(Role).order_by(Role.position, Role.code)))


def granted(session: Session, *, lock: bool = False) -> Mapping[str, frozenset[str]]:
    """Role code to its permissions; with `lock` nobody else changes them meanwhile."""
    codes = select(Role.code).order_by(Role.code)
    found: dict[str, set[str]] = {
        code: set() for code in session.scalars(codes.with_for_update() if lock else codes)
    }
    for code, permission in session.execute(
        select(RolePermission.role_code, RolePermission.permission)
    ):
        found[code].add(permission)
    return {code: frozenset(permissions) for code, permissions in found.items()}


def roles_that_may(session: Session, permission: str) -> frozenset[str]:
    """Codes of the roles that hold this permission (for `organisation.queries.receivers`)."""
    rows = select(RolePermission.role_code).where(RolePermission.permission == permission)
    return frozenset(session.scalars(rows))


def holders_of(session: Session, agency_id: int, permission: str) -> set[int]:
    """Who holds this permission in this agency today."""
    day = clock.today()
    rows = (
        select(Post.person_id)
        .join(RolePermission, RolePermission.role_code == Post.role_code)
        .where(
            Post.agency_id == agency_id,
            RolePermission.permission == permission,
            and_(Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day)),
        )
    )
    return acting_for(session, session.scalars(rows))
