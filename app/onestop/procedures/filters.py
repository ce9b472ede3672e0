"""What the catalogue may be asked, and what a sample case is."""

import re
from dataclasses import dataclass
from datetime import date

from app.core.lists.filters import Filter, day, number, one_of, sorting, tab, text
from app.onestop.procedures.inputs import Channel, Online

TABS = ("in_force", "coming", "draft", "ended")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
MOST_WAITING = 60


@dataclass(frozen=True)
class ProcedureFilter(Filter):
    tab: str = tab(TABS, "in_force")
    words: str = text(name="text")
    field_id: int | None = number(name="field")
    level: str = text(pattern=re.compile(r"[a-z_]{1,20}"))
    online: str = one_of(tuple(Online))
    sort: str = sorting("field", "code", usual="field")


@dataclass(frozen=True)
class SampleFilter(Filter):
    """A case that nobody handed in: when, how, which, and how long each pause lasts."""

    day: date | None = day()
    hour: str = text(pattern=_HOUR)
    channel: str = one_of(tuple(Channel), Channel.COUNTER)
    variant: str = text()
    waiting: int | None = number(within=range(MOST_WAITING + 1))
    """Working days."""
