"""Versions of one procedure in time: which holds on a day, when the next may begin. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.errors import Problem
from app.core.text import N_

A_DAY = timedelta(days=1)
_DAY = "%d/%m/%Y"


class Standing(StrEnum):
    DRAFT = "draft"
    COMING = "coming"
    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Published:
    """A published version: both its days belong to it, and without a last one it goes on."""

    number: int
    starts: date
    ends: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


def standing(starts: date | None, ends: date | None, is_published: bool, today: date) -> Standing:
    """How a version stands on this day."""
    if not is_published or starts is None:
        return Standing.DRAFT
    if starts > today:
        return Standing.COMING
    return Standing.ENDED if ends is not None and ends < today else Standing.IN_FORCE


def in_force(versions: Sequence[Published], day: date) -> Published | None:
    """What is received on this day is received under it; None where nothing may be received."""
    return next((one for one in versions if one.holds_on(day)), None)


def why_none(versions: Sequence[Published], day: date) -> Problem:
    """Why nothing may be received on this day, and from when it may."""
    coming = min((one.starts for one in versions if one.starts > day), default=None)
    if coming is not None:
        message = N_("It may be received from %(day)s.")
        return Problem(message, {"day": f"{coming:{_DAY}}"})
    ended = max((one.ends for one in versions if one.ends and one.ends < day), default=None)
    if ended is not None:
        message = N_("It ended on %(day)s: nothing more may be received.")
        return Problem(message, {"day": f"{ended:{_DAY}}"})
    return Problem(N_("No version of it was published yet."))


def newer_since(versions: Sequence[Published], number: int, today: date) -> Published | None:
    """What has begun after the version that a case keeps: the case goes on under its own."""
    mine = next(one for one in versions if one.number == number)
    newer = [one for one in versions if mine.starts < one.starts <= today]
    return max(newer, key=lambda one: one.starts, default=None)


def beginning_problems(
    starts: date | None, versions: Sequence[Published], today: date
) -> Iterator[Problem]:
    """Why a version cannot begin on this day.

    A day that has begun belongs to the version that holds on it: cases may stand under it.
    """
    if starts is None:
        yield Problem(N_("Say from which day it holds."), field="starts")
        return
    later = max((one for one in versions if one.starts >= starts), key=_starts, default=None)
    if later is not None:
        message = N_("Version %(number)s begins on %(day)s: this one must begin later.")
        values = {"number": later.number, "day": f"{later.starts:{_DAY}}"}
        yield Problem(message, values, field="starts")
    elif (held := in_force(versions, starts)) is not None and starts <= today:
        message = N_(
            "Version %(number)s holds on %(day)s: the next begins tomorrow at the earliest."
        )
        values = {"number": held.number, "day": f"{starts:{_DAY}}"}
        yield Problem(message, values, field="starts")


def cut_by(starts: date, versions: Sequence[Published]) -> tuple[Published, date] | None:
    """The version that ends because another begins on this day, and its last day."""
    held = in_force(versions, starts)
    return (held, starts - A_DAY) if held is not None else None


def ending_problems(ends: date | None, version: Published, today: date) -> Iterator[Problem]:
    """Why a version cannot end with this day."""
    if ends is None:
        yield Problem(N_("Say which day is the last."), field="ends")
    elif ends < today:
        yield Problem(N_("A day that is over cannot become the last."), field="ends")
    elif ends < version.starts:
        message, values = N_("It begins on %(day)s only."), {"day": f"{version.starts:{_DAY}}"}
        yield Problem(message, values, field="ends")
    elif version.ends is not None and ends > version.ends:
        message, values = N_("It ends on %(day)s already."), {"day": f"{version.ends:{_DAY}}"}
        yield Problem(message, values, field="ends")


def _starts(version: Published) -> date:
    return version.starts
