"""When a person is to be reminded. Pure."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from app.core import clock
from app.core.errors import Problem, Refused
from app.core.text import N_


def is_time(
    hours: Sequence[time], reached_at: datetime, now: datetime, works: Callable[[date], bool]
) -> bool:
    """One of these hours of a working day has come since; without hours it is always time."""
    if not hours:
        return True
    today = clock.local(now).date()
    days = [today - timedelta(days=back) for back in range((now - reached_at).days + 2)]
    return any(
        reached_at < clock.at(day, hour) <= now for day in days if works(day) for hour in hours
    )


_HOUR = re.compile(r"(\d{1,2})(?:[:hg](\d{2})?)?")
HOURS_AT_MOST = 6


def typed_hours(text: str) -> list[time]:
    """ "7h30, 13:30" as hours of the day, each once. Raises Refused for anything else."""
    parts = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    found = [_HOUR.fullmatch(part) for part in parts]
    try:
        hours = {time(int(one[1]), int(one[2] or 0)) for one in found if one}
    except ValueError:
        hours = set()
    if None in found or len(hours) < len(set(parts)) or len(hours) > HOURS_AT_MOST:
        message = N_("Write up to %(most)s hours of the day such as 07:30, 13:30.")
        raise Refused(Problem(message, {"most": HOURS_AT_MOST}, "hours"))
    return sorted(hours)
