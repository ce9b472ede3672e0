"""How long somebody is away, and what a request for it must keep to. Pure."""

from dataclasses import dataclass
from datetime import date

from app.core.errors import Problem
from app.core.reasons import reason_problems
from app.core.text import N_

ASKED, APPROVED, REFUSED, TAKEN_BACK = "asked", "approved", "refused", "taken_back"
OPEN = (ASKED, APPROVED)
REASON_LENGTH = 200
LACKS = {
    "account": N_("has no account in use"),
    "post": N_("holds no post today"),
    "away": N_("is away on some of these days"),
}
"""Why somebody who stands in will not be there."""


@dataclass(frozen=True)
class LeaveData:
    starts_on: date
    ends_on: date
    reason: str
    from_noon: bool = False
    until_noon: bool = False
    stand_in_id: int | None = None
    delegates: bool = False
    reroutes: bool = False


def half_days(data: LeaveData) -> int:
    """Days of the calendar in halves.

    >>> half_days(LeaveData(date(2026, 11, 23), date(2026, 11, 24), "", from_noon=True))
    3
    """
    whole = (data.ends_on - data.starts_on).days + 1
    return 2 * whole - data.from_noon - data.until_noon


def asking_problems(data: LeaveData) -> list[Problem]:
    """What is wrong with it by itself."""
    problems = reason_problems(data.reason, limit=REASON_LENGTH)
    if data.delegates and data.stand_in_id is None:
        problems.append(Problem(N_("Say who acts for you."), field="stand_in_id"))
    return problems
