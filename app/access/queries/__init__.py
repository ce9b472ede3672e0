"""Reading access: who a signed-in person is, and what its own pages show."""

from app.access.queries.actor import (
    KnownAccount,
    Powers,
    RunningDelegation,
    SessionState,
    account_by_user_name,
    actor_of,
    agency_names_of,
    epoch,
    held_posts,
    home_agency_id,
    languages_of,
    powers_of,
    running_delegations,
    session_state,
)
from app.access.queries.roles import granted, grants, holders_of, roles, takers, takes_on

__all__ = [
    "KnownAccount",
    "Powers",
    "RunningDelegation",
    "SessionState",
    "account_by_user_name",
    "actor_of",
    "agency_names_of",
    "epoch",
    "granted",
    "grants",
    "held_posts",
    "holders_of",
    "home_agency_id",
    "languages_of",
    "powers_of",
    "roles",
    "running_delegations",
    "session_state",
    "takers",
    "takes_on",
]
