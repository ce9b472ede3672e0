"""Reading for the pages of access: people with their accounts, and delegations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    and_,
    func,
    join,
    literal,
    or_,
    outerjoin,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.access.filters import AccountFilter, DelegationFilter
from app.access.models import Account, SignInTries
from app.access.queries.presence import holds_post
from app.access.rules import LOCKED_FOR, is_locked
from app.core import clock
from app.core.db import found_when_asked
from app.core.feature import installed
from app.core.lists import FIRST, Listing, Page, Place, among, contains
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Absence, Agency, Delegation, Person, Post, Unit
from app.organisation.queries.validity import running_on, valid_on
from app.organisation.rules import covers

MOST_OF_A_PERSON = 50
STANDS_IN = N_("Absences in which they stand in")

ENDING_WITHIN = timedelta(days=7)
"""A delegation about to end is told of so long before."""


@dataclass(frozen=True)
class AccountRow:
    """A person with their account, if any, and the post they work in."""

    person_id: int
    name: str
    user_name: str | None
    disabled_at: datetime | None
    locked_until: datetime | None
    must_change_password: bool | None
    last_sign_in_at: datetime | None
    post: str = ""
    other_posts: int = 0

    @property
    def is_locked(self) -> bool:
        return is_locked(self.locked_until, clock.now())


@dataclass(frozen=True)
class DelegationRow:
    id: int
    title: str
    agency: str
    giver_id: int
    giver: str
    receiver_id: int
    receiver: str
    scope: str
    basis: str
    starts_on: date
    ends_on: date
    revoked_at: datetime | None

    @property
    def is_running(self) -> bool:
        return self.revoked_at is None and covers(self.starts_on, self.ends_on, clock.today())

    @property
    def has_ended(self) -> bool:
        return self.revoked_at is not None or self.ends_on < clock.today()


_PEOPLE = outerjoin(
    outerjoin(Person, Account, Account.person_id == Person.id),
    SignInTries,
    SignInTries.user_name == Account.user_name,
)


def _at_work_in(_actor: Actor, agency_id: int) -> ColumnElement[bool]:
    post = select(Post.id).where(Post.person_id == Person.id, valid_on(Post))
    return post.where(Post.agency_id == agency_id).exists()


_STATES: dict[str, ColumnElement[bool]] = {
    "locked": SignInTries.locked_until.between(
        found_when_asked(clock.now), found_when_asked(lambda: clock.now() + LOCKED_FOR)
    ),
    "disabled": Account.disabled_at.is_not(None),
    "none": Account.person_id.is_(None),
    "first": and_(Account.must_change_password, Account.disabled_at.is_(None)),
    "idle": and_(Account.disabled_at.is_(None), ~holds_post(Person.id)),
}

ACCOUNTS = Listing(
    name="access.index",
    title=N_("Accounts"),
    filter=AccountFilter,
    id=Person.id,
    rows=select(
        Person.id,
        Person.name,
        Account.user_name,
        Account.disabled_at,
        SignInTries.locked_until,
        Account.must_change_password,
        Account.last_sign_in_at,
    ).select_from(_PEOPLE),
    source=_PEOPLE,
    where={
        "words": contains(Person.folded_name, Account.user_name),
        "agency_id": _at_work_in,
        "state": among(_STATES),
    },
    sorts={"name": Person.name_key, "seen": Account.last_sign_in_at},
)


def account_page(
    session: Session, actor: Actor, wanted: AccountFilter, place: Place = FIRST
) -> Page[AccountRow]:
    """People with their accounts, in two statements."""
    return ACCOUNTS.page(session, actor, wanted, place).of(lambda rows: with_posts(session, rows))


def account_of(session: Session, person_id: int) -> AccountRow | None:
    """The person's row, None when there is no such person."""
    row = session.execute(ACCOUNTS.rows.where(Person.id == person_id)).first()
    return AccountRow(*row) if row else None


def _posts_of(session: Session, person_ids: Sequence[int]) -> dict[int, list[str]]:
    rows = (
        select(Post.person_id, Post.title, Unit.short_name, Agency.short_name)
        .join(Agency, Agency.id == Post.agency_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(Post.person_id.in_(person_ids), valid_on(Post))
        .order_by(Post.is_main.desc(), Post.id)
    )
    found: dict[int, list[str]] = {}
    for person_id, *words in session.execute(rows):
        found.setdefault(person_id, []).append(", ".join(filter(None, words)))
    return found


def with_posts(session: Session, rows: Sequence[Any]) -> list[AccountRow]:
    posts = _posts_of(session, [row.id for row in rows])
    people = ((row, posts.get(row.id, [])) for row in rows)
    return [
        replace(AccountRow(*row), post=held[0] if held else "", other_posts=max(0, len(held) - 1))
        for row, held in people
    ]


# -- Delegations -----------------------------------------------------------------------------------


_ENDING = found_when_asked(lambda: clock.today() + ENDING_WITHIN, Date())
_DELEGATION_TABS = {
    "all": true(),
    "running": running_on(),
    "ending": and_(running_on(), Delegation.ends_on < _ENDING),
}
_GIVER, _RECEIVER = aliased(Person), aliased(Person)

_DELEGATED = (
    join(Delegation, Post, Post.id == Delegation.post_id)
    .join(_GIVER, _GIVER.id == Post.person_id)
    .join(_RECEIVER, _RECEIVER.id == Delegation.to_person_id)
)

DELEGATIONS = Listing(
    name="access.all_delegations",
    title=N_("Delegations"),
    filter=DelegationFilter,
    id=Delegation.id,
    rows=select(
        Delegation.id,
        Post.title,
        Agency.short_name,
        _GIVER.id,
        _GIVER.name,
        _RECEIVER.id,
        _RECEIVER.name,
        Delegation.scope,
        Delegation.basis,
        Delegation.starts_on,
        Delegation.ends_on,
        Delegation.revoked_at,
    )
    .select_from(_DELEGATED)
    .join(Agency, Agency.id == Post.agency_id),
    source=_DELEGATED,
    where={
        "tab": among(_DELEGATION_TABS),
        "words": contains(_GIVER.folded_name, _RECEIVER.folded_name),
    },
    counted=("running", "ending"),
    sorts={"starts": Delegation.starts_on, "ends": Delegation.ends_on},
)


def delegation_rows(rows: Sequence[Any]) -> list[DelegationRow]:
    return [DelegationRow(*row) for row in rows]


def delegations_of(session: Session, person_id: int) -> list[DelegationRow]:
    """What the person gave or was given, newest first."""
    either = or_(Post.person_id == person_id, Delegation.to_person_id == person_id)
    rows = DELEGATIONS.rows.where(either).order_by(Delegation.id.desc()).limit(MOST_OF_A_PERSON)
    return delegation_rows(session.execute(rows).all())


def held_by_person(session: Session, person_id: int) -> list[tuple[str, int]]:
    """What waits with somebody in any agency, sort by sort (message ids), in one statement; days of
    others' leave on which they stand in are the last sort."""
    ahead = Absence.stand_in_id == person_id, Absence.ends_on >= clock.today()
    stands_in = select(literal(STANDS_IN), func.count()).select_from(Absence).where(*ahead)
    sorts = [
        select(literal(one.words), func.count()).select_from(
            one.rows.where(one.held_by(person_id)).subquery()
        )
        for one in installed().holdings.values()
        if one.of == "p"
    ]
    rows = session.execute(union_all(*sorts, stands_in))
    return [(words, count) for words, count in rows if count]


def person_page(person_id: int) -> str:
    """The address of a person's page, for features below."""
    return f"/admin/persons/{person_id}"
