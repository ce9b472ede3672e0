"""What statuses, applicants and papers are called (message ids)."""

from app.core.text import N_
from app.onestop.cases.inputs import ApplicantKind, Copy, ReturnWay, Status

MOVES = {
    Status.RECEIVED: N_("Complete: receive it"),
    Status.REFUSED: N_("Refuse it"),
    Status.PROCESSING: N_("Hand on for processing"),
    Status.SUPPLEMENT: N_("Ask for papers"),
    Status.PAYMENT: N_("Ask for payment"),
    Status.WITHDRAWN: N_("Applicant withdraws"),
    Status.STOPPED: N_("Stop processing"),
    Status.FINISHED: N_("Result has arrived"),
    Status.RETURNED: N_("Return the result"),
}
GO_ON = N_("Complete: go on")
"""The same move to processing, where the citizen was waited for."""
APPLICANTS = {
    ApplicantKind.CITIZEN: N_("Citizen"),
    ApplicantKind.ENTERPRISE: N_("Enterprise"),
    ApplicantKind.HOUSEHOLD: N_("Business household"),
}
COPIES = {
    Copy.ORIGINAL: N_("Original"),
    Copy.COPY: N_("Copy of a paper"),
    Copy.ELECTRONIC: N_("Electronic copy"),
}
RETURN_WAYS = {
    ReturnWay.COUNTER: N_("At the counter"),
    ReturnWay.POST: N_("By public post"),
    ReturnWay.ONLINE: N_("On the national portal"),
}
