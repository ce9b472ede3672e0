"""Days as people write them."""

import re
from datetime import date
from enum import StrEnum

from app.core import clock


class Short(StrEnum):
    """Which day a date without a year means: one rule, a word for each field.

    `app/static/js/fields.js` completes what is typed by the same words.
    """

    NEXT = "next"
    """Today or later: a due date cannot be past."""
    LAST = "last"
    """Today or earlier: nothing arrives, is dated or signed on a day to come."""
    NEAREST = "nearest"
    """Whichever is closer: either may be meant."""


class FarDay(ValueError):
    """A day that exists, but too far away to be meant."""


_WRITTEN = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?|(\d{2})(\d{2})(\d{4}|\d{2})?"
)
_YEARS_TO_A_LEAP_DAY = 8
"""At most: there is none in 2100."""


def typed_day(text: str, short: Short = Short.NEAREST) -> date:
    """A day as people write it: dd/mm/yyyy, d.m.yy, d-m, 0501.

    Raises ValueError, and FarDay for one of which no document of an office can speak: the state
    began in 1945, and nothing is planned for more than ten years.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    day, month, year = found.groups()[:3] if found[1] else found.groups()[3:]
    if year is None:
        return _without_year(int(day), int(month), short)
    meant = date(_whole_year(year), int(month), int(day))
    if meant.year not in years_spoken_of():
        raise FarDay(text)
    return meant


def years_spoken_of() -> range:
    """The years in which a day that somebody writes may lie."""
    return range(1945, clock.today().year + 11)


def typed_day_or_none(text: str, short: Short = Short.NEAREST) -> date | None:
    """The same; None for anything that is no day."""
    try:
        return typed_day(text, short)
    except ValueError:
        return None


def _whole_year(year: str) -> int:
    """Of two figures the century that is spoken of."""
    if len(year) > 2:
        return int(year)
    return 2000 + int(year) if 2000 + int(year) in years_spoken_of() else 1900 + int(year)


def _without_year(day: int, month: int, short: Short) -> date:
    """The closest such day to today, of those that can be meant. Raises ValueError."""
    today = clock.today()
    years = range(today.year - _YEARS_TO_A_LEAP_DAY, today.year + _YEARS_TO_A_LEAP_DAY + 1)
    found = [date(year, month, day) for year in years if _exists(year, month, day)]
    meant = [
        one
        for one in found
        if short is Short.NEAREST or one == today or (one > today) == (short is Short.NEXT)
    ]
    if not meant:
        raise ValueError(f"{day}/{month}")
    return min(meant, key=lambda one: abs(one - today))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
