"""Who a signed-in person is at this moment: posts, permissions and reader tokens."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.models import AccessEpoch, Account, RolePermission
from app.core import clock
from app.core.policy import Actor, HeldPost, agency_token, person_token, unit_token
from app.organisation.models import Delegation, Person, Post

SIGNING = frozenset({"drafts.sign"})


def epoch(session: Session) -> int:
    """The number that rises with every change of who may do what."""
    return session.scalar(select(AccessEpoch.number).where(AccessEpoch.id == 1)) or 0


def actor_of(session: Session, person_id: int) -> Actor:
    """The actor this person is today, in the agency of the post they work in now."""
    person = session.get_one(Person, person_id)
    account = session.get(Account, person_id)
    posts = held_posts(session, person_id, clock.today())
    posts = _in_current_agency(posts, account.current_post_id if account else None)
    permissions = _permissions(session, posts)
    return Actor(
        person_id=person_id,
        name=person.name,
        agency_id=posts[0].agency_id if posts else None,
        posts=posts,
        permissions=permissions,
        tokens=_tokens(person_id, posts, permissions),
        preferences={"language": account.language, "theme": account.theme} if account else {},
    )


def held_posts(session: Session, person_id: int, day: date) -> list[HeldPost]:
    """The person's own posts on this day, then those delegated to them."""
    return [*_own_posts(session, person_id, day), *_delegated_posts(session, person_id, day)]


def _own_posts(session: Session, person_id: int, day: date) -> list[HeldPost]:
    rows = select(Post, Person.name).join(Person, Person.id == Post.person_id)
    rows = rows.where(Post.person_id == person_id, _valid(day)).order_by(Post.id)
    return [_held(post, name, None) for post, name in session.execute(rows)]


def _delegated_posts(session: Session, person_id: int, day: date) -> list[HeldPost]:
    giver = aliased(Person)
    rows = (
        select(Post, giver.name, Delegation)
        .join(Delegation, Delegation.post_id == Post.id)
        .join(giver, giver.id == Post.person_id)
        .where(
            Delegation.to_person_id == person_id,
            Delegation.starts_on <= day,
            Delegation.ends_on >= day,
            Delegation.revoked_at.is_(None),
            _valid(day),
        )
        .order_by(Delegation.id)
    )
    return [_held(post, name, delegation) for post, name, delegation in session.execute(rows)]


def _valid(day: date) -> ColumnElement[bool]:
    return and_(Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day))


def _held(post: Post, person_name: str, delegation: Delegation | None) -> HeldPost:
    return HeldPost(
        post_id=post.id,
        person_id=post.person_id,
        person_name=person_name,
        title=post.title,
        role=post.role_code,
        agency_id=post.agency_id,
        unit_id=post.unit_id,
        is_head=post.is_head,
        delegation_id=delegation.id if delegation else None,
        delegation_scope=delegation.scope if delegation else "",
    )


def _in_current_agency(
    posts: Sequence[HeldPost], current_post_id: int | None
) -> tuple[HeldPost, ...]:
    """The chosen post first (or the first one), and all others of the same agency."""
    ordered = sorted(posts, key=lambda post: post.post_id != current_post_id)
    return tuple(post for post in ordered if post.agency_id == ordered[0].agency_id)


def _permissions(session: Session, posts: Iterable[HeldPost]) -> frozenset[str]:
    by_role: dict[str, set[str]] = {}
    roles = {post.role for post in posts}
    for row in session.execute(select(RolePermission).where(RolePermission.role_code.in_(roles))):
        by_role.setdefault(row[0].role_code, set()).add(row[0].permission)
    granted: set[str] = set()
    for post in posts:
        allowed = by_role.get(post.role, set())
        granted |= allowed - SIGNING if post.delegation_scope == "process" else allowed
    return frozenset(granted)


def _tokens(
    person_id: int, posts: Iterable[HeldPost], permissions: frozenset[str]
) -> frozenset[str]:
    """What the actor may read. Delegated posts add what their holder may read in them."""
    tokens = {person_token(person_id)}
    for post in posts:
        tokens.add(person_token(post.person_id))
        if post.is_head and post.unit_id is not None:
            tokens.add(unit_token(post.unit_id))
        if "documents.read_agency" in permissions:
            tokens.add(agency_token(post.agency_id))
    return frozenset(tokens)
