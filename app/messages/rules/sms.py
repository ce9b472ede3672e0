"""What a text message says and how long it is, as pure functions."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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


@dataclass(frozen=True)
class GatewayHealth:
    """How a gateway did lately."""

    failures: int = 0
    failed_at: datetime | None = None
    unreported: int = 0
    """Messages that it took between SLOW_WITHIN and SLOW_AFTER ago, none of which arrived."""

    def is_unwell(self, now: datetime) -> bool:
        """Another goes first, as long as there is one."""
        if self.unreported >= UNREPORTED:
            return True
        is_failing = self.failures >= FAILURES_IN_A_ROW and self.failed_at is not None
        return is_failing and now < self.failed_at + LOOKED_AT_AGAIN_AFTER  # type: ignore[operator]


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


def phone_problem(text: str) -> str | None:
    """A message id: why no text message can go to this number, or None where one can."""
    digits = re.sub(r"[\s.()-]", "", text)
    if phone_number(text):
        return None
    if re.fullmatch(r"(\+|00)(?!84)\d{7,15}", digits):
        return N_("This is a foreign number: text messages go to Vietnamese mobile numbers only.")
    if re.fullmatch(r"0[35789]\d*", digits):
        return N_("A mobile number has 10 digits, and begins with 03, 05, 07, 08 or 09.")
    return N_("This is no mobile number, such as 0912 345 678.")


def phone_number(text: str) -> str | None:
    """A Vietnamese mobile number as digits with its country code, or None when it is none.

    >>> phone_number("0912 345 678")
    '84912345678'
    """
    digits = re.sub(r"[\s.()-]", "", text).removeprefix("+")
    if re.fullmatch(r"0[35789]\d{8}", digits):
        return f"84{digits[1:]}"
    return digits if re.fullmatch(r"84[35789]\d{8}", digits) else None
