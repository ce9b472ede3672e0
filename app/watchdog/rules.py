"""When an invariant is looked at again, when its keepers hear of it, when it may be mended."""

from datetime import datetime, timedelta

from app.core.errors import Problem
from app.core.text import N_

TOLD_AFTER = timedelta(minutes=10)
"""What is whole again by then troubles nobody."""
MENDED_WITHIN = timedelta(minutes=10)
"""So long a repair may take before it may be asked for once more."""
SILENT_AFTER = timedelta(minutes=15)
"""So long after the last look nobody watches: no worker runs."""
ILL = ("broken", "unknown")


def is_due(checked_at: datetime | None, every: timedelta, now: datetime) -> bool:
    """A little early rather than a round later."""
    return checked_at is None or checked_at + every - timedelta(minutes=1) <= now


def is_mending(since: datetime | None, state: str, now: datetime) -> bool:
    return since is not None and state == "broken" and now < since + MENDED_WITHIN


def is_to_be_told(ill_since: datetime | None, told_key: str, now: datetime) -> bool:
    return ill_since is not None and not told_key and ill_since + TOLD_AFTER <= now


def problems_of_mending(found: str, seen: str, being_mended: bool) -> list[Problem]:
    """Why no repair can be carried out on what was found, when this was seen (`Found.likeness`)."""
    if not found:
        return [Problem(N_("It holds again: there is nothing to mend."))]
    if being_mended:
        return [Problem(N_("It is being mended. Look again in some minutes."))]
    if found != seen:
        return [Problem(N_("What breaks it has changed since you looked. See what it is now."))]
    return []
