"""A case as its applicant is told of it: a sentence, the promise and why, where it is.

Nothing personal stands here: the code on a receipt may be read over a shoulder.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.text import N_
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.reasons import moment_words, reasons
from app.deadlines.wording import words
from app.onestop.cases.inputs import Status
from app.onestop.cases.queries import Looked
from app.onestop.cases.rules.statuses import OPEN, WAITING
from app.web.i18n import gettext as _

SENTENCES = {
    Status.REGISTERED: N_("Your case is not complete yet: please bring what is missing."),
    Status.RECEIVED: N_("Your case was received."),
    Status.PROCESSING: N_("Your case is being processed, in time."),
    Status.SUPPLEMENT: N_("Please hand in what is still missing."),
    Status.PAYMENT: N_("Please pay what is asked for."),
    Status.REFUSED: N_("Your case could not be received."),
    Status.WITHDRAWN: N_("The case was withdrawn, as you asked."),
    Status.STOPPED: N_("The case is not processed any further."),
    Status.FINISHED: N_("The result is ready: please come for it."),
    Status.RETURNED: N_("The result was returned."),
}
UNDATED = N_("Your case is being processed.")
"""Where no date was promised, nothing is said to be in time."""
LATE = N_("The case is later than promised. %(agency)s apologises.")
WAITS = {
    Status.REGISTERED: N_("Waits for what is missing"),
    Status.SUPPLEMENT: N_("Waits for what is missing"),
    Status.PAYMENT: N_("Waits for the payment"),
}
OFF = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.STOPPED})
"""It goes no further: there is no way ahead to show."""


@dataclass(frozen=True)
class Station:
    """One of the four stations of a case: `past`, `at` or `yet`."""

    state: str
    label: str
    note: str


@dataclass(frozen=True)
class Told:
    sentence: str
    subject: str
    code: str
    agency: str
    address: str
    promised: str
    """Until when; empty where no date is promised, or it does not count any more."""
    first: str
    """What was promised first, where that is another moment."""
    is_paused: bool
    reasons: Sequence[str]
    missing: Sequence[str]
    way: Sequence[Station]


def told(looked: Looked, horizon: Horizon) -> Told:
    case, due = looked.case, looked.due
    status = Status(case.status)
    is_late = status in OPEN and due_colour(case.due_at, horizon) == "late"
    is_owed = due is not None and status in OPEN
    promised = _said(case.due_at) if is_owed else ""
    first = _said(case.first_due_at) if is_owed else ""
    sentence = SENTENCES[status] if promised or status is not Status.PROCESSING else UNDATED
    return Told(
        sentence=str(_(LATE, agency=looked.agency) if is_late else _(sentence)),
        subject=case.subject,
        code=case.code,
        agency=looked.agency,
        address=looked.address,
        promised=promised,
        first=first if first != promised else "",
        is_paused=is_owed and case.due_at is None,
        reasons=[words(one) for one in reasons(due)] if due is not None and promised else (),
        missing=looked.last.words.splitlines() if looked.last and status in WAITS else (),
        way=() if status in OFF else _way(looked, status, "" if is_late else promised),
    )


def _way(looked: Looked, status: Status, promised: str) -> list[Station]:
    """Received, looked into, ready, handed out: where it waits for the citizen, that is said."""
    case, waits = looked.case, status in WAITS
    last = _said(looked.last.at) if looked.last else ""
    waiting = Station("at", str(_(WAITS[status])) if waits else "", last)
    received = Station("past", str(_("All papers received")), _said(case.received_at))
    decided = Station("yet", str(_("Looked into and decided")), "")
    until = str(_("by %(at)s", at=promised)) if promised else ""
    ready = Station("yet", str(_("Result ready at the counter")), until)
    returned = Station("yet", str(_("Result handed out")), "")
    if status is Status.REGISTERED:
        received = waiting
    elif status in WAITING:
        decided = waiting
    elif status in OPEN:
        decided = replace(decided, state="at", note=looked.agency)
    else:
        is_over = status is Status.RETURNED
        decided = replace(decided, state="past")
        ready = replace(ready, state="past" if is_over else "at", note=_said(case.finished_at))
        returned = replace(returned, state="past", note=last) if is_over else returned
    return [received, decided, ready, returned]


def _said(moment: datetime | None) -> str:
    return words(moment_words(moment)) if moment is not None else ""
