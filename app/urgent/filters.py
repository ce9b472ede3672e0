"""What the lists of urgent messages may be asked."""

import re
from dataclasses import dataclass

from app.core.lists.filters import Filter, number, tab, text

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
TABS = ("open", "calling", "confirmed", "ended", "all")


@dataclass(frozen=True)
class TargetFilter(Filter):
    tab: str = tab(TABS, "open")


@dataclass(frozen=True)
class UseFilter(Filter):
    month: str = text(pattern=_MONTH)
    """As "2026-11"."""
    sender_id: int | None = number(name="sender")
