"""Reading approvals for pages."""

from app.approval.queries.approvals import ApprovalView, approval_view, is_stuck
from app.approval.queries.people import Approver, approvers, signers
from app.approval.queries.turns import current_holders, step_of, steps_of, turns_of

__all__ = [
    "ApprovalView",
    "Approver",
    "approval_view",
    "approvers",
    "current_holders",
    "is_stuck",
    "signers",
    "step_of",
    "steps_of",
    "turns_of",
]
