"""What each role may do: the matrix of roles and permissions."""

from collections.abc import Mapping, Set

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.access.models import Role, RolePermission
from app.access.queries import granted, roles
from app.access.queries.roles import access_keepers
from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import Problem, Refused
from app.core.feature import Permission
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.service import raise_epoch

Matrix = Mapping[str, frozenset[str]]
"""Role code to the permissions it has."""
Catalogue = Mapping[str, Permission]
"""Every permission that a feature of this office brings."""


def set_permissions(
    session: Session, actor: Actor, catalogue: Catalogue, seen: Matrix, wanted: Matrix
) -> int:
    """Carry out what the person changed between the matrix they saw and the one they sent.

    Cells that somebody else changed meanwhile and this person did not touch stay as they are.
    Returns how many cells changed.
    """
    present = granted(session, lock=True)
    changed = 0
    for position, role in enumerate(roles(session)):
        before, after = seen.get(role.code, frozenset()), wanted.get(role.code, frozenset())
        added = {p for p in after - before if p in catalogue} - present[role.code]
        removed = (before - after) & present[role.code]
        _grant(session, actor, catalogue, role, position, added)
        _withdraw(session, actor, catalogue, role, position, removed)
        changed += len(added) + len(removed)
    if changed:
        _refuse_without_keeper(session)
        raise_epoch(session)
    return changed


def _grant(
    session: Session,
    actor: Actor,
    catalogue: Catalogue,
    role: Role,
    position: int,
    added: Set[str],
) -> None:
    for permission in sorted(added):
        session.add(RolePermission(role_code=role.code, permission=permission))
        record(
            session,
            actor,
            "access.permission_granted",
            Subject("role", position),
            role_word=role.name,
            permission_word=catalogue[permission].words,
        )


def _withdraw(
    session: Session,
    actor: Actor,
    catalogue: Catalogue,
    role: Role,
    position: int,
    removed: Set[str],
) -> None:
    for permission in sorted(removed):
        session.execute(
            delete(RolePermission).where(
                RolePermission.role_code == role.code, RolePermission.permission == permission
            )
        )
        record(
            session,
            actor,
            "access.permission_withdrawn",
            Subject("role", position),
            role_word=role.name,
            permission_word=catalogue[permission].words if permission in catalogue else permission,
        )


def _refuse_without_keeper(session: Session) -> None:
    session.flush()
    if not access_keepers(session, clock.today()):
        raise Refused(
            Problem(N_("Then nobody could keep accounts and roles. Give that to another first."))
        )
