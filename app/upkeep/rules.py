"""What a person may decide about a job that does not come about."""

from app.core.errors import Problem
from app.core.reasons import reason_problems
from app.core.text import N_


def problems_of_giving_up(state: str, is_round: bool, reason: str) -> list[Problem]:
    """Why it cannot be given up."""
    found = []
    if is_round:
        found.append(Problem(N_("What the clock brings comes again; it cannot be given up.")))
    if state == "running":
        found.append(Problem(N_("It runs just now. Wait until it ends.")))
    if state in ("done", "given_up"):
        found.append(Problem(N_("It is done, or was given up already.")))
    return found + reason_problems(reason)
