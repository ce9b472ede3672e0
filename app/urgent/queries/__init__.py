"""Reading urgent messages: chains, who is asked, whom to phone, lists."""

from app.urgent.queries.asked import (
    ASKED_HERE,
    HAS_FAILED,
    asked_of,
    get_target,
    may_phone,
    people_to_phone,
)

__all__ = ["ASKED_HERE", "HAS_FAILED", "asked_of", "get_target", "may_phone", "people_to_phone"]
