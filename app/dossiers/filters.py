"""Which dossiers a list shows."""

from dataclasses import dataclass

from app.core.lists.filters import Filter, number, tab, text

TABS = ("mine", "unit", "agency", "closed")


@dataclass(frozen=True)
class DossierFilter(Filter):
    tab: str = tab(TABS, "mine")
    text: str = text(longest=100)
    year: int | None = number()
