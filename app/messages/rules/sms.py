"""What a text message says and how long it is, as pure functions."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import smsutil

from app.core import clock
from app.core.errors import Problem
from app.core.text import N_
from app.deadlines.rules.working_time import Shift

MOST_SEGMENTS = 3
"""What carriers take for customer care: 459 characters without marks, 201 of UCS-2 with them."""

_DASHES = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})

LEAST_THAT_FITS = 201

FAILURES_IN_A_ROW = 3
LOOKED_AT_AGAIN_AFTER = timedelta(minutes=5)
"""A gateway that failed is asked first again after so long, with one message."""
UNREPORTED = 3
SLOW_AFTER = timedelta(minutes=10)
SLOW_WITHIN = timedelta(hours=1)
REPORTS_LOOKED_AT = 5
SLOW_DELIVERY = timedelta(minutes=3)


@dataclass(frozen=True)
class GatewayHealth:
    """How a gateway did lately."""

    failures: int = 0
    failed_at: datetime | None = None
    taken_at: datetime | None = None
    error: str = ""
    unreported: int = 0
    """Messages that it took between SLOW_WITHIN and SLOW_AFTER ago, none of which arrived."""
    delivers_in: timedelta | None = None
    """The median of its last reports, where there are enough."""

    def trouble(self, now: datetime) -> str:
        """Why another goes first, as long as there is one: a message id; empty when all is well.

        What is slow or fails is handed one message every LOOKED_AT_AGAIN_AFTER, and so comes back.
        """
        if self.unreported >= UNREPORTED:
            return N_("%(name)s: what it took does not arrive; another is asked first")
        is_slow = self.delivers_in is not None and self.delivers_in > SLOW_DELIVERY
        if is_slow and _lately(self.taken_at, now):
            return N_("%(name)s: takes %(minutes)s minutes to deliver; another is asked first")
        if self.failures >= FAILURES_IN_A_ROW and _lately(self.failed_at, now):
            return N_(
                "%(name)s: does not take messages (%(error)s); asked again within five minutes"
            )
        return ""

    def values(self, name: str) -> dict[str, str | int]:
        """What stands in its trouble."""
        minutes = round((self.delivers_in or timedelta()).total_seconds() / 60)
        return {"name": name, "error": self.error, "minutes": minutes}


def _lately(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now < moment + LOOKED_AT_AGAIN_AFTER


def delivers_in(times: Sequence[timedelta]) -> timedelta | None:
    """How long a gateway takes by its last reports; None where they are too few to say."""
    if len(times) < UNREPORTED:
        return None
    return timedelta(seconds=median(one.total_seconds() for one in times))


def sending_time(now: datetime, hours: Sequence[Shift]) -> datetime:
    """Now, or when the next hours begin in which text messages are sent (UTC)."""
    there = clock.local(now)
    for days in (0, 1):
        day = there.date() + timedelta(days=days)
        for shift in hours:
            begins = clock.at(day, shift.start)
            if now < begins + shift.length:
                return max(now, begins)
    return now


PLACE = re.compile(r"\{([a-z]+)\}")
YIELDING = ("subject", "text")
"""What gives way where a message is too long."""


def written(template: str, words: Mapping[str, str], *, accented: bool) -> str:
    """The message of this template; its subject is cut so that all of it fits MOST_SEGMENTS.

    Vietnamese in every language of the screens: carriers send only what matches a registered
    template.
    """

    def said(room: int) -> str:
        cut = {name: _cut(text, room) if name in YIELDING else text for name, text in words.items()}
        whole = PLACE.sub(lambda place: cut.get(place[1], ""), template)
        return whole if accented else without_marks(whole)

    longest = max((len(words[name]) for name in YIELDING if name in words), default=0)
    off = bisect_left(range(longest + 1), True, key=lambda off: _fits(said(longest - off)))
    whole = said(longest - off)
    return whole if _fits(whole) else whole[:LEAST_THAT_FITS]


def _fits(text: str) -> bool:
    return segments(text) <= MOST_SEGMENTS


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: max(0, room - 3)].rstrip()}..."


def without_marks(text: str) -> str:
    """Vietnamese without marks, so that 160 characters fit one segment instead of 70."""
    decomposed = unicodedata.normalize("NFD", text.translate(_DASHES))
    plain = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return plain.replace("đ", "d").replace("Đ", "D")


def segments(text: str) -> int:
    """How many messages the carrier counts (GSM 03.38, or UCS-2 where a letter needs it)."""
    return len(smsutil.split(text).parts)


def price(text: str, per_segment: int) -> int:
    """What sending it once costs, in đồng."""
    return segments(text) * per_segment


def text_problems(text: str, field: str = "text") -> list[Problem]:
    """Why this cannot be sent as a text message."""
    if not text.strip():
        return [Problem(N_("Write what the message says."), field=field)]
    if (count := segments(text)) > MOST_SEGMENTS:
        message = N_("It takes %(count)s messages; at most %(most)s are sent as one.")
        return [Problem(message, {"count": count, "most": MOST_SEGMENTS}, field)]
    return []
