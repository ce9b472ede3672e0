"""Which outgoing documents a list shows."""

from dataclasses import dataclass

from app.core.lists.filters import HASTE, Filter, flag, number, sorting, tab, text

TABS = ("waiting", "issued", "awaited", "refused", "withdrawn", "all")


@dataclass(frozen=True)
class OutgoingFilter(Filter):
    """Clerks usually look at another tab than everybody else, so that it is always said."""

    WAITS = ("waiting", "awaited")
    tab: str = tab(TABS, "issued", is_always_said=True)
    year: int | None = number()
    register_id: int | None = number()
    type_code: str = text(longest=10)
    unit_id: int | None = number()
    signer: str = text(longest=120)
    mine: bool = flag()
    sort: str = sorting(HASTE, "issued", "urgency")
