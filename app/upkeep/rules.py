"""What lanes are called, and what a person may decide about a job that does not come about."""

from app.core.errors import Problem
from app.core.reasons import reason_problems
from app.core.text import N_

LANE_WORDS = {
    "urgent": N_("Urgent jobs"),
    "flash": N_("Text messages that stand behind no other"),
    "sms": N_("Text messages"),
    "mail": N_("E-mails"),
    "normal": N_("Usual jobs"),
    "heavy": N_("Heavy jobs"),
}


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
