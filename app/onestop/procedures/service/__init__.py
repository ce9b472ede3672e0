"""Verbs of those who keep procedures."""

from app.onestop.procedures.service.drafting import begin, begin_next, drop, write
from app.onestop.procedures.service.publishing import call_back, end, publish
from app.onestop.procedures.service.taking import take_over

__all__ = ["begin", "begin_next", "call_back", "drop", "end", "publish", "take_over", "write"]
