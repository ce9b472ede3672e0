"""Which drafts a list shows."""

from dataclasses import dataclass

from app.core.lists.filters import HASTE, Filter, sorting, tab

TABS = ("mine", "circuit", "returned", "signed", "all")


@dataclass(frozen=True)
class DraftFilter(Filter):
    """Whoever has drafts that came back usually looks at these, so that the tab is always said."""

    WAITS = ("returned",)
    tab: str = tab(TABS, "mine", before="view", is_always_said=True)
    sort: str = sorting(HASTE, "due", "changed")
