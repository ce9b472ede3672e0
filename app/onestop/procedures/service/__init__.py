"""Verbs of those who keep procedures."""

from app.onestop.procedures.service.bringing import MOST_PROBLEMS, bring, digest, put_away
from app.onestop.procedures.service.drafting import begin, begin_next, drop, write
from app.onestop.procedures.service.publishing import call_back, end, publish
from app.onestop.procedures.service.taking import take_over

__all__ = [
    "MOST_PROBLEMS",
    "begin",
    "begin_next",
    "bring",
    "call_back",
    "digest",
    "drop",
    "end",
    "publish",
    "put_away",
    "take_over",
    "write",
]
