"""Accounts: made, reset, unlocked, disabled; and a person's own password."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access import passwords, rules
from app.access.models import Account
from app.audit.service import Subject, record
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_


@dataclass(frozen=True)
class PasswordChange:
    current: str
    new: str
    repeated: str


def change_password(session: Session, actor: Actor, change: PasswordChange) -> Account:
    """Set one's own password; every other session of the person ends."""
    account = session.get_one(Account, actor.person_id)
    problems = _change_problems(account, change)
    if problems:
        raise Refused(*problems)
    account.password_hash = passwords.hashed(change.new)
    account.must_change_password = False
    account.session_epoch += 1
    record(session, actor, "access.password_changed", Subject("account", actor.person_id))
    return account


def _change_problems(account: Account, change: PasswordChange) -> list[Problem]:
    problems = []
    if not passwords.matches(account.password_hash, change.current):
        problems.append(Problem(N_("This is not your present password."), field="current"))
    if change.new != change.repeated:
        problems.append(Problem(N_("The two are not the same."), field="repeated"))
    is_current = passwords.matches(account.password_hash, change.new)
    problems += rules.password_problems(change.new, account.user_name, is_current=is_current)
    return problems
