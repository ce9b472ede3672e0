"""Which status may follow which, and which of them stop the clock or end the case. Pure."""

from collections.abc import Iterator

from app.core.errors import Problem
from app.core.text import N_
from app.onestop.cases.inputs import Status

STATUSES = {
    Status.REGISTERED: N_("Waits to be completed"),
    Status.RECEIVED: N_("Received"),
    Status.REFUSED: N_("Not received"),
    Status.PROCESSING: N_("Being processed"),
    Status.SUPPLEMENT: N_("Papers asked for"),
    Status.PAYMENT: N_("Payment asked for"),
    Status.WITHDRAWN: N_("Withdrawn by the applicant"),
    Status.STOPPED: N_("Processing stopped"),
    Status.FINISHED: N_("Result at the counter"),
    Status.RETURNED: N_("Result returned"),
}
MOVES: dict[Status, tuple[Status, ...]] = {
    Status.REGISTERED: (Status.RECEIVED, Status.REFUSED),
    Status.RECEIVED: (Status.PROCESSING, Status.SUPPLEMENT, Status.WITHDRAWN),
    Status.PROCESSING: (
        Status.FINISHED,
        Status.SUPPLEMENT,
        Status.PAYMENT,
        Status.WITHDRAWN,
        Status.STOPPED,
    ),
    Status.SUPPLEMENT: (Status.PROCESSING, Status.WITHDRAWN, Status.STOPPED),
    Status.PAYMENT: (Status.PROCESSING, Status.STOPPED),
    Status.FINISHED: (Status.RETURNED,),
}
"""By the national list; whatever stands nowhere before the arrow is the end."""
REACHED = frozenset(target for targets in MOVES.values() for target in targets)
"""To these a case moves; with the others it begins."""
WAITING = frozenset({Status.SUPPLEMENT, Status.PAYMENT})
"""The citizen's turn: the clock of the case stands."""
OPEN = frozenset({Status.RECEIVED, Status.PROCESSING}) | WAITING
"""A result is owed."""
NEEDS_WORDS = frozenset(
    {Status.REFUSED, Status.SUPPLEMENT, Status.PAYMENT, Status.WITHDRAWN, Status.STOPPED}
)
"""In writing, with reason and ground: forms 02, 03 and 05 print them."""
MOST_WORDS = 2000


def move_problems(status: Status, target: Status, words: str) -> Iterator[Problem]:
    """Why a case cannot go from one status to another; being late is never a reason."""
    if target not in MOVES.get(status, ()):
        yield Problem(N_("From where the case stands now it cannot go there."))
    elif target in NEEDS_WORDS and not words:
        yield Problem(N_("Say why: it is printed for the applicant."), field="words")
    if len(words) > MOST_WORDS:
        message = N_("That is too long: %(most)s letters at most.")
        yield Problem(message, {"most": MOST_WORDS}, "words")
