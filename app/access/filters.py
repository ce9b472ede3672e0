"""Which accounts and delegations are looked for."""

from dataclasses import dataclass

from app.core.lists.filters import Filter, number, one_of, sorting, tab, text

STATES = ("locked", "disabled", "none", "first", "idle")
DELEGATION_TABS = ("all", "running", "ending")


@dataclass(frozen=True)
class AccountFilter(Filter):
    words: str = text(name="q")
    """Part of the name, with or without marks, or of the user name."""
    agency_id: int | None = number(name="agency")
    state: str = one_of(STATES)
    """ "none" has no account, "first" has not chosen a password yet, "idle" signs in, but holds no
    post today."""
    sort: str = sorting("name", "seen", usual="name")


@dataclass(frozen=True)
class DelegationFilter(Filter):
    tab: str = tab(DELEGATION_TABS, "all", before="state")
    words: str = text(name="q")
    """Part of the giver's or the receiver's name, with or without marks."""
    sort: str = sorting("starts", "ends")
