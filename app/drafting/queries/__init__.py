"""Reading drafts for pages."""

from app.drafting.queries.drafts import DraftView, draft_view
from app.drafting.queries.lists import DraftRow, drafts_of

__all__ = [
    "DraftRow",
    "DraftView",
    "draft_view",
    "drafts_of",
]
