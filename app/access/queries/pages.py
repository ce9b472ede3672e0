"""Reading for the pages of access: people with their accounts, and delegations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.access.models import Account, SignInTries
from app.core import clock
from app.core.counting import Counting
from app.core.db import found_when_asked
from app.core.text import fold
from app.organisation.models import Agency, Delegation, Person, Post, Unit
from app.organisation.queries.directory import running_on, valid_on

PAGE_SIZE = 50

ENDING_WITHIN = timedelta(days=7)
"""A delegation about to end is told of so long before."""

DELEGATION_STATES = ("all", "running", "ending")


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
        return self.locked_until is not None and self.locked_until > clock.now()


@dataclass(frozen=True)
class AccountFilter:
    """Which people are looked for; empty values do not narrow."""

    words: str = ""
    """Part of the name, with or without marks, or of the user name."""
    agency_id: int | None = None
    state: str = ""
    """"locked", "disabled", "none" (no account), "first" (has not chosen a password yet),
    "idle" (signs in, but holds no post today)."""


@dataclass(frozen=True)
class Page:
    """Rows, newest first; the ids from which the neighbouring pages start, where there are any."""

    rows: tuple[Any, ...]
    newer_than: int | None = None
    older_than: int | None = None


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
        return self.revoked_at is None and self.starts_on <= clock.today() <= self.ends_on

    @property
    def has_ended(self) -> bool:
        return self.revoked_at is not None or self.ends_on < clock.today()


def account_page(
    session: Session,
    wanted: AccountFilter,
    *,
    older_than: int | None = None,
    newer_than: int | None = None,
) -> Page:
    """People with their accounts, in two statements."""
    rows = _account_rows(wanted)
    page = _keyset(session, rows, Person.id, older_than, newer_than)
    people = [AccountRow(*row) for row in page.rows]
    posts = _posts_of(session, [row.person_id for row in people])
    return Page(
        tuple(_with_posts(row, posts.get(row.person_id, [])) for row in people),
        page.newer_than,
        page.older_than,
    )


def counting_accounts(wanted: AccountFilter) -> Counting:
    """How many people the filter opens, all pages together."""
    return select(func.count()).select_from(_account_rows(wanted).order_by(None).subquery())


def account_of(session: Session, person_id: int) -> AccountRow | None:
    """The person's row, None when there is no such person."""
    row = session.execute(_account_columns().where(Person.id == person_id)).first()
    return AccountRow(*row) if row else None


def delegation_page(
    session: Session,
    state: str = "all",
    *,
    older_than: int | None = None,
    newer_than: int | None = None,
) -> Page:
    """Delegations in one of DELEGATION_STATES."""
    rows = _delegations().where(_delegation_state(state))
    page = _keyset(session, rows, Delegation.id, older_than, newer_than)
    return Page(tuple(DelegationRow(*row) for row in page.rows), page.newer_than, page.older_than)


def counting_delegations(state: str) -> Counting:
    """How many delegations the page in this state has."""
    return select(func.count()).select_from(Delegation).where(_delegation_state(state))


def _delegation_state(state: str) -> ColumnElement[bool]:
    today = clock.today()
    if state == "running":
        return running_on(today)
    if state == "ending":
        return and_(running_on(today), Delegation.ends_on < today + ENDING_WITHIN)
    return true()


def delegations_of(session: Session, person_id: int) -> list[DelegationRow]:
    """What the person gave or was given, newest first."""
    either = or_(Post.person_id == person_id, Delegation.to_person_id == person_id)
    rows = _delegations().where(either).order_by(Delegation.id.desc()).limit(PAGE_SIZE)
    return [DelegationRow(*row) for row in session.execute(rows)]


def _account_columns() -> Any:
    return (
        select(
            Person.id,
            Person.name,
            Account.user_name,
            Account.disabled_at,
            SignInTries.locked_until,
            Account.must_change_password,
            Account.last_sign_in_at,
        )
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(SignInTries, SignInTries.user_name == Account.user_name)
    )


def _account_rows(wanted: AccountFilter) -> Select[Any]:
    rows = _account_columns()
    if wanted.words:
        folded = fold(wanted.words)
        rows = rows.where(
            or_(
                Person.folded_name.contains(folded, autoescape=True),
                Account.user_name.contains(folded, autoescape=True),
            )
        )
    if wanted.agency_id is not None:
        holds = select(Post.id).where(
            Post.person_id == Person.id,
            Post.agency_id == wanted.agency_id,
            valid_on(Post),
        )
        rows = rows.where(holds.exists())
    condition = _state(wanted.state)
    return rows if condition is None else rows.where(condition)


def _state(state: str) -> ColumnElement[bool] | None:
    conditions: dict[str, ColumnElement[bool]] = {
        "locked": SignInTries.locked_until > found_when_asked(clock.now),
        "disabled": Account.disabled_at.is_not(None),
        "none": Account.person_id.is_(None),
        "first": and_(Account.must_change_password, Account.disabled_at.is_(None)),
        "idle": and_(Account.disabled_at.is_(None), ~holds_a_post(clock.today())),
    }
    return conditions.get(state)


def holds_a_post(day: date) -> ColumnElement[bool]:
    """Persons who hold a post on this day."""
    return exists().where(Post.person_id == Person.id, valid_on(Post, day))


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


def _with_posts(row: AccountRow, posts: list[str]) -> AccountRow:
    return replace(row, post=posts[0] if posts else "", other_posts=max(0, len(posts) - 1))


def _delegations() -> Any:
    giver, receiver = aliased(Person), aliased(Person)
    return (
        select(
            Delegation.id,
            Post.title,
            Agency.short_name,
            giver.id,
            giver.name,
            receiver.id,
            receiver.name,
            Delegation.scope,
            Delegation.basis,
            Delegation.starts_on,
            Delegation.ends_on,
            Delegation.revoked_at,
        )
        .join(Post, Post.id == Delegation.post_id)
        .join(Agency, Agency.id == Post.agency_id)
        .join(giver, giver.id == Post.person_id)
        .join(receiver, receiver.id == Delegation.to_person_id)
    )


def _keyset(
    session: Session, rows: Select[Any], key: Any, older_than: int | None, newer_than: int | None
) -> Page:
    """One row more than a page is asked for: it tells whether the paging goes on."""
    if newer_than is not None:
        rows = rows.where(key > newer_than).order_by(key)
    else:
        rows = rows.order_by(key.desc())
        rows = rows.where(key < older_than) if older_than is not None else rows
    found = list(session.execute(rows.limit(PAGE_SIZE + 1)))
    goes_on, kept = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if newer_than is not None:
        kept.reverse()
    if not kept:
        return Page(())
    has_newer = goes_on if newer_than is not None else older_than is not None
    has_older = newer_than is not None or goes_on
    return Page(tuple(kept), kept[0][0] if has_newer else None, kept[-1][0] if has_older else None)
