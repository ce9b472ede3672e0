"""Which cases a list shows."""

from dataclasses import dataclass

from app.core.lists.filters import Filter, one_of, sorting, tab, text
from app.onestop.procedures.inputs import Channel

TABS = ("open", "late", "waiting", "ready", "done", "all")


@dataclass(frozen=True)
class CaseFilter(Filter):
    tab: str = tab(TABS, "open")
    words: str = text(name="text")
    channel: str = one_of(tuple(Channel))
    sort: str = sorting("due", "received", usual="due")
