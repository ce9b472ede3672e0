"""Who a signed-in person is at this moment: posts, permissions and reader tokens."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.models import AccessEpoch, Account, RolePermission, SignInSession
from app.access.queries.roles import SIGNING
from app.core import clock
from app.core.memory import remembered
from app.core.policy import Actor, HeldPost, person_token, reader_token
from app.organisation.models import Agency, Delegation, Person, Post, Unit
from app.organisation.queries.validity import running_on, valid_on


@dataclass(frozen=True)
class KnownAccount:
    """What signing in needs of an account before the password is checked."""

    person_id: int
    user_name: str
    password_hash: str


@dataclass(frozen=True)
class SessionState:
    """What every request asks of the database about the person whose cookie it carries."""

    session_ends_at: datetime | None
    """None when the session has ended, or was never this person's."""
    disabled_at: datetime | None
    must_change_password: bool
    current_post_id: int | None
    language: str
    theme: str
    access_epoch: int


@dataclass(frozen=True)
class RunningDelegation:
    """A delegation that holds today, given or received."""

    id: int
    post_id: int
    title: str
    giver_id: int
    giver: str
    receiver_id: int
    receiver: str
    ends_on: date


@dataclass(frozen=True)
class Powers:
    """The actor, every post they could work in today, and the delegations on either side."""

    actor: Actor
    held: tuple[HeldPost, ...]
    agency_names: Mapping[int, str]
    delegations: tuple[RunningDelegation, ...]


_KNOWN = select(Account.person_id, Account.user_name, Account.password_hash)


def account_by_user_name(session: Session, user_name: str) -> KnownAccount | None:
    row = session.execute(_KNOWN.where(Account.user_name == user_name)).first()
    return KnownAccount(*row) if row else None


def account_of(session: Session, person_id: int) -> KnownAccount:
    return KnownAccount(*session.execute(_KNOWN.where(Account.person_id == person_id)).one())


_session_state = select(
    select(SignInSession.ends_at)
    .where(SignInSession.key == bindparam("key"), SignInSession.person_id == Account.person_id)
    .scalar_subquery(),
    Account.disabled_at,
    Account.must_change_password,
    Account.current_post_id,
    Account.language,
    Account.theme,
    select(AccessEpoch.number).where(AccessEpoch.id == 1).scalar_subquery(),
).where(Account.person_id == bindparam("person_id"))


def session_state(session: Session, person_id: int, key: str) -> SessionState | None:
    """The one statement of the sign-in check: the person's account and the session of this key."""
    row = session.execute(_session_state, {"person_id": person_id, "key": key}).first()
    return SessionState(*row) if row else None


def epoch(session: Session) -> int:
    """The number that rises with every change of who may do what."""
    return session.scalar(select(AccessEpoch.number).where(AccessEpoch.id == 1)) or 0


def actor_of(session: Session, person_id: int) -> Actor:
    """The actor this person is today, in the agency of the post they work in now."""
    return _actor(session, person_id, held_posts(session, person_id, clock.today()))


def languages_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """In which language each of these persons with an account reads."""
    rows = select(Account.person_id, Account.language)
    return dict(session.execute(rows.where(Account.person_id.in_(set(person_ids)))).all())


def powers_of(session: Session, person_id: int) -> Powers:
    """The actor with all that the person menu and the banner show."""
    held = held_posts(session, person_id, clock.today())
    names = select(Agency.id, Agency.short_name).where(
        Agency.id.in_({post.agency_id for post in held})
    )
    return Powers(
        actor=_actor(session, person_id, held),
        held=tuple(held),
        agency_names=dict(session.execute(names).all()),
        delegations=tuple(running_delegations(session, person_id, clock.today())),
    )


def home_agency_id(session: Session, person_id: int) -> int | None:
    """The agency of the person's first valid post of their own."""
    rows = select(Post.agency_id).where(Post.person_id == person_id, valid_on(Post))
    return session.scalar(rows.order_by(Post.is_main.desc(), Post.id).limit(1))


def running_delegations(session: Session, person_id: int, day: date) -> list[RunningDelegation]:
    """Delegations this person gave or received that hold on this day."""
    giver, receiver = aliased(Person), aliased(Person)
    rows = (
        select(
            Delegation.id,
            Post.id,
            Post.title,
            giver.id,
            giver.name,
            receiver.id,
            receiver.name,
            Delegation.ends_on,
        )
        .join(Post, Post.id == Delegation.post_id)
        .join(giver, giver.id == Post.person_id)
        .join(receiver, receiver.id == Delegation.to_person_id)
        .where(
            or_(giver.id == person_id, receiver.id == person_id),
            running_on(day),
            valid_on(Post, day),
        )
        .order_by(Delegation.id)
    )
    return [RunningDelegation(*row) for row in session.execute(rows)]


def _actor(session: Session, person_id: int, held: Sequence[HeldPost]) -> Actor:
    person = session.get_one(Person, person_id)
    account = session.get(Account, person_id)
    here = _in_current_agency(held, account.current_post_id if account else None)
    posts = _with_permissions(session, here)
    permissions = frozenset().union(*(post.permissions for post in posts))
    return Actor(
        person_id=person_id,
        name=person.name,
        agency_id=posts[0].agency_id if posts else None,
        posts=posts,
        permissions=permissions,
        tokens=_tokens(posts, held),
        preferences={"language": account.language, "theme": account.theme} if account else {},
    )


def held_posts(session: Session, person_id: int, day: date) -> list[HeldPost]:
    """The person's own posts on this day, then those delegated to them."""
    return [*_own_posts(session, person_id, day), *_delegated_posts(session, person_id, day)]


def _own_posts(session: Session, person_id: int, day: date) -> list[HeldPost]:
    rows = select(Post, Person.name).join(Person, Person.id == Post.person_id)
    rows = rows.where(Post.person_id == person_id, valid_on(Post, day))
    rows = rows.order_by(Post.is_main.desc(), Post.id)
    before = _before(session)
    return [_held(post, name, None, before) for post, name in session.execute(rows)]


def _delegated_posts(session: Session, person_id: int, day: date) -> list[HeldPost]:
    giver = aliased(Person)
    rows = (
        select(Post, giver.name, Delegation)
        .join(Delegation, Delegation.post_id == Post.id)
        .join(giver, giver.id == Post.person_id)
        .where(
            Delegation.to_person_id == person_id,
            running_on(day),
            valid_on(Post, day),
        )
        .order_by(Delegation.id)
    )
    before = _before(session)
    return [_held(post, name, given, before) for post, name, given in session.execute(rows)]


class _Before(NamedTuple):
    """The units, and agencies, that ended with each as their successor, over any number of
    steps."""

    units: Mapping[int, frozenset[int]]
    agencies: Mapping[int, frozenset[int]]


def _before(session: Session) -> _Before:
    return remembered(
        session,
        "bodies succeeded",
        lambda: _Before(_find_succeeded(session, Unit), _find_succeeded(session, Agency)),
    )


def _find_succeeded(session: Session, body: type[Unit | Agency]) -> Mapping[int, frozenset[int]]:
    rows = select(body.id, body.successor_id).where(
        body.successor_id.is_not(None), body.valid_to < clock.today()
    )
    successors = dict(session.execute(rows).all())
    found: dict[int, frozenset[int]] = {}
    for ended in successors:
        seen, successor = {ended}, successors.get(ended)
        while successor is not None and successor not in seen:
            found[successor] = found.get(successor, frozenset()) | {ended}
            seen.add(successor)
            successor = successors.get(successor)
    return found


def _held(
    post: Post,
    person_name: str,
    delegation: Delegation | None,
    before: _Before,
) -> HeldPost:
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
        succeeded=before.units.get(post.unit_id or 0, frozenset()) if post.is_head else frozenset(),
        agencies_succeeded=before.agencies.get(post.agency_id, frozenset()),
    )


def _in_current_agency(
    posts: Sequence[HeldPost], current_post_id: int | None
) -> tuple[HeldPost, ...]:
    """The chosen post first (or the first one), and all others of the same agency."""
    ordered = sorted(posts, key=lambda post: post.post_id != current_post_id)
    return tuple(post for post in ordered if post.agency_id == ordered[0].agency_id)


def _with_permissions(session: Session, posts: Iterable[HeldPost]) -> tuple[HeldPost, ...]:
    by_role: dict[str, set[str]] = {}
    roles = {post.role for post in posts}
    rows = select(RolePermission.role_code, RolePermission.permission)
    for role, permission in session.execute(rows.where(RolePermission.role_code.in_(roles))):
        by_role.setdefault(role, set()).add(permission)
    left_out = {"process": SIGNING}
    return tuple(
        replace(
            post,
            permissions=frozenset(
                by_role.get(post.role, set()) - left_out.get(post.delegation_scope, set())
            ),
        )
        for post in posts
    )


def _tokens(posts: Sequence[HeldPost], held: Iterable[HeldPost]) -> frozenset[str]:
    """What the actor may read. Delegated posts add what their holder may read in them.

    It is made of the posts and delegations of this day, so that what was given to a person ends
    with the last of them. Whoever may open no documents in a post of their own (an administrator)
    has no token, whatever they are given.
    """
    if not any("documents.read" in one.permissions for one in posts if not one.is_delegated):
        return frozenset()
    own = (_personal(post) for post in held if not post.is_delegated)
    return frozenset().union(*own, *(post.tokens for post in posts))


def _personal(post: HeldPost) -> set[str]:
    return {reader_token(person_token(post.person_id), one) for one in post.agency_ids}


def agency_names_of(session: Session, person_id: int) -> Sequence[str]:
    """The names of the agencies in which this person ever held a post, and those by their side."""
    rows = select(Agency.name).join(Post, Post.agency_id == Agency.id)
    return session.scalars(rows.where(Post.person_id == person_id).distinct()).all()
