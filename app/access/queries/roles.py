"""Roles and what they permit."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import Role, RolePermission


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
