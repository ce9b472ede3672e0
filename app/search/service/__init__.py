"""Keeping the index as the database is, what people searched for, and what they follow."""

from app.search.service.following import follow, match, open_search, unfollow, view_shared
from app.search.service.keeping import (
    COMPARE,
    MATCH,
    REBUILD,
    SYNC,
    Drift,
    ask,
    ask_again,
    ask_for,
    compare,
    drift,
    mend,
    rebuild,
    sync,
)
from app.search.service.past import account_ended, forget_searches, keep_search

__all__ = [
    "COMPARE",
    "MATCH",
    "REBUILD",
    "SYNC",
    "Drift",
    "account_ended",
    "ask",
    "ask_again",
    "ask_for",
    "compare",
    "drift",
    "follow",
    "forget_searches",
    "keep_search",
    "match",
    "mend",
    "open_search",
    "rebuild",
    "sync",
    "unfollow",
    "view_shared",
]
