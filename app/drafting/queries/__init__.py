"""Reading drafts for pages."""

from app.drafting.queries.drafts import DraftView, draft_view
from app.drafting.queries.lists import DraftRow, drafts_of, waiting_count
from app.drafting.queries.people import Approver, approvers, signers

__all__ = [
    "Approver",
    "DraftRow",
    "DraftView",
    "approvers",
    "draft_view",
    "drafts_of",
    "signers",
    "waiting_count",
]
