"""Roles and what they permit."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.access.models import Role, RolePermission
from app.access.queries.presence import may_sign_in
from app.core.asking import TODAY
from app.organisation.models import Delegation, Post
from app.organisation.queries.agencies import living
from app.organisation.queries.validity import running_on, valid_on

SIGNING = frozenset({"drafts.sign"})
"""What a delegation for processing leaves out."""
FOR_ALL = Delegation.scope == "all"


def roles(session: Session) -> list[Role]:
    return list(session.scalars(select(Role).order_by(Role.position, Role.code)))


def role_names(session: Session) -> list[tuple[str, str]]:
    """Codes and names (message ids) of the roles, in order."""
    return [(role.code, role.name) for role in roles(session)]


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


def grants(*permissions: str) -> ColumnElement[bool]:
    """Posts whose role holds one of these permissions."""
    codes = select(RolePermission.role_code).where(RolePermission.permission.in_(permissions))
    return Post.role_code.in_(codes)


def takes_on(*permissions: str) -> ColumnElement[bool]:
    """Posts whose holders may be given what one does by one of these permissions.

    They may read what they are given, can sign in, and are there after today: what is given on
    somebody's last day would lie with nobody from tomorrow on.
    """
    stays = or_(Post.valid_to.is_(None), Post.valid_to > TODAY)
    may_do = grants(*permissions) & grants("documents.read")
    return and_(may_do, may_sign_in(Post.person_id), valid_on(Post), stays)


def takers(session: Session, agency_id: int, permission: str) -> set[int]:
    """Who may be given what one does by this permission, in this agency, or the one that succeeded
    it, from today on."""
    here = living(session, agency_id)
    rows = select(Post.person_id).where(Post.agency_id == here, takes_on(permission))
    return set(session.scalars(rows))


def holders_of(session: Session, agency_id: int, permission: str) -> set[int]:
    """Who holds this permission in this agency today, or in the one that succeeded it, in a post of
    their own or a delegated one."""
    delegated = running_on() if permission not in SIGNING else running_on() & FOR_ALL
    rows = (
        select(Post.person_id, Delegation.to_person_id)
        .outerjoin(Delegation, and_(Delegation.post_id == Post.id, delegated))
        .where(Post.agency_id == living(session, agency_id), grants(permission), valid_on(Post))
    )
    found = (person_id for row in session.execute(rows) for person_id in row)
    return {person_id for person_id in found if person_id is not None}


def holders_anywhere(session: Session, permission: str) -> set[int]:
    """Who holds it today in a post of their own, in whatever agency, and can sign in."""
    rows = select(Post.person_id).where(
        grants(permission), valid_on(Post), may_sign_in(Post.person_id)
    )
    return set(session.scalars(rows))


def access_keepers(session: Session, day: date) -> set[int]:
    """Persons with an account in use and a post of their own that lets them keep access."""
    rows = select(Post.person_id).where(
        grants("access.manage"), valid_on(Post, day), may_sign_in(Post.person_id)
    )
    return set(session.scalars(rows))
