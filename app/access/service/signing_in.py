"""Signing in and out, and one's own preferences."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access import rules
from app.access.events import Locked
from app.access.models import Account, SignInTries
from app.access.passwords import Check
from app.access.queries import KnownAccount, Powers, home_agency_id
from app.access.service import sessions
from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Person


@dataclass(frozen=True)
class Begun:
    """Who has signed in, and the key of their session."""

    person_id: int
    key: str


@dataclass(frozen=True)
class Outcome:
    """A session that has begun, or why none has."""

    problem: Problem | None = None
    _begun: Begun | None = None

    @property
    def begun(self) -> Begun:
        if self.problem is not None or self._begun is None:
            raise ValueError("nobody has signed in")
        return self._begun


class Overtaken(Exception):
    """The account's password hash changed while this one was being checked: check it again."""


def sign_in(
    session: Session,
    user_name: str,
    known: KnownAccount | None,
    check: Check,
    address: str,
    *,
    life: timedelta,
    device: str = "",
) -> Outcome:
    """Count this try and let the person in if it was right, for a session of this life at most.

    `device` names a browser in which this person has signed in before: it has tries of its own, so
    that nobody else's wrong ones keep its owner out.

    `known` is the account as it was read before the password was checked (which takes a tenth of
    a second, and must not hold the database). A refusal is an outcome, not an error: it is kept.
    Raises Overtaken.
    """
    if locked := lock_of(session, user_name, device, address):
        return Outcome(problem=locked)
    tries = _tries(session, _own_key(user_name, device))
    if rules.is_locked(tries.locked_until, clock.now()):  # by one who came in the same moment
        return Outcome(problem=_locked(tries.failed, tries.locked_until))
    account = _account(session, known) if check.is_right else None
    if account is None:
        if not device:
            _count(_tries(session, rules.address_key(address)), rules.TRIES_OF_ADDRESS)
        return Outcome(problem=_count_wrong(session, tries, known, address))
    if account.disabled_at is not None:
        return Outcome(
            problem=Problem(
                N_("This account is no longer in use. Ask the administrator of your agency.")
            )
        )
    session.delete(tries)
    if check.new_hash:
        account.password_hash = check.new_hash
    account.last_sign_in_at = clock.now()
    _record(session, account.person_id, "access.signed_in", address, is_known=True)
    key = sessions.begin(session, account.person_id, life)
    return Outcome(_begun=Begun(account.person_id, key))


def prove(
    session: Session, known: KnownAccount, check: Check, address: str, device: str
) -> Problem | None:
    """Count a try of somebody signed in to say their password again, as one to sign in.

    Whoever finds a desk with its session open may not guess for ever either.
    """
    if locked := lock_of(session, known.user_name, device, address):
        return locked
    tries = _tries(session, _own_key(known.user_name, device))
    if check.is_right:
        session.delete(tries)
        return None
    problem = _count_wrong(session, tries, known, address)
    if tries.locked_until:
        return problem
    return Problem(
        N_("This is not your present password. Tries left: %(left)s."),
        {"left": rules.tries_left(tries.failed)},
        "current",
    )


def lock_of(session: Session, user_name: str, device: str, address: str) -> Problem | None:
    """Why nobody may try now: asked before the password is looked at, too, which costs."""
    keys = [_own_key(user_name, device)]
    if not device:
        keys.append(rules.address_key(address))
    counts = select(SignInTries.failed, SignInTries.locked_until)
    rows = session.execute(counts.where(SignInTries.user_name.in_(keys)))
    now = clock.now()
    found = (_locked(*row) for row in rows if rules.is_locked(row.locked_until, now))
    return next(found, None)


def _own_key(user_name: str, device: str) -> str:
    return rules.device_key(user_name, device) if device else rules.name_key(user_name)


def sign_out(session: Session, actor: Actor, key: str, address: str) -> None:
    """End the session of this key, which is the actor's own."""
    sessions.end(session, key)
    record(session, actor, "access.signed_out", Subject("person", actor.person_id), address=address)


def sign_out_everywhere(session: Session, actor: Actor) -> None:
    """End every session of this person, on every device."""
    sessions.end_all(session, actor.person_id)
    record(session, actor, "access.signed_out_everywhere", Subject("person", actor.person_id))


def set_language(session: Session, actor: Actor, language: str) -> None:
    session.get_one(Account, actor.person_id).language = language


def set_theme(session: Session, actor: Actor, theme: str) -> None:
    session.get_one(Account, actor.person_id).theme = theme


def choose_post(session: Session, actor: Actor, powers: Powers, post_id: int) -> None:
    """Work from now on in the agency of this post, one's own or a delegated one."""
    post = next((held for held in powers.held if held.post_id == post_id), None)
    if post is None:
        raise Refused(Problem(N_("You do not hold this post today.")))
    session.get_one(Account, actor.person_id).current_post_id = post_id
    record(
        session,
        actor,
        "access.post_chosen",
        Subject("person", actor.person_id),
        agency_id=post.agency_id,
        title=post.title,
        agency=powers.agency_names.get(post.agency_id, ""),
    )


def _tries(session: Session, user_name: str) -> SignInTries:
    """The locked row of this key; old ones are swept away on the occasion."""
    now = clock.now()
    is_over = or_(
        SignInTries.last_at < now - rules.FORGET_TRIES_AFTER,
        SignInTries.last_at > now + rules.FORGET_TRIES_AFTER,
    )
    session.execute(delete(SignInTries).where(is_over, SignInTries.user_name != user_name))
    tries = session.get(SignInTries, user_name, with_for_update=True)
    if tries is None:
        try:
            with session.begin_nested():
                tries = SignInTries(user_name=user_name, failed=0)
                session.add(tries)
        except IntegrityError:
            tries = session.get_one(SignInTries, user_name, with_for_update=True)
    return tries


def _account(session: Session, known: KnownAccount | None) -> Account | None:
    """The account whose password was right; Overtaken when it is no longer that password's."""
    if known is None:
        return None
    account = session.get_one(
        Account, known.person_id, with_for_update=True, populate_existing=True
    )
    if account.password_hash != known.password_hash:
        raise Overtaken
    return account


def _count_wrong(
    session: Session, tries: SignInTries, known: KnownAccount | None, address: str
) -> Problem:
    _count(tries, rules.TRIES)
    if known is not None:
        _record(session, known.person_id, "access.sign_in_failed", address)
        if tries.locked_until:
            _record(session, known.person_id, "access.locked", address)
            outbox.publish(session, Locked(known.person_id, address[:60]))
    if tries.locked_until:
        return _locked(tries.failed, tries.locked_until)
    return Problem(
        N_("The user name or the password is wrong. Tries left: %(left)s."),
        {"left": rules.tries_left(tries.failed)},
    )


def _count(tries: SignInTries, most: int) -> None:
    now = clock.now()
    if tries.locked_until or rules.is_over(tries.last_at, now):
        tries.failed, tries.locked_until = 0, None
    tries.failed += 1
    tries.last_at = now
    tries.locked_until = rules.locked_until(tries.failed, now, most)


def _locked(failed: int, until: datetime | None) -> Problem:
    assert until is not None
    return Problem(
        N_("After %(count)s wrong passwords, signing in is locked until %(until)s."),
        {"count": failed, "until": clock.local(until).strftime("%H:%M")},
    )


def _record(
    session: Session, person_id: int, action: str, address: str, *, is_known: bool = False
) -> None:
    """A wrong password proves nobody's presence: then the sentence names the account only."""
    name = session.get_one(Person, person_id).name
    agency_id = home_agency_id(session, person_id)
    record(
        session,
        Actor(person_id, name, agency_id) if is_known else None,
        action,
        Subject("person", person_id),
        agency_id=agency_id,
        name=name,
        address=address,
    )
