"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "requests",
    N_("Requests and answers"),
    {
        "requests.asked": N_("%(actor)s asked %(names)s"),
        "requests.changed": N_("%(actor)s changed the request"),
        "requests.columns": N_("%(actor)s laid out the table of the request: %(names)s"),
        "requests.answered": N_("%(actor)s noted the answer of %(name)s: %(reference)s"),
        "requests.answered_by": N_("%(name)s answered: %(reference)s"),
        "requests.proposed": N_("%(reference)s of %(name)s cites the request"),
        "requests.denied": N_("%(actor)s said that %(reference)s does not answer for %(name)s"),
        "requests.approved": N_("%(actor)s approved the answer of %(name)s"),
        "requests.approval_taken_back": N_("%(actor)s took back the approval of %(name)s"),
        "requests.redo": N_("%(actor)s asked %(name)s to do it again: %(reason)s"),
        "requests.lost": N_("The answer of %(name)s was taken back: it is awaited again"),
        "requests.noted_off": N_("%(actor)s took off what was noted as the answer of %(name)s"),
        "requests.redated": N_("%(actor)s set the date of %(name)s to %(day)s"),
        "requests.off": N_("%(actor)s took %(name)s off the request: %(reason)s"),
        "requests.on": N_("%(actor)s asked %(name)s after all"),
        "requests.urged": N_("%(actor)s urged %(name)s, time %(count)s"),
        "requests.given_to_officer": N_("%(actor)s lets %(officer)s answer for %(name)s"),
        "requests.passed_on": N_("%(successor)s answers for %(name)s from now on"),
        "requests.closed": N_("The request closed by itself: every answer is approved"),
        "requests.reopened": N_("The request is open again"),
        "requests.withdrawn": N_("%(actor)s withdrew the request: %(reason)s"),
    },
    right="requests.ask",
)
