"""Which requests for leave a list shows."""

from dataclasses import dataclass

from app.core.lists.filters import Filter, tab

TABS = ("mine", "decide", "away", "all")


@dataclass(frozen=True)
class LeaveFilter(Filter):
    tab: str = tab(TABS, "mine")
