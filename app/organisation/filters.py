"""Which agencies are looked for."""

from dataclasses import dataclass

from app.core.lists.filters import Filter, sorting, tab, text

TABS = ("all", "today", "ended")


@dataclass(frozen=True)
class AgencyFilter(Filter):
    tab: str = tab(TABS, "all")
    words: str = text(name="q")
    """Part of the name, the short name or the code, with or without marks."""
    sort: str = sorting("name", "code", usual="code")
    """Codes follow the tree: whoever stands below another begins with its code."""
