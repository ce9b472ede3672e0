"""What a text message says and how long it is, as pure functions."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import smsutil

from app.core import clock
from app.core.words import URGENCY_PRINTED
from app.deadlines.rules.working_time import Shift

LONGEST_TEXT = 459
"""Three segments without marks: what carriers take for customer care."""

LONGEST_ACCENTED_TEXT = 201
"""Three segments of 67 UCS-2 characters."""


_DASHES = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})


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


@dataclass(frozen=True)
class Urgent:
    """What is told of an urgent document."""

    agency: str
    urgency: int
    reference: str
    issuer: str
    subject: str
    due: str
    """The due day and hour in words, or nothing."""


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


def urgent_text(document: Urgent, *, accented: bool) -> str:
    """The message to the head of a unit; the subject is cut so that all of it fits three segments.

    Vietnamese in every language of the screens: carriers send only what matches a registered
    template.
    """
    due = f" Hạn: {document.due}." if document.due else ""
    urgency = URGENCY_PRINTED[document.urgency]
    head = f"[{document.agency}] {urgency}: VB {document.reference} của {document.issuer}"
    tail = f".{due} Đề nghị mở Công văn để xử lý ngay."
    limit = LONGEST_ACCENTED_TEXT if accented else LONGEST_TEXT
    room = max(0, limit - len(head) - len(tail) - 2)
    whole = f"{head}: {_cut(document.subject, room)}{tail}"
    return whole if accented else without_marks(whole)


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


def phone_number(text: str) -> str | None:
    """A Vietnamese mobile number as digits with its country code, or None when it is none.

    >>> phone_number("0912 345 678")
    '84912345678'
    """
    digits = re.sub(r"[\s.()-]", "", text).removeprefix("+")
    if re.fullmatch(r"0[35789]\d{8}", digits):
        return f"84{digits[1:]}"
    return digits if re.fullmatch(r"84[35789]\d{8}", digits) else None
