"""Which entries of the trail, and which refused attempts, are looked for."""

import re
from dataclasses import dataclass
from datetime import date

from app.core.lists.filters import Filter, day, number, one_of, sorting, tab, text

_CODE = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class TrailFilter(Filter):
    person: str = text()
    """Part of the actor's name, with or without marks."""
    agency_id: int | None = number(name="agency")
    """Another agency than the reader's own, for those who keep access."""
    group: str = text(pattern=_CODE)
    first_day: date | None = day()
    last_day: date | None = day()
    object_kind: str = text(name="kind", pattern=_CODE)
    object_id: int | None = number(name="object")


WHYS = ("right", "hidden", "form", "elsewhere", "more")


@dataclass(frozen=True)
class RefusedFilter(Filter):
    tab: str = tab(("week", "all"), "week")
    person: str = text()
    """Part of the person's name, with or without marks."""
    on: date | None = day(name="day")
    why: str = one_of(WHYS)
    part: str = text(pattern=_CODE)
    sort: str = sorting("last", "times", usual="-last")
