"""Accounts: made, reset, unlocked, disabled; and a person's own password."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access import passwords, rules
from app.access.events import Disabled
from app.access.models import Account, SignInTries
from app.access.queries import agency_names_of, home_agency_id
from app.access.queries.roles import access_keepers
from app.access.service import sessions
from app.audit.queries import version_of
from app.audit.service import Subject, must_be_latest, record
from app.core import clock, outbox
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Person


@dataclass(frozen=True)
class PasswordChange:
    proven: str
    """The hash of the present password, which was said again and was right."""
    new: str
    repeated: str


def change_password(session: Session, actor: Actor, change: PasswordChange) -> None:
    """Set one's own password; every session of the person ends."""
    account = _locked(session, actor.person_id)
    agencies = agency_names_of(session, account.person_id)
    refuse_for(_change_problems(account, change, agencies))
    account.password_hash = passwords.hashed(change.new)
    account.must_change_password = False
    sessions.end_all(session, account.person_id)
    record(session, actor, "access.password_changed", Subject("person", actor.person_id))


def create_account(session: Session, actor: Actor, person_id: int, user_name: str) -> str:
    """Make an account; returns its one-time password, which is kept nowhere."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    problems = _user_name_problems(session, user_name, None)
    if session.get(Account, person_id) is not None:
        problems.append(Problem(N_("This person has an account already.")))
    refuse_for(problems)
    password = passwords.one_time()
    session.add(
        Account(
            person_id=person_id,
            user_name=user_name,
            password_hash=passwords.hashed(password),
            must_change_password=True,
        )
    )
    session.flush()
    _tell(session, actor, "access.account_created", person_id, user_name=user_name)
    return password


RENAMED = "access.account_renamed"


def rename_account(
    session: Session, actor: Actor, person_id: int, user_name: str, version: int | None = None
) -> None:
    account = _locked(session, person_id)
    latest = version_of(session, "person", person_id, RENAMED)
    must_be_latest(session, Subject("person", person_id), latest, version, RENAMED)
    refuse_for(_user_name_problems(session, user_name, account))
    if user_name != account.user_name:
        old, account.user_name = account.user_name, user_name
        _tell(session, actor, RENAMED, person_id, old=old, user_name=user_name)


def reset_password(session: Session, actor: Actor | None, person_id: int) -> str:
    """Give a new one-time password, which is returned and kept nowhere; every session ends.

    Without an actor somebody at the machine itself asked for it.
    """
    account = _locked(session, person_id)
    password = passwords.one_time()
    account.password_hash = passwords.hashed(password)
    account.must_change_password = True
    sessions.end_all(session, account.person_id)
    _forget_tries(session, account)
    _tell(session, actor, "access.password_reset", person_id)
    return password


def unlock(session: Session, actor: Actor, person_id: int) -> None:
    if _forget_tries(session, _locked(session, person_id)):
        _tell(session, actor, "access.unlocked", person_id)


def end_sessions(session: Session, actor: Actor, person_id: int) -> None:
    """Sign the person out on every device (a lost telephone)."""
    sessions.end_all(session, _locked(session, person_id).person_id)
    _tell(session, actor, "access.sessions_ended", person_id)


def disable(session: Session, actor: Actor, person_id: int) -> None:
    account = _locked(session, person_id)
    if account.disabled_at is not None:
        return
    if person_id == actor.person_id:
        raise Refused(Problem(N_("Nobody puts their own account out of use. Ask another.")))
    account.disabled_at = clock.now()
    sessions.end_all(session, account.person_id)
    session.flush()
    if not access_keepers(session, clock.today()):
        raise Refused(
            Problem(N_("Then nobody could keep accounts and roles. Give that to another first."))
        )
    _tell(session, actor, "access.account_disabled", person_id)
    outbox.publish(session, Disabled(person_id))


def enable(session: Session, actor: Actor, person_id: int) -> None:
    account = _locked(session, person_id)
    if account.disabled_at is not None:
        account.disabled_at = None
        _tell(session, actor, "access.account_enabled", person_id)


def _locked(session: Session, person_id: int) -> Account:
    account = session.get(Account, person_id, with_for_update=True, populate_existing=True)
    if account is None:
        raise NotFound
    return account


def _forget_tries(session: Session, account: Account) -> bool:
    tries = session.get(SignInTries, account.user_name, with_for_update=True)
    if tries is not None:
        session.delete(tries)
    return tries is not None


def _user_name_problems(session: Session, user_name: str, account: Account | None) -> list[Problem]:
    if not rules.USER_NAME.fullmatch(user_name):
        return [
            Problem(
                N_("3 to 60 small letters without marks, figures, dots or hyphens."),
                field="user_name",
            )
        ]
    owner = select(Account.person_id, Person.name).join(Person, Person.id == Account.person_id)
    taken = session.execute(owner.where(Account.user_name == user_name)).first()
    if taken is None or (account is not None and taken[0] == account.person_id):
        return []
    return [Problem(N_("%(name)s has this user name."), {"name": taken[1]}, "user_name")]


def _change_problems(
    account: Account, change: PasswordChange, agencies: Sequence[str]
) -> list[Problem]:
    problems = []
    if account.password_hash != change.proven:
        problems.append(Problem(N_("Your password was changed in this moment."), field="current"))
    if passwords.composed(change.new) != passwords.composed(change.repeated):
        problems.append(Problem(N_("The two are not the same."), field="repeated"))
    is_current = passwords.matches(account.password_hash, change.new)
    problems += rules.password_problems(
        change.new, account.user_name, is_current=is_current, agencies=agencies
    )
    return problems


def _tell(
    session: Session, actor: Actor | None, action: str, person_id: int, **values: str
) -> None:
    record(
        session,
        actor,
        action,
        Subject("person", person_id),
        agency_id=home_agency_id(session, person_id),
        name=session.get_one(Person, person_id).name,
        **values,
    )
