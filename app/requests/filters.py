"""Which requests a list shows."""

from dataclasses import dataclass

from app.core.lists.filters import Filter, sorting, tab, text

TABS = ("decide", "mine", "awaited", "late", "answer", "agency", "closed")


@dataclass(frozen=True)
class RequestFilter(Filter):
    tab: str = tab(TABS, "mine")
    text: str = text(longest=100)
    sort: str = sorting("due")

    @property
    def sorted_by(self) -> str:
        """The answer that is due first leads, wherever one is still to come."""
        return super().sorted_by or ("" if self.tab == "closed" else "due")
