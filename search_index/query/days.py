"""Days as people type them in a query."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4}|(?<=[/.-])\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, None for no bound; `better` is the nearest date where one was none."""

    first: date | None
    last: date | None
    better: str = ""


NO_DAYS = Days(None, None)


def parse_days(text: str) -> Days | None:
    """A day, month or year, or two with ".." between; None where the text is nothing such.

    >>> parse_days("2/2026")
    Days(first=datetime.date(2026, 2, 1), last=datetime.date(2026, 2, 28), better='')
    """
    if ".." not in text:
        return _one(text)
    start, end = (_one(side) if side else NO_DAYS for side in text.split("..", 1))
    if start is None or end is None or start.better or end.better:
        return None
    return Days(start.first, end.last)


def _one(text: str) -> Days | None:
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif found := _DAY.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    return _span(int(year) + (2000 if len(year) == 2 else 0), month, day)


def _span(year: int, month: str | None, day: str | None) -> Days | None:
    if not date.min.year <= year <= date.max.year:
        return None
    if month is None:
        return Days(date(year, 1, 1), date(year, 12, 31))
    real = min(max(int(month), 1), 12)
    longest = monthrange(year, real)[1]
    if day is None:
        first, last = date(year, real, 1), date(year, real, longest)
        better = f"{real:02}/{year}"
    else:
        first = last = date(year, real, min(max(int(day), 1), longest))
        better = f"{first:%d/%m}/{year}"
    is_one = real == int(month) and day in (None, str(first.day), f"{first.day:02}")
    return Days(first, last) if is_one else Days(None, None, better)
