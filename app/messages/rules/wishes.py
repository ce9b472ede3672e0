"""How a person wants to be told, as pure functions."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.core import clock
from app.core.feature.occasions import EMAIL, NOTICE, SMS, Occasion

CHANNELS = (NOTICE, EMAIL, SMS)
FARTHEST = timedelta(days=14)
"""No holiday is longer: nothing waits beyond it."""

MOST_DIGESTS = 4
_HOUR = re.compile(r"([01]?\d|2[0-3])[:hg]([0-5]\d)?")

WorksOn = Callable[[date], bool]


@dataclass(frozen=True)
class Habits:
    """What one person chose; without choices, what the catalogue says, each at once."""

    channels: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    digest_at: Sequence[time] = ()
    quiet: tuple[time, time] | None = None
    is_quiet_when_off: bool = False


def hours(text: str) -> list[time] | None:
    """Hours as people write them ("7h15, 13:15"), in order; None where something is none.

    >>> hours("13:15, 7h")
    [datetime.time(7, 0), datetime.time(13, 15)]
    """
    parts = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    found = [_HOUR.fullmatch(part) for part in parts]
    if not all(found):
        return None
    return sorted({time(int(one[1]), int(one[2] or 0)) for one in found if one})


def offered(occasion: Occasion, channel: str) -> bool:
    """Whether there is anything to choose."""
    return channel not in occasion.always and (channel != SMS or occasion.sms is not None)


def by_itself(occasion: Occasion, channel: str) -> bool:
    """What holds where nobody chose."""
    says = {NOTICE: True, EMAIL: occasion.email, SMS: bool(occasion.sms)}
    return channel in occasion.always or says[channel]


def wants(habits: Habits, occasion: Occasion, channel: str) -> bool:
    default = by_itself(occasion, channel)
    if not offered(occasion, channel):
        return default
    return habits.channels.get(occasion.name, {}).get(channel, default)


def after_quiet(now: datetime, habits: Habits, works: WorksOn) -> datetime:
    """Now, or when the quiet hours of this person end (UTC)."""
    moment = now
    while moment < now + FARTHEST and (ends := _quiet_until(moment, habits, works)) is not None:
        moment = ends
    return moment


def mailed_at(now: datetime, habits: Habits, works: WorksOn) -> datetime:
    """When an e-mail leaves (UTC): after quiet hours, or with the next digest of a working day."""
    if not habits.digest_at:
        return after_quiet(now, habits, works)
    today = clock.local(now).date()
    for days in range(FARTHEST.days):
        day = today + timedelta(days=days)
        moments = sorted(clock.at(day, hour) for hour in habits.digest_at) if works(day) else ()
        following = next((moment for moment in moments if moment > now), None)
        if following is not None:
            return following
    return now


def _quiet_until(moment: datetime, habits: Habits, works: WorksOn) -> datetime | None:
    there = clock.local(moment)
    if habits.is_quiet_when_off and not works(there.date()):
        return clock.at(there.date() + timedelta(days=1), time.min)
    if habits.quiet is None or habits.quiet[0] == habits.quiet[1]:
        return None
    begins, ends = habits.quiet
    hour = there.time()
    if begins < ends:
        return clock.at(there.date(), ends) if begins <= hour < ends else None
    if hour >= begins:
        return clock.at(there.date() + timedelta(days=1), ends)
    return clock.at(there.date(), ends) if hour < ends else None
